import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { addStore } from '../support/add-store.ts';
import { anyOrderBody } from '../support/any-order-body.ts';
import { call } from '../support/call.ts';
import { startEmbeddedDynamodb } from '../support/embedded-dynamodb.ts';
import { type Exchange, expectMatchesOpenapi, openapiFaults } from '../support/openapi.ts';

// The real handlers, validated against docs/openapi.yaml: every operation with every possible status.

const stop = await startEmbeddedDynamodb();
// Imported only now, because loading reads the settings.
const { handler } = await import('../../functions/any-other-path.ts');
const { documents, dynamodb } = await import('../../lib/database/client.ts');
await addStore();

const bearer = { authorization: 'Bearer local-token' };
const basic = { authorization: `Basic ${Buffer.from('lightspeed:local-password').toString('base64')}` };

const placed = {
  placedAt: '2026-11-23T11:04:05-07:00',
  currency: 'USD',
  billTo: {
    firstName: 'Dana',
    lastName: 'Reyes',
    company: null,
    address1: '12 Elm St',
    address2: '',
    city: 'Boise',
    country: 'US',
  },
  lines: [{ sku: 'KA-49006-1234', quantity: 2, unitPrice: '34.5', manufacturer: null, description: 'Boot' }],
  totals: { subtotal: '69', total: '69.00' },
  payments: [
    { method: 'Gift card', amount: '9' },
    { method: 'Master Card', amount: '60.0' },
  ],
};

const reason = { reason: 'Customer changed their mind' };

interface WebstoreCall {
  headers?: Record<string, string>;
  body?: unknown;
}

async function webstore(
  method: string,
  path: string,
  { headers = bearer, body }: WebstoreCall = {},
): Promise<Exchange> {
  const text = typeof body === 'string' || body === undefined ? body : JSON.stringify(body);
  const received = await call(handler, { method, path, headers, body: text });
  return {
    method,
    path,
    status: received.status,
    headers: received.headers,
    requestBody: text,
    responseBody: received.body,
  };
}

async function lightspeed(path: string, body: string): Promise<void> {
  const { status } = await call(handler, {
    method: 'POST',
    path: `/LightSpeed${path}`,
    headers: basic,
    body,
  });
  expect(status).toBe(200);
}

function acknowledgement(orderId: string, rest: string): string {
  return `<AcknowledgeRequest><Orders><Order><OrderId>${orderId}</OrderId>${rest}</Order></Orders></AcknowledgeRequest>`;
}

const refusal = '<Errors><Error><Code>PART</Code><Message>Unknown part</Message></Error></Errors>';
const firstPiece = '<Items><Item><Sku>KA-49006-1234</Sku><Quantity>1</Quantity></Item></Items>';

/** Brings a new order into the state that its id names. */
const life: Record<string, (orderId: string) => Promise<unknown>> = {
  new: () => Promise.resolve(),
  refused: async (orderId) => {
    await lightspeed('/OutstandingActivity', '');
    await lightspeed('/AcknowledgeRequest', acknowledgement(orderId, refusal));
  },
  downloaded: (orderId) => lightspeed('/AcknowledgeRequest', acknowledgement(orderId, '')),
  partly: (orderId) =>
    lightspeed(
      `/Order/${orderId}/Shipment`,
      `<Shipment><TrackingNumber>1Z1</TrackingNumber><Carrier>UPS</Carrier>${firstPiece}</Shipment>`,
    ),
  shipped: (orderId) =>
    lightspeed(`/Order/${orderId}/Shipment`, '<Shipment><TrackingNumber>1Z2</TrackingNumber></Shipment>'),
  canceled: (orderId) => lightspeed(`/Order/${orderId}/Cancel`, '<Cancel><Reason>Voided</Reason></Cancel>'),
};

beforeAll(async () => {
  for (const [orderId, live] of Object.entries(life)) {
    expectMatchesOpenapi(await webstore('PUT', `/orders/${orderId}`, { body: placed }));
    await live(orderId);
  }
});

afterAll(async () => {
  dynamodb.destroy();
  await stop();
});

describe('a call that succeeds is as documented', () => {
  test.each<[string, number, Parameters<typeof webstore>]>([
    ['a new order', 201, ['PUT', '/orders/00123', { body: placed }]],
    ['the same order again', 200, ['PUT', '/orders/00123', { body: placed }]],
    ['other content for it', 200, ['PUT', '/orders/00123', { body: { ...placed, currency: 'CAD' } }]],
    ['the same content for a canceled order', 200, ['PUT', '/orders/canceled', { body: placed }]],
    ['an order that was never offered', 200, ['GET', '/orders/00123']],
    ['a refused order', 200, ['GET', '/orders/refused']],
    ['a downloaded order', 200, ['GET', '/orders/downloaded']],
    ['a partly shipped order', 200, ['GET', '/orders/partly']],
    ['a shipped order', 200, ['GET', '/orders/shipped']],
    ['a canceled order', 200, ['GET', '/orders/canceled']],
    ['the first page', 200, ['GET', '/orders?limit=2']],
    ['all orders', 200, ['GET', '/orders']],
    ['new orders', 200, ['GET', '/orders?status=New']],
    ['downloaded orders', 200, ['GET', '/orders?status=Downloaded']],
    ['partly shipped orders', 200, ['GET', '/orders?status=PartiallyShipped']],
    ['shipped orders', 200, ['GET', '/orders?status=Shipped']],
    ['canceled orders', 200, ['GET', '/orders?status=Canceled&limit=100']],
    ['orders that changed', 200, ['GET', '/orders?updatedSince=2026-11-23T00:00:00Z&limit=2']],
    ['refused orders', 200, ['GET', '/orders?status=Refused&limit=1']],
    ['a note', 201, ['POST', '/orders/new/notes', { body: { text: 'Calls on Friday' } }]],
    ['requeueing a downloaded order', 200, ['POST', '/orders/downloaded/requeue', { body: reason }]],
    ['requeueing it again', 200, ['POST', '/orders/downloaded/requeue', { body: reason }]],
    ['canceling it', 200, ['POST', '/orders/downloaded/cancel', { body: reason }]],
    ['canceling it again', 200, ['POST', '/orders/downloaded/cancel', { body: reason }]],
    ['the state of the store', 200, ['GET', '/status']],
  ])('%s', async (_, status, request) => {
    const exchange = await webstore(...request);

    expect(exchange.status).toBe(status);
    expectMatchesOpenapi(exchange);
  });

  test('each page leads to the next, until the last one', async () => {
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const more = cursor === undefined ? '' : `&cursor=${cursor}`;
      const page = await webstore('GET', `/orders?limit=2${more}`);
      expectMatchesOpenapi(page);
      const { orders, nextCursor } = JSON.parse(String(page.responseBody));
      found.push(...orders.map((order: { orderId: string }) => order.orderId));
      cursor = nextCursor;
    } while (cursor !== undefined);

    expect(found.toSorted()).toEqual(['00123', ...Object.keys(life)].toSorted());
  });
});

describe('a refusal is as documented', () => {
  const tooLarge = JSON.stringify({ ...placed, color: 'x'.repeat(256 * 1024) });

  test.each<[string, number, string, Parameters<typeof webstore>]>([
    ['a body that is no JSON', 400, 'MalformedJson', ['PUT', '/orders/1', { body: '{' }]],
    ['a note that is no JSON', 400, 'MalformedJson', ['POST', '/orders/new/notes', { body: 'hello' }]],
    ['a cancellation without a body', 400, 'MalformedJson', ['POST', '/orders/new/cancel']],
    ['a requeueing without a body', 400, 'MalformedJson', ['POST', '/orders/new/requeue']],

    [
      'placing an order without a token',
      401,
      'Unauthorized',
      ['PUT', '/orders/1', { headers: {}, body: placed }],
    ],
    [
      'an order with a wrong token',
      401,
      'Unauthorized',
      ['GET', '/orders/new', { headers: { authorization: 'Bearer x' } }],
    ],
    ['orders with Lightspeed’s password', 401, 'Unauthorized', ['GET', '/orders', { headers: basic }]],
    ['a note without a token', 401, 'Unauthorized', ['POST', '/orders/new/notes', { headers: {} }]],
    ['a cancellation without a token', 401, 'Unauthorized', ['POST', '/orders/new/cancel', { headers: {} }]],
    ['a requeueing without a token', 401, 'Unauthorized', ['POST', '/orders/new/requeue', { headers: {} }]],
    ['the state of the store without a token', 401, 'Unauthorized', ['GET', '/status', { headers: {} }]],
    ['an unknown path without a token', 401, 'Unauthorized', ['GET', '/orders/new/parts', { headers: {} }]],

    ['an unknown order', 404, 'OrderNotFound', ['GET', '/orders/nobody']],
    ['an order id that cannot be', 404, 'OrderNotFound', ['GET', '/orders/a%20b']],
    [
      'a note on an unknown order',
      404,
      'OrderNotFound',
      ['POST', '/orders/nobody/notes', { body: { text: 'x' } }],
    ],
    ['canceling an unknown order', 404, 'OrderNotFound', ['POST', '/orders/nobody/cancel', { body: reason }]],
    [
      'requeueing an unknown order',
      404,
      'OrderNotFound',
      ['POST', '/orders/nobody/requeue', { body: reason }],
    ],
    ['an unknown path', 404, 'NotFound', ['GET', '/orders/new/parts']],
    ['an unknown path below the status', 404, 'NotFound', ['GET', '/status/today']],

    ['another method on an order', 405, 'MethodNotAllowed', ['DELETE', '/orders/new']],
    ['another method on the orders', 405, 'MethodNotAllowed', ['POST', '/orders', { body: placed }]],
    ['another method on the notes', 405, 'MethodNotAllowed', ['GET', '/orders/new/notes']],
    ['another method on the status', 405, 'MethodNotAllowed', ['PUT', '/status', { body: {} }]],

    [
      'replacing a partly shipped order',
      409,
      'OrderShipped',
      ['PUT', '/orders/partly', { body: { ...placed, currency: 'CAD' } }],
    ],
    [
      'replacing a canceled order',
      409,
      'OrderCanceled',
      ['PUT', '/orders/canceled', { body: { ...placed, currency: 'CAD' } }],
    ],
    ['canceling a shipped order', 409, 'OrderShipped', ['POST', '/orders/shipped/cancel', { body: reason }]],
    [
      'canceling a partly shipped order',
      409,
      'OrderShipped',
      ['POST', '/orders/partly/cancel', { body: reason }],
    ],
    [
      'requeueing a shipped order',
      409,
      'OrderShipped',
      ['POST', '/orders/shipped/requeue', { body: reason }],
    ],
    [
      'requeueing a canceled order',
      409,
      'OrderCanceled',
      ['POST', '/orders/canceled/requeue', { body: reason }],
    ],

    ['an order over 256 KiB', 413, 'PayloadTooLarge', ['PUT', '/orders/1', { body: tooLarge }]],
    ['a note over 256 KiB', 413, 'PayloadTooLarge', ['POST', '/orders/new/notes', { body: tooLarge }]],
    [
      'a cancellation over 256 KiB',
      413,
      'PayloadTooLarge',
      ['POST', '/orders/new/cancel', { body: tooLarge }],
    ],
    [
      'a requeueing over 256 KiB',
      413,
      'PayloadTooLarge',
      ['POST', '/orders/new/requeue', { body: tooLarge }],
    ],

    ['an order of nothing', 422, 'InvalidRequest', ['PUT', '/orders/1', { body: {} }]],
    ['an order that is null', 422, 'InvalidRequest', ['PUT', '/orders/1', { body: 'null' }]],
    [
      'an order id that is too long',
      422,
      'InvalidRequest',
      ['PUT', `/orders/${'9'.repeat(65)}`, { body: placed }],
    ],
    [
      'sums that are wrong',
      422,
      'InvalidRequest',
      ['PUT', '/orders/1', { body: { ...placed, payments: [] } }],
    ],
    [
      'a property with a slash in its name',
      422,
      'InvalidRequest',
      ['PUT', '/orders/1', { body: { ...placed, 'a/b~c': 1 } }],
    ],
    ['a status that is none', 422, 'InvalidRequest', ['GET', '/orders?status=Lost']],
    ['a limit that is none', 422, 'InvalidRequest', ['GET', '/orders?limit=0']],
    ['a cursor that is none', 422, 'InvalidRequest', ['GET', '/orders?cursor=abc']],
    ['a cursor of nothing', 422, 'InvalidRequest', ['GET', '/orders?cursor=']],
    ['a note of nothing', 422, 'InvalidRequest', ['POST', '/orders/new/notes', { body: { text: ' ' } }]],
    ['a cancellation without a reason', 422, 'InvalidRequest', ['POST', '/orders/new/cancel', { body: {} }]],
    [
      'a requeueing with more than a reason',
      422,
      'InvalidRequest',
      ['POST', '/orders/new/requeue', { body: { ...reason, by: 'me' } }],
    ],
  ])('%s', async (_, status, code, request) => {
    const exchange = await webstore(...request);

    expect(exchange.status).toBe(status);
    expect(JSON.parse(String(exchange.responseBody)).code).toBe(code);
    expectMatchesOpenapi(exchange);
  });

  test('replacing a downloaded order', async () => {
    expectMatchesOpenapi(await webstore('PUT', '/orders/taken', { body: placed }));
    await lightspeed('/AcknowledgeRequest', acknowledgement('taken', ''));

    const exchange = await webstore('PUT', '/orders/taken', { body: { ...placed, currency: 'CAD' } });

    expect(JSON.parse(String(exchange.responseBody)).code).toBe('OrderAlreadyDownloaded');
    expectMatchesOpenapi(exchange);
  });
});

describe('what the schema of an order forbids is refused', () => {
  const [line] = placed.lines;

  test.each<[string, object]>([
    ['an unknown property', { color: 'red' }],
    ['an unknown property of an address', { billTo: { ...placed.billTo, floor: '4' } }],
    ['no lines', { lines: [] }],
    ['a quantity of none', { lines: [{ ...line, quantity: 0 }] }],
    ['too large a quantity', { lines: [{ ...line, quantity: 1_000_001 }] }],
    ['half a piece', { lines: [{ ...line, quantity: 1.5 }] }],
    ['a price as a number', { lines: [{ ...line, unitPrice: 34.5 }] }],
    ['a price with three decimals', { lines: [{ ...line, unitPrice: '34.500' }] }],
    ['a price of eleven digits', { lines: [{ ...line, unitPrice: '12345678901' }] }],
    ['a blank sku', { lines: [{ ...line, sku: ' ' }] }],
    ['a sku of a control character', { lines: [{ ...line, sku: '\u0001' }] }],
    ['neither last name nor company', { billTo: { ...placed.billTo, lastName: null } }],
    ['a blank last name without a company', { billTo: { ...placed.billTo, lastName: ' ' } }],
    ['no city', { billTo: { ...placed.billTo, city: undefined } }],
    ['a shipping address that is null', { shipTo: null }],
    ['a currency in lowercase', { currency: 'usd' }],
    ['a date without a time', { placedAt: '2026-11-23' }],
    ['a time without an offset', { placedAt: '2026-11-23T18:04:05' }],
    ['a day that does not exist', { placedAt: '2026-02-30T18:04:05Z' }],
  ])('%s', async (_, differs) => {
    const exchange = await webstore('PUT', '/orders/forbidden', { body: { ...placed, ...differs } });

    expect(exchange.status).toBe(422);
    expectMatchesOpenapi(exchange);
    expect(openapiFaults({ ...exchange, status: 201 }).join()).toContain('request ');
  });
});

test('an order is told as documented, whatever its texts and times are', async () => {
  const told: { placing: unknown; lookingUp: unknown }[] = [];
  let n = 0;
  await fc.assert(
    fc.asyncProperty(anyOrderBody, async (body) => {
      n += 1;
      const placing = await webstore('PUT', `/orders/any-${n}`, { body });
      expectMatchesOpenapi(placing);
      expect([201, 422]).toContain(placing.status);
      const lookingUp = await webstore('GET', `/orders/any-${n}`);
      expectMatchesOpenapi(lookingUp);
      if (placing.status === 201) {
        told.push({ placing: placing.responseBody, lookingUp: lookingUp.responseBody });
      }
    }),
    { numRuns: 100 },
  );

  expect(told.length).toBeGreaterThan(10);
  // Looking up also tells the messages of the order; there are none yet.
  const withMessages = told.map(({ placing }) => ({
    ...(JSON.parse(String(placing)) as object),
    messages: [],
  }));
  expect(told.map(({ lookingUp }) => JSON.parse(String(lookingUp)) as object)).toEqual(withMessages);
});

test('a fault of ours is answered as documented', async () => {
  await documents.send(
    new PutCommand({
      TableName: process.env['ORDERS_TABLE'],
      Item: { store: 'coolbike', orderId: 'damaged', order: {} },
    }),
  );

  for (const exchange of [
    await webstore('GET', '/orders/damaged'),
    await webstore('PUT', '/orders/damaged', { body: placed }),
    await webstore('POST', '/orders/damaged/notes', { body: { text: 'x' } }),
    await webstore('POST', '/orders/damaged/cancel', { body: reason }),
    await webstore('POST', '/orders/damaged/requeue', { body: reason }),
  ]) {
    expect(exchange.status).toBe(500);
    expectMatchesOpenapi(exchange);
  }
});

/** One call of each operation. */
function oneOfEach(headers: Record<string, string>): Promise<Exchange[]> {
  return Promise.all([
    webstore('PUT', '/orders/1', { headers, body: placed }),
    webstore('GET', '/orders/new', { headers }),
    webstore('GET', '/orders', { headers }),
    webstore('POST', '/orders/new/notes', { headers, body: { text: 'x' } }),
    webstore('POST', '/orders/new/cancel', { headers, body: reason }),
    webstore('POST', '/orders/new/requeue', { headers, body: reason }),
    webstore('GET', '/status', { headers }),
  ]);
}

test('a database that is gone is answered as documented', async () => {
  const gone = jest.spyOn(documents, 'send').mockRejectedValue(new Error('connect ECONNREFUSED') as never);

  const exchanges = await oneOfEach(bearer);

  gone.mockRestore();
  for (const exchange of exchanges) {
    expect(exchange.status).toBe(503);
    expectMatchesOpenapi(exchange);
  }
});

test('too many different wrong tokens are answered as documented', async () => {
  for (let attempt = 1; attempt <= 50; attempt += 1) {
    await webstore('GET', '/status', { headers: { authorization: `Bearer guess-${attempt}` } });
  }

  for (const exchange of await oneOfEach(bearer)) {
    expect(exchange.status).toBe(429);
    expectMatchesOpenapi(exchange);
  }
});
