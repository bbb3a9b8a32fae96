import { describe, expect, test } from '@jest/globals';
import { aBillTo, aLine, anOrderBody } from '../support/an-order-body.ts';
import { setClock, stopClock } from '../support/clock.ts';
import { openStore } from '../support/store.ts';

const { lightspeed, webstore, place, poll, storedItem, handlers } = await openStore();
stopClock('2026-11-23T18:04:10Z');

const put = (orderId: string, body: unknown) =>
  webstore('PUT', `/orders/${orderId}`, body, { handler: handlers.putOrder });

/** The order as an answer tells it when it was just stored. */
const aNewOrder = (differs: Record<string, unknown> = {}) => ({
  ...anOrderBody({ payments: [{ method: 'visa', type: 'VISA', amount: '77.09' }] }),
  orderId: '100234',
  status: 'New',
  failedDownloads: 0,
  shipments: [],
  notes: [],
  notesDropped: 0,
  offers: { count: 0 },
  receivedAt: '2026-11-23T18:04:10Z',
  updatedAt: '2026-11-23T18:04:10Z',
  outstandingSince: '2026-11-23T18:04:10Z',
  ...differs,
});

describe('a new order', () => {
  test('is answered with 201 and all that is known of it', async () => {
    const { status, headers, body } = await put('100234', anOrderBody());
    expect({ status, headers, body: JSON.parse(body) }).toEqual({
      status: 201,
      headers: { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' },
      body: aNewOrder(),
    });
  });

  test('is one item of the table', async () => {
    await put('100234', anOrderBody({ shipTo: undefined, placedAt: '2026-11-23T13:04:05.5-05:00' }));
    expect(await storedItem('100234')).toEqual({
      store: 'coolbike',
      orderId: '100234',
      updated: '2026-11-23T18:04:10.000Z',
      revision: expect.stringMatching(/^[0-9a-f-]{36}$/),
      earlierRevisions: [],
      turn: '2026-11-23T18:04:10.000Z',
      outstandingSince: '2026-11-23T18:04:10.000Z',
      placed: '2026-11-23T18:04:05.500Z#2026-11-23T18:04:10.000Z',
      statusPlaced: 'New#2026-11-23T18:04:05.500Z#2026-11-23T18:04:10.000Z',
      order: {
        orderId: '100234',
        status: 'New',
        content: {
          placedAt: '2026-11-23T18:04:05.500Z',
          currency: 'USD',
          billTo: aBillTo(),
          lines: [aLine({ unitPrice: 3450 })],
          totals: { subtotal: 6900, discount: 500, shipping: 895, tax: 414, total: 7709 },
          payments: [{ method: 'visa', amount: 7709 }],
        },
        shipments: [],
        notes: [],
        notesDropped: 0,
        failedDownloads: 0,
        offers: { count: 0 },
        receivedAt: '2026-11-23T18:04:10Z',
        updatedAt: '2026-11-23T18:04:10Z',
        outstandingSince: '2026-11-23T18:04:10Z',
      },
    });
  });

  test('has what it left out filled in', async () => {
    const least = { company: 'Reyes Racing', address1: '12 Elm St', city: 'Boise', country: 'US' };
    const { body } = await put('1', {
      placedAt: '2026-11-23T18:04:05Z',
      currency: 'USD',
      billTo: { ...least, firstName: null, phone: '', email: ' ' },
      lines: [{ sku: 'A', quantity: 1, unitPrice: '1' }],
      totals: { subtotal: '1.0', total: '1' },
      payments: [{ method: 'Mystery Pay', amount: '1.00' }],
    });
    expect(JSON.parse(body)).toEqual(
      aNewOrder({
        orderId: '1',
        billTo: least,
        shipTo: least,
        lines: [{ sku: 'A', quantity: 1, unitPrice: '1.00' }],
        totals: { subtotal: '1.00', discount: '0.00', shipping: '0.00', tax: '0.00', total: '1.00' },
        payments: [{ method: 'Mystery Pay', type: 'OTHER', amount: '1.00' }],
      }),
    );
  });

  test('is offered by the next poll', async () => {
    await put('100234', anOrderBody());
    expect(await poll()).toEqual(['100234']);
  });

  test.each(['00123', 'a', 'A-b_c.9', 'x'.repeat(64)])('may be called %s', async (orderId) => {
    const { status, body } = await put(orderId, anOrderBody());
    expect(status).toBe(201);
    expect(JSON.parse(body)).toMatchObject({ orderId });
  });

  test.each(['a%20b', 'x'.repeat(65), 'a%2Fb', 'ä', 'a:b', '%00'])(
    'may not be called %s',
    async (orderId) => {
      const { status, body } = await put(orderId, anOrderBody());
      expect(status).toBe(422);
      expect(JSON.parse(body)).toMatchObject({
        code: 'InvalidRequest',
        errors: [{ pointer: '/orderId', detail: 'must be 1 to 64 characters of A-Z a-z 0-9 . _ -' }],
      });
    },
  );

  test('may pay in several ways, or not at all if it costs nothing', async () => {
    const paid = [
      { method: 'visa', amount: '70.00' },
      { method: 'PayPal Express', amount: '7.09' },
    ];
    expect((await put('1', anOrderBody({ payments: paid }))).status).toBe(201);
    const free = anOrderBody({
      totals: { subtotal: '69.00', discount: '69.00', total: '0.00' },
      payments: [],
    });
    expect((await put('2', free)).status).toBe(201);
  });

  test('is exact where floats are not', async () => {
    const body = anOrderBody({
      lines: [aLine({ quantity: 3, unitPrice: '0.10' }), aLine({ sku: 'B', quantity: 1, unitPrice: '0.20' })],
      totals: { subtotal: '0.50', discount: '0.50', shipping: '0.10', tax: '0.20', total: '0.30' },
      payments: [{ method: 'visa', amount: '0.30' }],
    });
    expect((await put('1', body)).status).toBe(201);
  });
});

describe('the same content again', () => {
  test('is 200, and nothing changes', async () => {
    await put('100234', anOrderBody());
    const before = await storedItem('100234');
    setClock('2026-11-24T18:04:10Z');
    const { status, body } = await put('100234', anOrderBody());
    expect(status).toBe(200);
    expect(JSON.parse(body)).toEqual(aNewOrder());
    expect(await storedItem('100234')).toEqual(before);
  });

  test('may be spelled otherwise', async () => {
    await put('100234', anOrderBody());
    const before = await storedItem('100234');
    const again = Object.fromEntries(
      Object.entries(
        anOrderBody({
          placedAt: '2026-11-23T19:04:05+01:00',
          totals: { total: '77.09', subtotal: '69', discount: '5', shipping: '8.95', tax: '4.14' },
        }),
      ).toReversed(),
    );
    expect((await put('100234', again)).status).toBe(200);
    expect(await storedItem('100234')).toEqual(before);
  });

  test.each([
    ['downloaded', '/LightSpeed/AcknowledgeRequest', '<A><Order Id="1"/></A>', 'Downloaded'],
    ['shipped', '/LightSpeed/Order/1/Shipment', '<S TrackingNumber="T1"/>', 'Shipped'],
    ['canceled', '/LightSpeed/Order/1/Cancel', '', 'Canceled'],
  ])('is 200 for a %s order, too, which stays so', async (_, path, said, status) => {
    await put('1', anOrderBody());
    await lightspeed('POST', path, said);
    const answer = await put('1', anOrderBody());
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body)).toMatchObject({ status });
    expect(await poll()).toEqual([]);
  });
});

describe('different content', () => {
  const changed = anOrderBody({ currency: 'CAD' });

  test('replaces that of a New order, which keeps its place, offers and notes', async () => {
    await put('100234', anOrderBody());
    await lightspeed('POST', '/LightSpeed/AcknowledgeRequest', '<A><Order Id="100234" Error="Locked"/></A>');
    setClock('2026-11-24T18:04:10Z');
    const { status, body } = await put('100234', changed);
    expect(status).toBe(200);
    expect(JSON.parse(body)).toEqual(
      aNewOrder({
        currency: 'CAD',
        failedDownloads: 1,
        notes: [
          {
            source: 'lightspeed',
            text: 'Locked',
            firstAt: '2026-11-23T18:04:10Z',
            lastAt: '2026-11-23T18:04:10Z',
            count: 1,
          },
        ],
        updatedAt: '2026-11-24T18:04:10Z',
      }),
    );
    const { body: feed } = await lightspeed('GET', '/LightSpeed/OutstandingActivity');
    expect(feed).toContain('<Currency>CAD</Currency>');
  });

  test.each([
    ['downloaded', '/LightSpeed/AcknowledgeRequest', '<A><Order Id="1"/></A>', 'OrderAlreadyDownloaded'],
    ['shipped', '/LightSpeed/Order/1/Shipment', '<S TrackingNumber="T1"/>', 'OrderShipped'],
    [
      'partially shipped',
      '/LightSpeed/Order/1/Shipment',
      '<S TrackingNumber="T1"><Item Sku="KA-49006-1234"/></S>',
      'OrderShipped',
    ],
    ['canceled', '/LightSpeed/Order/1/Cancel', '', 'OrderCanceled'],
  ])('of a %s order is a conflict, and nothing changes', async (_, path, said, code) => {
    await put('1', anOrderBody());
    await lightspeed('POST', path, said);
    const before = await storedItem('1');
    const { status, headers, body } = await put('1', changed);
    expect({ status, headers, body: JSON.parse(body) }).toEqual({
      status: 409,
      headers: { 'Content-Type': 'application/problem+json; charset=utf-8', 'Cache-Control': 'no-store' },
      body: {
        type: 'about:blank',
        title: 'Conflict',
        status: 409,
        code,
        detail: expect.stringMatching(/^\S.*\.$/),
        requestId: '6bc28136-xmpl-4365-b021-0ce6b2e64ab0',
      },
    });
    expect(await storedItem('1')).toEqual(before);
  });
});

describe('an order that is not valid', () => {
  async function faults(body: unknown): Promise<string[]> {
    const answer = await put('1', body);
    expect(answer.status).toBe(422);
    expect(await storedItem('1')).toBeUndefined();
    const { errors } = JSON.parse(answer.body);
    return Array.isArray(errors) ? errors.map(({ pointer, detail }) => `${pointer} ${detail}`) : [];
  }

  test('is answered with a problem that lists every fault by its JSON pointer', async () => {
    const { status, headers, body } = await put('1', {
      ...anOrderBody({
        billTo: aBillTo({ city: '', country: undefined }),
        lines: [aLine({ quantity: 1.5 })],
      }),
      color: 'red',
      'a/b~c': 1,
    });
    expect({ status, headers, body: JSON.parse(body) }).toEqual({
      status: 422,
      headers: { 'Content-Type': 'application/problem+json; charset=utf-8', 'Cache-Control': 'no-store' },
      body: {
        type: 'about:blank',
        title: 'Unprocessable Entity',
        status: 422,
        code: 'InvalidRequest',
        detail: 'The request is not valid; see errors.',
        requestId: '6bc28136-xmpl-4365-b021-0ce6b2e64ab0',
        errors: [
          { pointer: '/billTo/city', detail: 'must not be empty' },
          { pointer: '/billTo/country', detail: 'is required' },
          { pointer: '/lines/0/quantity', detail: 'must be a whole number' },
          { pointer: '/color', detail: 'is not known' },
          { pointer: '/a~1b~0c', detail: 'is not known' },
        ],
      },
    });
  });

  const totals = { subtotal: '69.00', discount: '5.00', shipping: '8.95', tax: '4.14', total: '77.09' };

  test.each<[string, unknown, string[]]>([
    ['no object', [], [' must be an object']],
    [
      'nothing',
      {},
      [
        '/placedAt is required',
        '/currency is required',
        '/billTo is required',
        '/lines is required',
        '/totals is required',
        '/payments is required',
      ],
    ],
    [
      'no lines',
      anOrderBody({ lines: [] }),
      [
        '/lines must hold at least one line',
        '/totals/subtotal must be 0.00, the sum of quantity × unitPrice',
      ],
    ],
    [
      'a quantity of zero',
      anOrderBody({ lines: [aLine({ quantity: 0 })] }),
      [
        '/lines/0/quantity must be at least 1',
        '/totals/subtotal must be 0.00, the sum of quantity × unitPrice',
      ],
    ],
    [
      'a quantity as text',
      anOrderBody({ lines: [aLine({ quantity: '2' })] }),
      ['/lines/0/quantity must be a number'],
    ],
    ['an empty SKU', anOrderBody({ lines: [aLine({ sku: ' ' })] }), ['/lines/0/sku must not be empty']],
    [
      'a SKU of characters that XML forbids',
      anOrderBody({ lines: [aLine({ sku: '\u0001\u0002' })] }),
      ['/lines/0/sku must not be empty'],
    ],
    [
      'neither last name nor company',
      anOrderBody({ billTo: aBillTo({ lastName: undefined, company: '' }) }),
      ['/billTo/lastName is required, or a company'],
    ],
    [
      'a shipping address without its street',
      anOrderBody({ shipTo: aBillTo({ address1: undefined }) }),
      ['/shipTo/address1 is required'],
    ],
    [
      'no such day',
      anOrderBody({ placedAt: '2026-02-30T00:00:00Z' }),
      ['/placedAt must be an instant such as "2026-11-23T18:04:05Z"'],
    ],
    [
      'a time without its zone',
      anOrderBody({ placedAt: '2026-11-23T18:04:05' }),
      ['/placedAt must be an instant such as "2026-11-23T18:04:05Z"'],
    ],
    [
      'a currency’s sign',
      anOrderBody({ currency: '$' }),
      ['/currency must be a currency code such as "USD"'],
    ],
    [
      'a wrong subtotal',
      anOrderBody({
        totals: { ...totals, subtotal: '68.99', total: '77.08' },
        payments: [{ method: 'visa', amount: '77.08' }],
      }),
      ['/totals/subtotal must be 69.00, the sum of quantity × unitPrice'],
    ],
    [
      'a wrong total',
      anOrderBody({ totals: { ...totals, total: '77.10' }, payments: [{ method: 'visa', amount: '77.10' }] }),
      ['/totals/total must be 77.09, subtotal − discount + shipping + tax'],
    ],
    [
      'payments that are not the total',
      anOrderBody({ payments: [{ method: 'visa', amount: '77.08' }] }),
      ['/payments sum up to 77.08; the total is 77.09'],
    ],
    [
      'no payments for something',
      anOrderBody({ payments: [] }),
      ['/payments sum up to 0.00; the total is 77.09'],
    ],
  ])('%s', async (_, body, expected) => {
    expect(await faults(body)).toEqual(expected);
  });

  test.each([
    '1,234.50',
    '34.505',
    '1e2',
    '-34.50',
    '',
    ' 34.50',
    '$34.50',
    '.5',
    '34.',
    'NaN',
    '12345678901',
  ])('says money as "%s"', async (unitPrice) => {
    expect(await faults(anOrderBody({ lines: [aLine({ unitPrice })] }))).toEqual([
      '/lines/0/unitPrice must be a decimal string such as "34.50"',
    ]);
  });

  test.each([34.5, null, true, {}])('says money as %j', async (unitPrice) => {
    expect(await faults(anOrderBody({ lines: [aLine({ unitPrice })] }))).toEqual([
      '/lines/0/unitPrice must be a string',
    ]);
  });
});

test.each(['', 'hello', '{"placedAt":', "{'placedAt':1}", Buffer.from([0x22, 0xe9, 0x22])])(
  'a body that is not JSON in UTF-8 is MalformedJson: %j',
  async (body) => {
    const answer = await put('1', body);
    expect({ status: answer.status, body: JSON.parse(answer.body) }).toEqual({
      status: 400,
      body: {
        type: 'about:blank',
        title: 'Bad Request',
        status: 400,
        code: 'MalformedJson',
        detail: 'The body is not JSON in UTF-8.',
        requestId: '6bc28136-xmpl-4365-b021-0ce6b2e64ab0',
      },
    });
  },
);

test('a body in base64 is read, with its byte order mark', async () => {
  const text = `\uFEFF${JSON.stringify(anOrderBody({ billTo: aBillTo({ city: 'Zürich' }) }))}`;
  const { status, body } = await put('1', Buffer.from(text));
  expect(status).toBe(201);
  expect(JSON.parse(body)).toMatchObject({ billTo: { city: 'Zürich' } });
});

test('half a surrogate pair is dropped', async () => {
  await place('1', JSON.stringify(anOrderBody()).replace('Reyes Racing', 'Reyes \\ud83c Racing'));
  const { body } = await webstore('GET', '/orders/1');
  expect(JSON.parse(body)).toMatchObject({ billTo: { company: 'Reyes  Racing' } });
});
