import { describe, expect, test } from '@jest/globals';
import {
  readAcknowledgeResults,
  readConnection,
  readOfferedOrders,
  readShipmentResult,
} from '../../../../players/lightspeed/answers.ts';
import { readXml, type XmlElement } from '../../../../players/lightspeed/xml-reader.ts';

function xml(text: string): XmlElement {
  return readXml(Buffer.from(text));
}

const ORDER = `<Order>
  <OrderId>00123</OrderId> <OrderDate>2026-11-23T18:04:05Z</OrderDate> <Currency>USD</Currency>
  <BillTo>
    <FirstName>Dana</FirstName> <LastName>Reyes</LastName>
    <Address1>12 Elm St</Address1> <City>Boise</City> <Country>US</Country>
  </BillTo>
  <ShipTo><Company>Bass &amp; Sons</Company> <Address1>1 Dock</Address1> <City>Duluth</City> <Country>US</Country></ShipTo>
  <Items>
    <Item><Sku>KA-49006-1234</Sku> <Quantity>2</Quantity> <Price>34.50</Price></Item>
  </Items>
  <Totals>
    <Subtotal>69.00</Subtotal> <Discount>5.00</Discount> <Shipping>8.95</Shipping> <Tax>4.14</Tax> <Total>77.09</Total>
  </Totals>
  <Payments>
    <Payment><Type>OTHER</Type> <Amount>7.09</Amount></Payment>
    <Payment><Type>VISA</Type> <Amount>70.00</Amount></Payment>
  </Payments>
</Order>`;

function offered(...orders: string[]): XmlElement {
  return xml(`<OutstandingActivity><Orders>${orders.join('')}</Orders></OutstandingActivity>`);
}

describe('outstanding orders', () => {
  test('are read as they came', () => {
    expect(readOfferedOrders(offered(ORDER))).toEqual([
      {
        orderId: '00123',
        date: '2026-11-23T18:04:05Z',
        currency: 'USD',
        customer: 'Dana Reyes',
        shipTo: 'Duluth, US',
        items: [{ sku: 'KA-49006-1234', quantity: 2 }],
        total: '77.09',
        paymentTypes: ['OTHER', 'VISA'],
        faults: [],
      },
    ]);
  });

  test('may be dated in the time zone of the store', () => {
    const [order] = readOfferedOrders(offered(ORDER.replace('05Z<', '05<')));
    expect([order?.date, order?.faults]).toEqual(['2026-11-23T18:04:05', []]);
  });

  test('may be none', () => {
    expect(readOfferedOrders(offered())).toEqual([]);
  });

  test.each([
    ['<OrderId>00123</OrderId>', '', ['<Order> has no <OrderId>']],
    [
      '05Z<',
      '05.000Z<',
      ['<OrderDate> is "2026-11-23T18:04:05.000Z", not an instant like 2026-11-23T18:04:05Z'],
    ],
    [
      '05Z<',
      '05+01:00<',
      ['<OrderDate> is "2026-11-23T18:04:05+01:00", not an instant like 2026-11-23T18:04:05Z'],
    ],
    ['<LastName>Reyes</LastName>', '<LastName/>', ['<BillTo> names nobody']],
    ['<City>Duluth</City>', '', ['<ShipTo> has no <City>']],
    ['<Quantity>2<', '<Quantity>2.0<', ['<Quantity> is "2.0", not a whole number']],
    ['<Price>34.50', '<Price>34.5', ['<Price> is "34.5", not an amount like 34.50']],
    ['<Total>77.09', '<Total>1,077.09', ['<Total> is "1,077.09", not an amount like 34.50']],
    ['<Price>34.50', '<Price>34.49', ['the items cost 68.98, <Subtotal> says 69.00']],
    ['<Tax>4.14', '<Tax>4.15', ['the totals add up to 77.10, <Total> says 77.09']],
    ['<Amount>7.09', '<Amount>7.10', ['77.10 was paid, <Total> says 77.09']],
    ['<Type>VISA', '<Type>visa', ['<Type> is "visa", which Lightspeed does not know']],
    [/<Item>.*<\/Item>/, '', ['<Order> has no <Item>']],
  ])('with %s made "%s" cannot be imported', (part, other, faults) => {
    expect(readOfferedOrders(offered(ORDER.replace(part, other)))[0]?.faults).toEqual(faults);
  });

  test('of which there are 31, or one twice, spoil the whole answer', () => {
    const many = Array.from({ length: 31 }, (_, index) => ORDER.replace('00123', String(index)));
    expect(() => readOfferedOrders(offered(...many))).toThrow('31 orders were offered; 30 are the most.');
    expect(() => readOfferedOrders(offered(ORDER, ORDER))).toThrow(
      'Order 00123 is offered twice in one answer.',
    );
  });

  test('must come in a list, an empty one if there are none', () => {
    expect(() => readOfferedOrders(xml('<OutstandingActivity/>'))).toThrow(
      'The answer has no <Orders>; with nothing to offer it must be empty.',
    );
  });
});

describe('the results of an acknowledgement', () => {
  const answer = xml(
    '<AcknowledgeResponse><Orders>' +
      '<Order><OrderId>1</OrderId><Result>Downloaded</Result></Order>' +
      '<Order><OrderId>2</OrderId><Result>ErrorsRecorded</Result></Order>' +
      '</Orders></AcknowledgeResponse>',
  );

  test('are one for each order', () => {
    expect(readAcknowledgeResults(answer, ['1', '2'])).toEqual([
      { orderId: '1', result: 'Downloaded' },
      { orderId: '2', result: 'ErrorsRecorded' },
    ]);
  });

  test('must be about the orders that we named, in our order', () => {
    expect(() => readAcknowledgeResults(answer, ['2', '1'])).toThrow(
      'We acknowledged 2, 1; the answer is about 1, 2.',
    );
  });

  test('must be results that we know', () => {
    const odd = xml('<A><Orders><Order><OrderId>1</OrderId><Result>Maybe</Result></Order></Orders></A>');
    expect(() => readAcknowledgeResults(odd, ['1'])).toThrow(
      'The answer says "Maybe"; it can be Downloaded, AlreadyDownloaded, ErrorsRecorded, Canceled, NotFound.',
    );
  });
});

describe('the result of a shipment', () => {
  test('must be about the order that was shipped', () => {
    const answer = xml('<S><OrderId>123</OrderId><Status>Shipped</Status><Result>Recorded</Result></S>');
    expect(readShipmentResult(answer, '123')).toEqual({
      orderId: '123',
      status: 'Shipped',
      result: 'Recorded',
    });
    expect(() => readShipmentResult(answer, '00123')).toThrow(
      'The answer is about order 123 instead of 00123.',
    );
  });
});

describe('the result of a connection test', () => {
  test('is the store and its clock', () => {
    const answer = xml(
      '<T><Status>OK</Status><Store>local</Store><ServerTime>2026-11-23T18:04:05Z</ServerTime></T>',
    );
    expect(readConnection(answer)).toEqual({ store: 'local', serverTime: new Date('2026-11-23T18:04:05Z') });
  });

  test('must say OK', () => {
    expect(() => readConnection(xml('<T><Status>Failed</Status></T>'))).toThrow(
      'The answer\'s <Status> is "Failed" instead of OK.',
    );
  });
});
