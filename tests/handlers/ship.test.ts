import { describe, expect, test } from '@jest/globals';
import { anOrderBody, anOrderBodyOf } from '../support/an-order-body.ts';
import { setClock, stopClock } from '../support/clock.ts';
import { openStore } from '../support/store.ts';

const { lightspeed, webstore, place, poll, lookUp, storedItem, handlers } = await openStore();
stopClock('2026-11-24T09:00:00Z');

const ship = (body: string, orderId = '1') =>
  lightspeed('POST', `/LightSpeed/Order/${orderId}/Shipment`, body, { handler: handlers.ship });

/** `Shipped Recorded`, or the code of the error. */
async function outcome(body: string): Promise<string> {
  const { body: answer } = await ship(body);
  return answer
    .replaceAll(/^.*?<(?:Code|Status)>(\w+)<\/\w+>(?:<Result>(\w+)<\/Result>)?.*$/g, '$1 $2')
    .trim();
}

async function textsOfNotes(): Promise<unknown[]> {
  const { notes } = await lookUp('1');
  return Array.isArray(notes) ? notes.map(({ source, text, count }) => `${source}: ${text} (${count})`) : [];
}

test('the contract’s example is answered and recorded as the contract shows it', async () => {
  await place('100234', anOrderBody());
  await lightspeed('POST', '/LightSpeed/AcknowledgeRequest', '<A><Order Id="100234"/></A>');
  setClock('2026-11-24T17:30:00Z');
  expect(
    await ship(
      `<Shipment>
        <TrackingNumber>1Z999AA10123456784</TrackingNumber>
        <Carrier>UPS</Carrier> <Service>Ground</Service> <ShipDate>2026-11-24</ShipDate>
        <Items> <Item> <Sku>KA-49006-1234</Sku> <Quantity>2</Quantity> </Item> </Items>
      </Shipment>`,
      '100234',
    ),
  ).toEqual({
    status: 200,
    headers: { 'Content-Type': 'application/xml; charset=utf-8', 'Cache-Control': 'no-store' },
    body:
      '<?xml version="1.0" encoding="UTF-8"?><ShipmentResponse><OrderId>100234</OrderId>' +
      '<Status>Shipped</Status><Result>Recorded</Result></ShipmentResponse>',
  });
  expect(await lookUp('100234')).toEqual({
    messages: [],
    ...anOrderBody({ payments: [{ method: 'visa', type: 'VISA', amount: '77.09' }] }),
    orderId: '100234',
    status: 'Shipped',
    failedDownloads: 0,
    shipments: [
      {
        trackingNumber: '1Z999AA10123456784',
        carrier: 'UPS',
        service: 'Ground',
        shippedAt: '2026-11-24T00:00:00Z',
        recordedAt: '2026-11-24T17:30:00Z',
        items: [{ sku: 'KA-49006-1234', quantity: 2 }],
      },
    ],
    notes: [],
    notesDropped: 0,
    offers: { count: 0 },
    receivedAt: '2026-11-24T09:00:00Z',
    updatedAt: '2026-11-24T17:30:00Z',
    downloadedAt: '2026-11-24T09:00:00Z',
    shippedAt: '2026-11-24T00:00:00Z',
  });
});

describe('the tracking number', () => {
  test.each([
    ['nothing', '<Shipment/>'],
    ['an empty one', '<Shipment><TrackingNumber>  </TrackingNumber></Shipment>'],
    [
      'a nil one',
      '<Shipment xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><TrackingNumber xsi:nil="true">x</TrackingNumber></Shipment>',
    ],
    ['packages without one', '<Shipment><Package><Carrier>UPS</Carrier></Package></Shipment>'],
  ])('is required: %s is InvalidRequest, the message names it, and nothing changes', async (_, body) => {
    await place('1', anOrderBody());
    const before = await storedItem('1');
    const answer = await ship(body);
    expect(answer.status).toBe(422);
    expect(answer.body).toBe(
      '<?xml version="1.0" encoding="UTF-8"?><Error><Code>InvalidRequest</Code>' +
        '<Message>A TrackingNumber is missing.</Message><RequestId>6bc28136-xmpl-4365-b021-0ce6b2e64ab0</RequestId></Error>',
    );
    expect(await storedItem('1')).toEqual(before);
  });

  test.each([
    ['an attribute', '<Shipment TrackingNumber="1Z"/>'],
    [
      'another letter case and a prefix',
      '<s:SHIPMENT xmlns:s="urn:x"><s:trackingnumber>1Z</s:trackingnumber></s:SHIPMENT>',
    ],
    ['a root of any name', '<X><TrackingNumber>1Z</TrackingNumber></X>'],
    ['deeper inside', '<X><Y><TrackingNumber>1Z</TrackingNumber></Y></X>'],
    [
      'one package',
      '<Shipment><Packages><Package><TrackingNumber>1Z</TrackingNumber></Package></Packages></Shipment>',
    ],
  ])('is read from %s', async (_, body) => {
    await place('1', anOrderBody());
    expect(await outcome(body)).toBe('Shipped Recorded');
    expect(await lookUp('1')).toMatchObject({ shipments: [{ trackingNumber: '1Z' }] });
  });

  test.each([
    ['next to each other', '<S><TrackingNumber>A</TrackingNumber><TrackingNumber>B</TrackingNumber></S>'],
    [
      'in packages',
      '<S><Package TrackingNumber="A"/><Package><TrackingNumber>B</TrackingNumber></Package></S>',
    ],
    ['in both', '<S TrackingNumber="A"><Package TrackingNumber="B"/></S>'],
  ])('may be several, %s: each is a shipment', async (_, body) => {
    await place('1', anOrderBody());
    expect(await outcome(body)).toBe('Shipped Recorded');
    expect((await lookUp('1'))['shipments']).toEqual([
      { trackingNumber: 'A', shippedAt: '2026-11-24T09:00:00Z', recordedAt: '2026-11-24T09:00:00Z' },
      { trackingNumber: 'B', shippedAt: '2026-11-24T09:00:00Z', recordedAt: '2026-11-24T09:00:00Z' },
    ]);
  });

  test('of a second call is appended, the first stays', async () => {
    await place('1', anOrderBody());
    await ship('<S TrackingNumber="A" Carrier="UPS"/>');
    setClock('2026-11-25T09:00:00Z');
    expect(await outcome('<S TrackingNumber="B" Carrier="FedEx"/>')).toBe('Shipped Recorded');
    expect((await lookUp('1'))['shipments']).toEqual([
      {
        trackingNumber: 'A',
        carrier: 'UPS',
        shippedAt: '2026-11-24T09:00:00Z',
        recordedAt: '2026-11-24T09:00:00Z',
      },
      {
        trackingNumber: 'B',
        carrier: 'FedEx',
        shippedAt: '2026-11-25T09:00:00Z',
        recordedAt: '2026-11-25T09:00:00Z',
      },
    ]);
  });

  test.each(['1Z999AA1', '1z999aa1', ' 1Z 999 AA1 ', '1Z&#9;999&#10;aa1'])(
    'said again as "%s" is AlreadyRecorded, and nothing changes',
    async (again) => {
      await place('1', anOrderBody());
      await ship('<S><TrackingNumber>1Z999AA1</TrackingNumber></S>');
      const before = await storedItem('1');
      setClock('2026-11-25T09:00:00Z');
      expect(await outcome(`<S><TrackingNumber>${again}</TrackingNumber><Carrier>X</Carrier></S>`)).toBe(
        'Shipped AlreadyRecorded',
      );
      expect(await storedItem('1')).toEqual(before);
    },
  );

  test('twice in one call is one shipment', async () => {
    await place('1', anOrderBody());
    await ship('<S><Package TrackingNumber="1Z 1"/><Package TrackingNumber="1z1"/></S>');
    expect((await lookUp('1'))['shipments']).toHaveLength(1);
  });

  test('among others that are new: the new ones are recorded', async () => {
    await place('1', anOrderBody());
    await ship('<S TrackingNumber="A"/>');
    expect(await outcome('<S><Package TrackingNumber="A"/><Package TrackingNumber="B"/></S>')).toBe(
      'Shipped Recorded',
    );
    expect(await lookUp('1')).toMatchObject({
      shipments: [{ trackingNumber: 'A' }, { trackingNumber: 'B' }],
    });
  });
});

describe('what has shipped', () => {
  const twoLines = anOrderBodyOf([
    { sku: 'A', quantity: 2 },
    { sku: 'B', quantity: 1 },
  ]);
  const item = (sku: string, quantity: number | string) =>
    `<Item><Sku>${sku}</Sku><Quantity>${quantity}</Quantity></Item>`;
  const part = (tracking: string, ...items: string[]) =>
    `<S><TrackingNumber>${tracking}</TrackingNumber><Items>${items.join('')}</Items></S>`;

  test('is the whole order without Items', async () => {
    await place('1', twoLines);
    expect(await outcome('<S TrackingNumber="T1"/>')).toBe('Shipped Recorded');
  });

  test('is a part until every line’s quantity is covered', async () => {
    await place('1', twoLines);
    expect(await outcome(part('T1', item('A', 1)))).toBe('PartiallyShipped Recorded');
    expect(await lookUp('1')).toMatchObject({ status: 'PartiallyShipped' });
    expect(await lookUp('1')).not.toHaveProperty('shippedAt');
    expect(await outcome(part('T2', item('B', 1)))).toBe('PartiallyShipped Recorded');
    setClock('2026-11-25T09:00:00Z');
    expect(await outcome(part('T3', item('A', 1)))).toBe('Shipped Recorded');
    expect(await lookUp('1')).toMatchObject({
      status: 'Shipped',
      shippedAt: '2026-11-25T09:00:00Z',
      notes: [],
    });
  });

  test('is the whole order when a later shipment comes without Items', async () => {
    await place('1', twoLines);
    await ship(part('T1', item('A', 1)));
    expect(await outcome('<S TrackingNumber="T2"/>')).toBe('Shipped Recorded');
  });

  test('is summed over lines of the same SKU', async () => {
    await place(
      '1',
      anOrderBodyOf([
        { sku: 'A', quantity: 1 },
        { sku: 'A', quantity: 2 },
      ]),
    );
    expect(await outcome(part('T1', item('A', 2)))).toBe('PartiallyShipped Recorded');
    expect(await outcome(part('T2', item('A', 1)))).toBe('Shipped Recorded');
  });

  test('is summed over packages', async () => {
    await place('1', twoLines);
    expect(
      await outcome(
        `<S><Package TrackingNumber="T1">${item('A', 2)}</Package><Package TrackingNumber="T2">${item('B', 1)}</Package></S>`,
      ),
    ).toBe('Shipped Recorded');
    expect(await lookUp('1')).toMatchObject({
      shipments: [{ items: [{ sku: 'A', quantity: 2 }] }, { items: [{ sku: 'B', quantity: 1 }] }],
    });
  });

  test('may be said in attributes', async () => {
    await place('1', twoLines);
    expect(await outcome('<S TrackingNumber="T1"><Item Sku="A" Quantity="2"/><Item Sku="B"/></S>')).toBe(
      'Shipped Recorded',
    );
  });

  test.each([['<S TrackingNumber="T1"><Items/></S>'], ['<S TrackingNumber="T1"><Items><Item/></Items></S>']])(
    'is the whole order when Items is empty: %s',
    async (body) => {
      await place('1', twoLines);
      expect(await outcome(body)).toBe('Shipped Recorded');
    },
  );

  test('and is not on the order is recorded all the same, with a note', async () => {
    await place('1', twoLines);
    expect(await outcome(part('T1', item('A', 2), item('B', 1), item('NEW', 3)))).toBe('Shipped Recorded');
    expect(await lookUp('1')).toMatchObject({
      shipments: [{ items: [{ sku: 'A' }, { sku: 'B' }, { sku: 'NEW', quantity: 3 }] }],
    });
    expect(await textsOfNotes()).toEqual(['system: Shipment T1 names NEW, which is not on the order. (1)']);
  });

  test('and is more than was ordered is recorded all the same, with a note', async () => {
    await place('1', twoLines);
    expect(await outcome(part('T1', item('A', 5)))).toBe('PartiallyShipped Recorded');
    expect(await lookUp('1')).toMatchObject({ shipments: [{ items: [{ sku: 'A', quantity: 5 }] }] });
    expect(await textsOfNotes()).toEqual(['system: Shipment T1 makes 5 of A; the order has 2. (1)']);
  });

  test('and cannot be read covers nothing and is kept in a note', async () => {
    await place('1', twoLines);
    expect(await outcome(part('T1', item('A', 'two'), item('B', 1)))).toBe('PartiallyShipped Recorded');
    expect(await textsOfNotes()).toEqual(['system: The shipped quantity "two" of A could not be read. (1)']);
  });
});

describe('the ship date', () => {
  test.each([
    ['2026-11-23', '2026-11-23T00:00:00Z'],
    ['2026-11-23T10:20:30Z', '2026-11-23T10:20:30Z'],
    ['2026-11-23T22:20:30-05:00', '2026-11-24T03:20:30Z'],
    ['2026-11-23 10:20', '2026-11-23T10:20:00Z'],
  ])('%s is %s', async (said, shippedAt) => {
    await place('1', anOrderBody());
    await ship(`<S TrackingNumber="T1"><ShipDate>${said}</ShipDate></S>`);
    expect(await lookUp('1')).toMatchObject({ shippedAt, shipments: [{ shippedAt }], notes: [] });
  });

  test.each(['soon', '11/12/2026', '2026-02-30', '0001-01-01T00:00:00', '99999-01-01'])(
    '%s cannot be read: it is kept in a note and the time of receipt is used',
    async (said) => {
      await place('1', anOrderBody());
      expect(await outcome(`<S TrackingNumber="T1"><ShipDate>${said}</ShipDate></S>`)).toBe(
        'Shipped Recorded',
      );
      expect(await lookUp('1')).toMatchObject({ shipments: [{ shippedAt: '2026-11-24T09:00:00Z' }] });
      expect(await textsOfNotes()).toEqual([`system: The ship date "${said}" of T1 could not be read. (1)`]);
    },
  );

  test.each(['<ShipDate/>', '<ShipDate> </ShipDate>', ''])(
    'is the time of receipt when absent: %j',
    async (date) => {
      await place('1', anOrderBody());
      await ship(`<S TrackingNumber="T1">${date}</S>`);
      expect(await lookUp('1')).toMatchObject({
        shipments: [{ shippedAt: '2026-11-24T09:00:00Z' }],
        notes: [],
      });
    },
  );
});

describe('the order', () => {
  test('that was outstanding becomes downloaded as well, and is offered no more', async () => {
    await place('1', anOrderBody());
    await ship('<S TrackingNumber="T1"/>');
    expect(await lookUp('1')).toMatchObject({ status: 'Shipped', downloadedAt: '2026-11-24T09:00:00Z' });
    expect(await lookUp('1')).not.toHaveProperty('outstandingSince');
    expect(await poll()).toEqual([]);
  });

  test('that was downloaded keeps the time of its download', async () => {
    await place('1', anOrderBody());
    await lightspeed('POST', '/LightSpeed/AcknowledgeRequest', '<A><Order Id="1"/></A>');
    setClock('2026-11-25T09:00:00Z');
    await ship('<S TrackingNumber="T1"/>');
    expect(await lookUp('1')).toMatchObject({ status: 'Shipped', downloadedAt: '2026-11-24T09:00:00Z' });
  });

  test('that is canceled stays so; the shipment is recorded with a note', async () => {
    await place('1', anOrderBody());
    await lightspeed('POST', '/LightSpeed/Order/1/Cancel', '<C><Reason>Voided</Reason></C>');
    expect(await outcome('<S TrackingNumber="T1"/>')).toBe('Canceled Recorded');
    expect(await outcome('<S TrackingNumber="T1"/>')).toBe('Canceled AlreadyRecorded');
    expect(await lookUp('1')).toMatchObject({ status: 'Canceled', shipments: [{ trackingNumber: 'T1' }] });
    expect(await lookUp('1')).not.toHaveProperty('shippedAt');
    expect(await textsOfNotes()).toEqual([
      'lightspeed: Voided (1)',
      'system: Shipped after it was canceled: T1. (1)',
    ]);
  });

  test.each(['2', 'a b', '%2e%2e', 'x'.repeat(65)])(
    'that does not exist is OrderNotFound: %s',
    async (orderId) => {
      const { status, body } = await ship('<S TrackingNumber="T1"/>', orderId);
      expect(status).toBe(404);
      expect(body).toContain('<Code>OrderNotFound</Code>');
      expect(await storedItem('2')).toBeUndefined();
    },
  );

  test('is named in the message when it does not exist', async () => {
    expect((await ship('<S TrackingNumber="T1"/>', '100299')).body).toBe(
      '<?xml version="1.0" encoding="UTF-8"?><Error><Code>OrderNotFound</Code>' +
        '<Message>There is no order 100299 in this store.</Message>' +
        '<RequestId>6bc28136-xmpl-4365-b021-0ce6b2e64ab0</RequestId></Error>',
    );
  });
});

test.each(['', 'tracking 1Z', '<S TrackingNumber="1"', '<!DOCTYPE S><S TrackingNumber="1"/>'])(
  'a body that is no document is MalformedXml: %j',
  async (body) => {
    await place('1', anOrderBody());
    expect((await ship(body)).status).toBe(400);
    expect(await lookUp('1')).toMatchObject({ status: 'New', shipments: [] });
  },
);

test('a shipment is recorded as activity, with its time', async () => {
  await place('1', anOrderBody());
  await ship('<S TrackingNumber="T1"/>');
  expect(JSON.parse((await webstore('GET', '/status')).body)).toMatchObject({
    lastShippedAt: '2026-11-24T09:00:00Z',
  });
});
