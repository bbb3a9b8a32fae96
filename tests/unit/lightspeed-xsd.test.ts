import { describe, expect, test } from '@jest/globals';
import { validateAgainstXsd } from '../support/xsd.ts';

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';

const billTo = `
  <BillTo>
    <FirstName>Dana</FirstName> <LastName>Reyes</LastName> <Company>Reyes Racing</Company>
    <Address1>12 Elm St</Address1> <Address2>Unit 4</Address2> <City>Boise</City> <State>ID</State>
    <PostalCode>83702</PostalCode> <Country>US</Country>
    <Phone>208-555-0142</Phone> <Email>dana@example.com</Email>
  </BillTo>`;

const order = `
  <Order>
    <OrderId>100234</OrderId>
    <OrderDate>2026-11-23T18:04:05Z</OrderDate>
    <Currency>USD</Currency>
    ${billTo}
    <ShipTo>
      <LastName>Reyes</LastName>
      <Address1>12 Elm St</Address1> <City>Boise</City> <Country>US</Country>
    </ShipTo>
    <Items>
      <Item>
        <Sku>KA-49006-1234</Sku> <Quantity>2</Quantity> <Price>34.50</Price>
        <Manufacturer>Kawasaki</Manufacturer> <Description>Boot, front fork</Description>
      </Item>
    </Items>
    <Totals>
      <Subtotal>69.00</Subtotal> <Discount>5.00</Discount> <Shipping>8.95</Shipping> <Tax>4.14</Tax>
      <Total>77.09</Total>
    </Totals>
    <Payments>
      <Payment> <Type>VISA</Type> <Amount>77.09</Amount> </Payment>
    </Payments>
  </Order>`;

function feedOf(...orders: string[]): string {
  return `<OutstandingActivity><Orders>${orders.join('')}</Orders></OutstandingActivity>`;
}

function ordersNumbered(count: number): string[] {
  return Array.from({ length: count }, (_, index) => order.replace('100234', String(1000 + index)));
}

const testConnection = `
<TestConnection>
  <Status>OK</Status>
  <Store>coolbike</Store>
  <ServerTime>2026-11-23T18:04:05Z</ServerTime>
</TestConnection>`.trim();

const acknowledgeRequest = `
<AcknowledgeRequest>
  <Orders>
    <Order> <OrderId>100234</OrderId> <Success>true</Success> </Order>
    <Order>
      <OrderId>100235</OrderId>
      <Errors> <Error> <Code>PART</Code> <Message>Unknown part KA-1</Message> </Error> </Errors>
    </Order>
  </Orders>
</AcknowledgeRequest>`.trim();

const acknowledgeResponse = `
<AcknowledgeResponse>
  <Orders>
    <Order> <OrderId>100234</OrderId> <Result>Downloaded</Result> </Order>
    <Order> <OrderId>100235</OrderId> <Result>ErrorsRecorded</Result> </Order>
  </Orders>
</AcknowledgeResponse>`.trim();

const shipment = `
<Shipment>
  <TrackingNumber>1Z999AA10123456784</TrackingNumber>
  <Carrier>UPS</Carrier> <Service>Ground</Service> <ShipDate>2026-11-24</ShipDate>
  <Items> <Item> <Sku>KA-49006-1234</Sku> <Quantity>1</Quantity> </Item> </Items>
</Shipment>`.trim();

const shipmentResponse =
  '<ShipmentResponse> <OrderId>100234</OrderId> <Status>Shipped</Status> <Result>Recorded</Result> </ShipmentResponse>';

const cancel = '<Cancel> <Reason>Voided: discontinued part</Reason> </Cancel>';

const cancelResponse =
  '<CancelResponse> <OrderId>100234</OrderId> <Status>Canceled</Status> <Result>Canceled</Result> </CancelResponse>';

const error = `
<Error>
  <Code>OrderNotFound</Code>
  <Message>There is no order 100299 in this store.</Message>
  <RequestId>5f1c1a2e-0c1d-4f5e-9a60-1d5a2f7b8c90</RequestId>
</Error>`.trim();

describe("the contract's samples are valid", () => {
  test.each([
    ['TestConnection', testConnection],
    ['OutstandingActivity', feedOf(order)],
    ['AcknowledgeRequest', acknowledgeRequest],
    ['AcknowledgeResponse', acknowledgeResponse],
    ['Shipment', shipment],
    ['ShipmentResponse', shipmentResponse],
    ['Cancel', cancel],
    ['CancelResponse', cancelResponse],
    ['Error', error],
  ])('%s', (_, sample) => {
    expect(validateAgainstXsd(declaration + sample)).toEqual([]);
  });
});

describe('so are', () => {
  test.each([
    ['no orders', '<OutstandingActivity><Orders/></OutstandingActivity>'],
    ['thirty orders', feedOf(...ordersNumbered(30))],
    ['an order id with leading zeros', feedOf(order.replace('100234', '00123'))],
    [
      'a company without a last name',
      feedOf(order.replace('<LastName>Reyes</LastName> <Company>', '<Company>')),
    ],
    ['a last name without a company', feedOf(order.replace('<Company>Reyes Racing</Company>', ''))],
    [
      'an item without manufacturer and description',
      feedOf(order.replace(/<Manufacturer>.*<\/Description>/, '')),
    ],
    ['a free order without payments', feedOf(order.replace(/<Payment>.*<\/Payment>/, ''))],
    ['text with line breaks and other scripts', feedOf(order.replace('Unit 4', 'Unit 4\n二階 &amp; Ⅳ 🏍'))],
    ['an acknowledgement of nothing', '<AcknowledgeRequest><Orders/></AcknowledgeRequest>'],
    ['its answer', '<AcknowledgeResponse><Orders/></AcknowledgeResponse>'],
    [
      'an answer to an id that no order of ours can have',
      acknowledgeResponse.replace('100235', 'Order №5').replace('ErrorsRecorded', 'NotFound'),
    ],
    [
      'errors of the whole import',
      '<AcknowledgeRequest><Errors><Error><Message>Disk full</Message></Error></Errors></AcknowledgeRequest>',
    ],
    ['a bare tracking number', '<Shipment><TrackingNumber>1Z</TrackingNumber></Shipment>'],
    [
      'several tracking numbers',
      '<Shipment><TrackingNumber>1Z</TrackingNumber><TrackingNumber>2Z</TrackingNumber></Shipment>',
    ],
    [
      'several packages',
      '<Shipment><Package><TrackingNumber>1Z</TrackingNumber></Package>' +
        '<Package><TrackingNumber>2Z</TrackingNumber><Carrier>UPS</Carrier></Package></Shipment>',
    ],
    ['a ship date with a time', shipment.replace('2026-11-24', '2026-11-24T09:30:00-07:00')],
    ['a cancellation without a reason', '<Cancel/>'],
    [
      'a machine address as attribute',
      cancel.replace('<Cancel>', '<Cancel MachineAddress="00:1A:2B:3C:4D:5E">'),
    ],
    [
      'a machine address as element',
      shipment.replace('<Shipment>', '<Shipment><MachineAddress>001a2b3c4d5e</MachineAddress>'),
    ],
  ])('%s', (_, xml) => {
    expect(validateAgainstXsd(xml)).toEqual([]);
  });
});

describe('refused in an answer', () => {
  test.each([
    ['thirty-one orders', feedOf(...ordersNumbered(31)), /'Order'.*not expected/],
    ['the same order twice', feedOf(order, order), /each-order-is-offered-once-per-answer/],
    ['no Orders at all', '<OutstandingActivity/>', /Missing child.*Orders/],
    [
      'an order without OrderId',
      feedOf(order.replace('<OrderId>100234</OrderId>', '')),
      /Expected is \( OrderId \)/,
    ],
    ['an id of other characters', feedOf(order.replace('100234', '100 234')), /'OrderId'.*pattern/],
    ['an id that is too long', feedOf(order.replace('100234', '9'.repeat(65))), /'OrderId'.*pattern/],
    ['money with a decimal comma', feedOf(order.replace('77.09', '77,09')), /'Total'.*pattern/],
    ['money with a grouping comma', feedOf(order.replace('77.09', '1,277.09')), /'Total'.*pattern/],
    ['money with one decimal', feedOf(order.replace('34.50', '34.5')), /'Price'.*pattern/],
    ['money with a float’s tail', feedOf(order.replace('4.14', '4.140000000000001')), /'Tax'.*pattern/],
    ['money as a power of ten', feedOf(order.replace('4.14', '-5.68e-14')), /'Tax'.*pattern/],
    ['negative money', feedOf(order.replace('5.00', '-5.00')), /'Discount'.*pattern/],
    ['money with leading zeros', feedOf(order.replace('69.00', '069.00')), /'Subtotal'.*pattern/],
    ['time with an offset', feedOf(order.replace('18:04:05Z', '11:04:05-07:00')), /'OrderDate'.*pattern/],
    ['milliseconds', feedOf(order.replace('18:04:05Z', '18:04:05.000Z')), /'OrderDate'.*pattern/],
    ['a day that does not exist', feedOf(order.replace('2026-11-23', '2026-02-30')), /'OrderDate'/],
    [
      'an unknown element',
      feedOf(order.replace('<Currency>', '<Color>red</Color><Currency>')),
      /'Color'.*not expected/,
    ],
    [
      'an unknown attribute',
      feedOf(order.replace('<Order>', '<Order id="1">')),
      /attribute 'id' is not allowed/,
    ],
    ['another letter case', feedOf(order.replaceAll('OrderId', 'OrderID')), /'OrderID'.*not expected/],
    [
      'another order of elements',
      feedOf(order.replace(billTo, '').replace('<Items>', `${billTo}<Items>`)),
      /'ShipTo'/,
    ],
    [
      'a namespace',
      feedOf(order).replace('<OutstandingActivity', '$& xmlns="urn:x"'),
      /No matching global declaration/,
    ],
    ['an absent value sent as empty', feedOf(order.replace('Unit 4', '')), /'Address2'.*pattern/],
    [
      'neither last name nor company',
      feedOf(order.replace('<LastName>Reyes</LastName>\n', '')),
      /'Address1'.*Expected/,
    ],
    ['an address without a country', feedOf(order.replace('<Country>US</Country>', '')), /'Phone'.*Expected/],
    ['a quantity of none', feedOf(order.replace('>2<', '>0<')), /'Quantity'.*minInclusive/],
    ['half a piece', feedOf(order.replace('>2<', '>2.5<')), /'Quantity'.*not a valid value/],
    ['an order without items', feedOf(order.replace(/<Item>[\s\S]*<\/Item>/, '')), /'Items'.*Missing child/],
    ['a payment type of the webstore', feedOf(order.replace('VISA', 'visa')), /'Type'.*enumeration/],
    ['a currency by its sign', feedOf(order.replace('USD', '$')), /'Currency'.*pattern/],
    ['a status other than OK', testConnection.replace('OK', 'Success'), /'Status'.*enumeration/],
    ['an unknown result', acknowledgeResponse.replace('ErrorsRecorded', 'Refused'), /'Result'.*enumeration/],
    [
      'the same order answered twice',
      acknowledgeResponse.replace('100235', '100234'),
      /each-order-is-answered-once/,
    ],
    ['a shipped order that is New', shipmentResponse.replace('Shipped', 'New'), /'Status'.*enumeration/],
    [
      'the other spelling of Canceled',
      cancelResponse.replaceAll('Canceled', 'Cancelled'),
      /'Status'.*enumeration/,
    ],
    ['an unknown error code', error.replace('OrderNotFound', 'Oops'), /'Code'.*enumeration/],
    [
      'an error without a request id',
      error.replace(/<RequestId>.*<\/RequestId>/, ''),
      /Expected is \( RequestId \)/,
    ],
    ['an HTML error page', '<html><body>Bad Gateway</body></html>', /No matching global declaration/],
  ])('%s', (_, xml, fault) => {
    expect(validateAgainstXsd(xml).join('\n')).toMatch(fault);
  });
});

describe('refused in the canonical form of a request', () => {
  test.each([
    [
      'an acknowledgement without OrderId',
      acknowledgeRequest.replace('<OrderId>100234</OrderId>', ''),
      /Expected is \( OrderId \)/,
    ],
    ['a success that is not a boolean', acknowledgeRequest.replace('true', 'yes'), /'Success'.*boolean/],
    ['an error as plain text', acknowledgeRequest.replace(/<Code>.*<\/Message>/, 'Unknown part'), /'Error'/],
    ['a shipment without a tracking number', '<Shipment><Carrier>UPS</Carrier></Shipment>', /TrackingNumber/],
    ['an empty tracking number', '<Shipment><TrackingNumber/></Shipment>', /'TrackingNumber'.*pattern/],
    ['a ship date in another order', shipment.replace('2026-11-24', '11/24/2026'), /'ShipDate'/],
    ['a machine address that is too short', '<Cancel MachineAddress="00:1A"/>', /'MachineAddress'.*pattern/],
  ])('%s', (_, xml, fault) => {
    expect(validateAgainstXsd(xml).join('\n')).toMatch(fault);
  });
});

describe('what is no XML is a fault, not a crash', () => {
  test.each([
    ['nothing', '', 'line 1: Document is empty'],
    ['plain text', 'hello', "line 1: Start tag expected, '<' not found"],
    ['JSON', '{"message":"Internal Server Error"}', "line 1: Start tag expected, '<' not found"],
    [
      'tags that do not match',
      '<Cancel></Reason>',
      'line 1: Opening and ending tag mismatch: Cancel line 1 and Reason',
    ],
  ])('%s', (_, text, fault) => {
    expect(validateAgainstXsd(text)).toContain(fault);
  });

  test('bytes that are not in the declared encoding', () => {
    const latin1 = Buffer.from(`${declaration}<Cancel><Reason>Größe</Reason></Cancel>`, 'latin1');

    expect(validateAgainstXsd(latin1)).not.toEqual([]);
  });
});
