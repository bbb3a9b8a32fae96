import { describe, expect, test } from '@jest/globals';
import type { ToldShipment } from '../../../lib/domain/ship.ts';
import { parseDocument } from '../../../lib/lightspeed/element.ts';
import { readShipments } from '../../../lib/lightspeed/read-shipment.ts';

function read(xml: string): ToldShipment[] {
  return readShipments(parseDocument(xml));
}

function told(differs: Partial<ToldShipment> = {}): ToldShipment {
  return { trackingNumber: '1Z1', remarks: [], ...differs };
}

test("the contract's example is one shipment with all that was said", () => {
  const xml = `<Shipment>
      <TrackingNumber>1Z999AA10123456784</TrackingNumber>
      <Carrier>UPS</Carrier> <Service>Ground</Service> <ShipDate>2026-11-24</ShipDate>
      <Items> <Item> <Sku>KA-49006-1234</Sku> <Quantity>1</Quantity> </Item> </Items>
    </Shipment>`;

  expect(read(xml)).toEqual([
    {
      trackingNumber: '1Z999AA10123456784',
      carrier: 'UPS',
      service: 'Ground',
      shippedAt: '2026-11-24T00:00:00Z',
      items: [{ sku: 'KA-49006-1234', quantity: 1 }],
      remarks: [],
    },
  ]);
});

describe('a tracking number', () => {
  test.each([
    ['is a child', '<Shipment><TrackingNumber> 1Z1 </TrackingNumber></Shipment>'],
    ['is an attribute', '<Shipment TrackingNumber="1Z1"/>'],
    [
      'has a prefix and capitals',
      '<s:SHIPMENT xmlns:s="x"><s:TRACKINGNUMBER>1Z1</s:TRACKINGNUMBER></s:SHIPMENT>',
    ],
    [
      'stands in a list',
      '<Shipment><TrackingNumbers><TrackingNumber>1Z1</TrackingNumber></TrackingNumbers></Shipment>',
    ],
    [
      'stands in a package',
      '<Shipment><Packages><Package><TrackingNumber>1Z1</TrackingNumber></Package></Packages></Shipment>',
    ],
    ['is an attribute of a package', '<Shipment><Package trackingnumber="1Z1"/></Shipment>'],
    ['stands in a shipment under another root', '<Shipments><Shipment TrackingNumber="1Z1"/></Shipments>'],
    ['follows an empty one', '<Shipment><TrackingNumber/><TrackingNumber>1Z1</TrackingNumber></Shipment>'],
  ])('%s', (_, xml) => {
    expect(read(xml)).toEqual([told()]);
  });

  test.each([
    ['is not there', '<Shipment><Carrier>UPS</Carrier></Shipment>', 'A TrackingNumber is missing.'],
    ['is empty', '<Shipment><TrackingNumber> </TrackingNumber></Shipment>', 'A TrackingNumber is missing.'],
    [
      'is nil',
      '<Shipment><TrackingNumber xsi:nil="true">1Z1</TrackingNumber></Shipment>',
      'A TrackingNumber is missing.',
    ],
    [
      'is too long',
      `<Shipment TrackingNumber="${'1'.repeat(257)}"/>`,
      'A TrackingNumber has at most 256 characters.',
    ],
  ])('that %s makes the request invalid', (_, xml, message) => {
    expect(() => read(xml)).toThrow(expect.objectContaining({ code: 'InvalidRequest', message }));
  });
});

describe('several shipments', () => {
  test('are one for each tracking number, with the items at the first', () => {
    const xml = `<Shipment Carrier="UPS">
        <TrackingNumber>1Z1</TrackingNumber> <TrackingNumber>1Z2</TrackingNumber>
        <Items> <Item Sku="A" Quantity="2"/> </Items>
      </Shipment>`;

    expect(read(xml)).toEqual([
      told({ carrier: 'UPS', items: [{ sku: 'A', quantity: 2 }] }),
      told({ trackingNumber: '1Z2', carrier: 'UPS', items: [] }),
    ]);
  });

  test('are one for each package, which says more than the document', () => {
    const xml = `<Shipment>
        <Carrier>UPS</Carrier> <Service>Ground</Service> <ShipDate>2026-11-24</ShipDate>
        <Packages>
          <Package> <TrackingNumber>1Z1</TrackingNumber> <Items> <Item Sku="A"/> </Items> </Package>
          <Package TrackingNumber="1Z2" Carrier="FedEx" ShipDate="2026-11-25"> <Item Sku="B" Quantity="3"/> </Package>
        </Packages>
      </Shipment>`;

    expect(read(xml)).toEqual([
      told({
        carrier: 'UPS',
        service: 'Ground',
        shippedAt: '2026-11-24T00:00:00Z',
        items: [{ sku: 'A', quantity: 1 }],
      }),
      told({
        trackingNumber: '1Z2',
        carrier: 'FedEx',
        service: 'Ground',
        shippedAt: '2026-11-25T00:00:00Z',
        items: [{ sku: 'B', quantity: 3 }],
      }),
    ]);
  });

  test('are the whole order when none of them has items', () => {
    const xml = '<Shipment><Package TrackingNumber="1Z1"/><Package TrackingNumber="1Z2"/></Shipment>';

    expect(read(xml)).toEqual([told(), told({ trackingNumber: '1Z2' })]);
  });

  test('keep items that stand in no package, once', () => {
    const xml =
      '<Shipment><Items><Item Sku="A"/></Items><Package TrackingNumber="1Z1"/><Package TrackingNumber="1Z2"/></Shipment>';

    expect(read(xml)).toEqual([
      told({ items: [{ sku: 'A', quantity: 1 }] }),
      told({ trackingNumber: '1Z2', items: [] }),
    ]);
  });

  test('keep the items of a package without a tracking number', () => {
    const xml =
      '<Shipment TrackingNumber="1Z1"><Package><Item Sku="A"/></Package><Package><Item Sku="B"/></Package></Shipment>';

    expect(read(xml)).toEqual([
      told({
        items: [
          { sku: 'A', quantity: 1 },
          { sku: 'B', quantity: 1 },
        ],
      }),
    ]);
  });
});

describe('items', () => {
  test.each([
    ['none', '<Shipment TrackingNumber="1Z1"/>'],
    ['an empty list', '<Shipment TrackingNumber="1Z1"><Items/></Shipment>'],
    [
      'a list of empty items',
      '<Shipment TrackingNumber="1Z1"><Items><Item/><Item><Sku/></Item></Items></Shipment>',
    ],
    [
      'a list of nil',
      '<Shipment TrackingNumber="1Z1"><Items><Item><Sku i:nil="true"/></Item></Items></Shipment>',
    ],
  ])('that are %s mean the whole order', (_, xml) => {
    expect(read(xml)).toEqual([told()]);
  });

  test.each<[string, number]>([
    ['<Quantity>2</Quantity>', 2],
    ['<Quantity> 02 </Quantity>', 2],
    ['<Quantity>+2</Quantity>', 2],
    ['<Quantity>2.</Quantity>', 2],
    ['<Quantity>2.0000</Quantity>', 2],
    ['<Quantity>2,00</Quantity>', 2],
    ['<Quantity>0</Quantity>', 0],
    ['<Quantity/>', 1],
    ['', 1],
  ])('with %s count %d', (quantity, count) => {
    expect(read(`<Shipment TrackingNumber="1Z1"><Item><Sku>A</Sku>${quantity}</Item></Shipment>`)).toEqual([
      told({ items: [{ sku: 'A', quantity: count }] }),
    ]);
  });

  test.each(['two', '-1', '1.5', '1,000', '1,234.00', '12345678', '1e3', '0x2', '²', 'NaN'])(
    'with the quantity %s cover nothing, and it is kept in words',
    (quantity) => {
      expect(
        read(`<Shipment TrackingNumber="1Z1"><Item Sku="A" Quantity="${quantity}"/></Shipment>`),
      ).toEqual([
        told({
          items: [{ sku: 'A', quantity: 0 }],
          remarks: [`The shipped quantity "${quantity}" of A could not be read.`],
        }),
      ]);
    },
  );

  test('without a SKU are kept in words', () => {
    expect(read('<Shipment TrackingNumber="1Z1"><Item Quantity="2"/></Shipment>')).toEqual([
      told({ items: [], remarks: ['A shipped item without a SKU, quantity "2".'] }),
    ]);
  });

  test('keep leading zeros and capitals of a SKU', () => {
    expect(read('<Shipment TrackingNumber="1Z1"><Item><Sku>00123e5-a</Sku></Item></Shipment>')).toEqual([
      told({ items: [{ sku: '00123e5-a', quantity: 1 }] }),
    ]);
  });
});

describe('carrier and service', () => {
  test('are cut after a hundred characters, never through one', () => {
    const [shipment] = read(
      `<Shipment TrackingNumber="1Z1" Carrier="${'x'.repeat(101)}" Service="${'x'.repeat(99)}😀"/>`,
    );

    expect(shipment).toEqual(told({ carrier: 'x'.repeat(100), service: 'x'.repeat(99) }));
  });
});

test('a ship date that cannot be read is kept in words, and no time is made up', () => {
  expect(read('<Shipment TrackingNumber="1Z1" ShipDate="11/12/2026"/>')).toEqual([
    told({ remarks: ['The ship date "11/12/2026" of 1Z1 could not be read.'] }),
  ]);
});
