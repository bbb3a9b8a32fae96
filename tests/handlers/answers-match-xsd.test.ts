import { afterAll, describe, expect, jest, test } from '@jest/globals';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { addStore } from '../support/add-store.ts';
import { anOrderBody } from '../support/an-order-body.ts';
import { anyOrderBody } from '../support/any-order-body.ts';
import { call, type CallableHandler, type HttpAnswer } from '../support/call.ts';
import { startEmbeddedDynamodb } from '../support/embedded-dynamodb.ts';
import { validateAgainstXsd } from '../support/xsd.ts';

// The real handlers, validated against docs/lightspeed.xsd: every endpoint with every possible answer.

const stop = await startEmbeddedDynamodb();
// Imported only now, because loading reads the settings.
const { handler } = await import('../../functions/any-other-path.ts');
const { documents, dynamodb } = await import('../../lib/database/client.ts');
await addStore();

afterAll(async () => {
  dynamodb.destroy();
  await stop();
});

const basic = authorization('lightspeed:local-password');

function authorization(credentials: string): Record<string, string> {
  return { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` };
}

interface LightspeedCall {
  by?: CallableHandler;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

/** Calls as Lightspeed does, and fails unless the answer is valid. */
async function lightspeed(method: string, path: string, options: LightspeedCall = {}): Promise<HttpAnswer> {
  const { by = handler, headers = basic, body } = options;
  const answer = await call(by, { method, path, headers, body });
  expect({ body: answer.body, faults: validateAgainstXsd(answer.body) }).toEqual({
    body: answer.body,
    faults: [],
  });
  return answer;
}

/** Calls with a body that is itself in the canonical form. */
function canonically(path: string, body: string): Promise<HttpAnswer> {
  expect(validateAgainstXsd(body)).toEqual([]);
  return lightspeed('POST', path, { body });
}

async function place(orderId: string, body: unknown = anOrderBody()): Promise<number> {
  const headers = { authorization: 'Bearer local-token' };
  const sent = { method: 'PUT', path: `/orders/${orderId}`, headers, body: JSON.stringify(body) };
  return (await call(handler, sent)).status;
}

function acknowledging(...orders: string[]): string {
  const said = orders.map((order) => `<Order>${order}</Order>`).join('');
  return `<AcknowledgeRequest><Orders>${said}</Orders></AcknowledgeRequest>`;
}

const refused = '<Errors><Error><Code>PART</Code><Message>Unknown part KA-1</Message></Error></Errors>';

function valuesOf(tag: string, { body }: HttpAnswer): string[] {
  return [...body.matchAll(new RegExp(`<${tag}>([^<]*)</${tag}>`, 'g'))].map(([, value = '']) => value);
}

/** Takes every order off the feed. */
async function emptyTheFeed(): Promise<void> {
  for (let left = 1; left > 0; ) {
    const orderIds = valuesOf('OrderId', await lightspeed('GET', '/LightSpeed/OutstandingActivity'));
    const orders = orderIds.map((orderId) => `<OrderId>${orderId}</OrderId>`);
    await canonically('/LightSpeed/AcknowledgeRequest', acknowledging(...orders));
    left = orderIds.length;
  }
}

describe('an answer of 200 is valid', () => {
  test.each([
    ['GET', '/LightSpeed'],
    ['POST', '/LightSpeed'],
    ['GET', '/LightSpeed/TestConnection'],
    ['POST', '/LightSpeed/TestConnection'],
  ])('to a connection test by %s %s', async (method, path) => {
    expect((await lightspeed(method, path)).status).toBe(200);
  });

  test('with no, with one, and with at most thirty outstanding orders', async () => {
    await emptyTheFeed();
    const none = await lightspeed('GET', '/LightSpeed/OutstandingActivity');
    await place('feed-1');
    const one = await lightspeed('POST', '/LightSpeed/OutstandingActivity');
    for (let n = 2; n <= 31; n += 1) await place(`feed-${n}`);
    const many = await lightspeed('GET', '/LightSpeed/OutstandingActivity');

    expect([none, one, many].map(({ status }) => status)).toEqual([200, 200, 200]);
    expect([none, one, many].map((answer) => valuesOf('OrderId', answer).length)).toEqual([0, 1, 30]);
  });

  test('with every result of an acknowledgement', async () => {
    for (const orderId of ['took', 'refused', 'taken', 'voided']) await place(orderId);
    await canonically('/LightSpeed/AcknowledgeRequest', acknowledging('<OrderId>taken</OrderId>'));
    await canonically('/LightSpeed/Order/voided/Cancel', '<Cancel/>');

    const answer = await canonically(
      '/LightSpeed/AcknowledgeRequest',
      acknowledging(
        '<OrderId>took</OrderId><Success>true</Success>',
        `<OrderId>refused</OrderId>${refused}`,
        '<OrderId>taken</OrderId>',
        '<OrderId>voided</OrderId><Success>false</Success>',
        '<OrderId>nobody</OrderId>',
      ),
    );

    expect(valuesOf('Result', answer)).toEqual([
      'Downloaded',
      'ErrorsRecorded',
      'AlreadyDownloaded',
      'Canceled',
      'NotFound',
    ]);
  });

  test('to an acknowledgement of nothing, of an order named twice, and of ids that cannot be', async () => {
    const nothing = await canonically('/LightSpeed/AcknowledgeRequest', '<AcknowledgeRequest/>');
    const body = acknowledging(
      '<OrderId>twice</OrderId>',
      '<OrderId>a &lt;b&gt; &amp; №5 🏍</OrderId>',
      '<OrderId>twice</OrderId>',
      '<OrderId> </OrderId>',
      `<OrderId>${'9'.repeat(300)}</OrderId>`,
      '<OrderId>over\n\ntwo lines</OrderId>',
    );
    const odd = await lightspeed('POST', '/LightSpeed/AcknowledgeRequest', { body });

    expect(nothing.status).toBe(200);
    expect(valuesOf('Result', odd)).toEqual(['NotFound', 'NotFound', 'NotFound', 'NotFound']);
  });

  test('with every result of a shipment', async () => {
    await place('ships');
    const ship = (body: string) =>
      canonically('/LightSpeed/Order/ships/Shipment', `<Shipment>${body}</Shipment>`);
    const unknown = '<Items><Item><Sku>NONE</Sku><Quantity>1</Quantity></Item></Items>';

    const part = await ship(`<TrackingNumber>1Z1</TrackingNumber><Carrier>UPS</Carrier>${unknown}`);
    const whole = await ship('<Package><TrackingNumber>1Z2</TrackingNumber></Package>');
    const again = await ship('<TrackingNumber>1z 2</TrackingNumber><ShipDate>2026-11-24</ShipDate>');

    expect([part, whole, again].flatMap((answer) => valuesOf('Status', answer))).toEqual([
      'PartiallyShipped',
      'Shipped',
      'Shipped',
    ]);
    expect([part, whole, again].flatMap((answer) => valuesOf('Result', answer))).toEqual([
      'Recorded',
      'Recorded',
      'AlreadyRecorded',
    ]);
  });

  test('with every result of a cancellation, and to a shipment after it', async () => {
    await place('cancels');
    await place('shipped');
    const shipment = '<Shipment><TrackingNumber>1Z</TrackingNumber></Shipment>';
    const cancel = '<Cancel><Reason>Voided: discontinued part</Reason></Cancel>';
    await canonically('/LightSpeed/Order/shipped/Shipment', shipment);

    const answers = [
      await canonically('/LightSpeed/Order/cancels/Cancel', cancel),
      await canonically('/LightSpeed/Order/cancels/Cancellation', cancel),
      await canonically('/LightSpeed/Order/shipped/Cancel', cancel),
      await canonically('/LightSpeed/Order/cancels/Shipment', shipment),
    ];

    expect(answers.flatMap((answer) => valuesOf('Status', answer))).toEqual([
      'Canceled',
      'Canceled',
      'Shipped',
      'Canceled',
    ]);
    expect(answers.flatMap((answer) => valuesOf('Result', answer))).toEqual([
      'Canceled',
      'AlreadyCanceled',
      'AlreadyShipped',
      'Recorded',
    ]);
  });
});

describe('an order that the webstore could place is valid', () => {
  test('whatever its texts and times are, and it is offered if it was stored', async () => {
    await emptyTheFeed();
    let stored = 0;
    let n = 0;
    await fc.assert(
      fc.asyncProperty(anyOrderBody, async (body) => {
        n += 1;
        const status = await place(`any-${n}`, body);
        expect([201, 422]).toContain(status);
        const answer = await lightspeed('GET', '/LightSpeed/OutstandingActivity');
        expect(valuesOf('OrderId', answer)).toEqual(status === 201 ? [`any-${n}`] : []);
        if (status === 201) stored += 1;
        await emptyTheFeed();
      }),
      { numRuns: 100 },
    );

    expect(stored).toBeGreaterThan(10);
  });

  test('also the largest amounts and quantities', async () => {
    await emptyTheFeed();
    const status = await place('largest', {
      ...anOrderBody(),
      lines: [{ sku: 'KA', quantity: 1_000_000, unitPrice: '9999.99' }],
      totals: { subtotal: '9999990000.00', total: '9999990000' },
      payments: [{ method: 'wire', amount: '9999990000.00' }],
    });

    expect(status).toBe(201);
    expect(valuesOf('OrderId', await lightspeed('GET', '/LightSpeed/OutstandingActivity'))).toEqual([
      'largest',
    ]);
  });
});

describe('an error is valid', () => {
  const shipment = '<Shipment><TrackingNumber>1Z</TrackingNumber></Shipment>';
  const large = Buffer.alloc(1024 * 1024 + 1, ' ');

  test.each<[string, number, string, [string, string, LightspeedCall?]]>([
    [
      'tags that do not match',
      400,
      'MalformedXml',
      ['POST', '/LightSpeed/AcknowledgeRequest', { body: '<a></b>' }],
    ],
    ['no body', 400, 'MalformedXml', ['POST', '/LightSpeed/AcknowledgeRequest']],
    [
      'a DOCTYPE',
      400,
      'MalformedXml',
      ['POST', '/LightSpeed/Order/1/Shipment', { body: '<!DOCTYPE a><a/>' }],
    ],
    [
      'nesting',
      400,
      'MalformedXml',
      ['POST', '/LightSpeed/Order/1/Cancel', { body: '<a>'.repeat(65) + '</a>'.repeat(65) }],
    ],
    [
      'bytes',
      400,
      'MalformedXml',
      ['POST', '/LightSpeed/Order/1/Cancel', { body: Buffer.from([60, 0, 1, 2, 0]) }],
    ],
    ['no credentials', 401, 'Unauthorized', ['GET', '/LightSpeed', { headers: {} }]],
    [
      'unreadable ones',
      401,
      'Unauthorized',
      ['GET', '/LightSpeed', { headers: { authorization: 'Basic %%%' } }],
    ],
    [
      'wrong ones',
      401,
      'Unauthorized',
      ['GET', '/LightSpeed/OutstandingActivity', { headers: authorization('a:b') }],
    ],
    ['an unknown path', 404, 'NotFound', ['GET', '/LightSpeed/Orders']],
    ['a path of nobody', 404, 'NotFound', ['GET', '/%00%FF<script>']],
    [
      'an unknown order that ships',
      404,
      'OrderNotFound',
      ['POST', '/LightSpeed/Order/nobody/Shipment', { body: shipment }],
    ],
    [
      'an unknown order that is void',
      404,
      'OrderNotFound',
      ['POST', '/LightSpeed/Order/a%01%20%3Cb%3E/Cancel'],
    ],
    ['another method', 405, 'MethodNotAllowed', ['DELETE', '/LightSpeed']],
    ['another method on orders', 405, 'MethodNotAllowed', ['GET', '/LightSpeed/Order/1/Shipment']],
    [
      'a body over 1 MiB',
      413,
      'PayloadTooLarge',
      ['POST', '/LightSpeed/AcknowledgeRequest', { body: large }],
    ],
    [
      'no tracking number',
      422,
      'InvalidRequest',
      ['POST', '/LightSpeed/Order/nobody/Shipment', { body: '<Shipment/>' }],
    ],
  ])('%s', async (_, status, code, request) => {
    const answer = await lightspeed(...request);

    expect(answer.status).toBe(status);
    expect(valuesOf('Code', answer)).toEqual([code]);
  });

  test.each([
    ['ModuleDisabled', { id: 'off', enabled: false }],
    ['MachineNotAllowed', { id: 'pinned', machineAddress: '00:1A:2B:3C:4D:5E' }],
  ])('%s', async (code, differs) => {
    await addStore(differs);
    const headers = { ...basic, host: `${differs.id}.weborders.example.com` };

    const answer = await lightspeed('GET', '/LightSpeed', { headers });

    expect(answer.status).toBe(403);
    expect(valuesOf('Code', answer)).toEqual([code]);
  });

  test('a fault of ours', async () => {
    const TableName = process.env['ORDERS_TABLE'];
    await documents.send(
      new PutCommand({ TableName, Item: { store: 'coolbike', orderId: 'damaged', order: {} } }),
    );

    const answers = [
      await lightspeed('POST', '/LightSpeed/Order/damaged/Shipment', { body: shipment }),
      await lightspeed('POST', '/LightSpeed/Order/damaged/Cancel'),
    ];

    expect(answers.map(({ status }) => status)).toEqual([500, 500]);
    expect(answers.flatMap((answer) => valuesOf('Code', answer))).toEqual(['InternalError', 'InternalError']);
  });

  test('a database that is gone', async () => {
    const gone = jest.spyOn(documents, 'send').mockRejectedValue(new Error('connect ECONNREFUSED') as never);

    const answers = [
      await lightspeed('GET', '/LightSpeed/OutstandingActivity'),
      await lightspeed('POST', '/LightSpeed/AcknowledgeRequest', {
        body: acknowledging('<OrderId>1</OrderId>'),
      }),
      await lightspeed('POST', '/LightSpeed/Order/1/Shipment', { body: shipment }),
      await lightspeed('POST', '/LightSpeed/Order/1/Cancel'),
    ];

    gone.mockRestore();
    expect(answers.map(({ status }) => status)).toEqual([503, 503, 503, 503]);
  });

  test('too many different wrong passwords', async () => {
    for (let attempt = 1; attempt <= 50; attempt += 1) {
      await lightspeed('GET', '/LightSpeed', { headers: authorization(`lightspeed:guess-${attempt}`) });
    }

    const answer = await lightspeed('GET', '/LightSpeed');

    expect(answer.status).toBe(429);
    expect(valuesOf('Code', answer)).toEqual(['TooManyAttempts']);
  });
});
