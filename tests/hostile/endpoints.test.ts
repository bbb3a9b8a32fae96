import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { XmlDocument } from 'libxml2-wasm';
import { anOrderBody } from '../support/an-order-body.ts';
import { call, type HttpAnswer, type HttpCall } from '../support/call.ts';
import { inTime } from '../support/in-time.ts';
import { openStore } from '../support/store.ts';
import { validateAgainstXsd } from '../support/xsd.ts';
import { anyBytes, anyId } from './arbitraries.ts';
import { budget } from './budget.ts';

const { lightspeed, webstore, place, lookUp, handlers, storedItem } = await openStore();

const BASIC = `Basic ${Buffer.from('lightspeed:local-password').toString('base64')}`;
const BEARER = 'Bearer local-token';

/** A function's answer has at most 6 MB, as JSON. */
const MOST_ANSWER_BYTES = 6_000_000;

/** What must be true of every answer, whatever was asked. */
function expectAnAnswer({ method }: HttpCall, answer: HttpAnswer): void {
  const { status, headers, body } = answer;
  const seen = `${status} ${body.slice(0, 500)}`;
  if (status < 200 || status >= 500 || (status >= 300 && status < 400))
    throw new Error(`No such status: ${seen}`);
  if (headers['Cache-Control'] !== 'no-store') throw new Error(`It may be stored: ${seen}`);
  if (JSON.stringify(answer).length > MOST_ANSWER_BYTES)
    throw new Error(`${body.length} characters: ${seen}`);
  if (/\bat .*(\.ts|\.js|node:)[:\d]|node_modules|\/lib\/|local-password|local-token|\[object/.test(body))
    throw new Error(`It tells too much: ${seen}`);
  for (const [name, text] of Object.entries(headers))
    if (/[^\t\x20-\x7E]/.test(`${name}${text}`)) throw new Error(`No such header: ${name}: ${text}`);
  const type = headers['Content-Type'];
  if (method.toUpperCase() === 'HEAD') {
    if (body !== '') throw new Error(`HEAD has a body: ${seen}`);
  } else if (type === 'application/xml; charset=utf-8') {
    using _document = XmlDocument.fromBuffer(Buffer.from(body));
    // The schema restricts ids; an id that nobody has may look like anything.
    if (status >= 400 && validateAgainstXsd(body).length > 0) throw new Error(`Not of our schema: ${seen}`);
  } else if (status < 400 ? type === JSON_TYPE : type === PROBLEM_TYPE) {
    const said: { status?: unknown; code?: unknown } = JSON.parse(body);
    if (status >= 400 && (said.status !== status || typeof said.code !== 'string'))
      throw new Error(`No problem: ${seen}`);
  } else throw new Error(`No such type: ${String(type)}`);
}

const JSON_TYPE = 'application/json; charset=utf-8';
const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

async function send(httpCall: HttpCall): Promise<HttpAnswer> {
  const answer = await call(handlers.anyOtherPath, httpCall);
  expectAnAnswer(httpCall, answer);
  return answer;
}

const methods = fc.oneof(
  { arbitrary: fc.constantFrom('GET', 'POST', 'PUT', 'HEAD'), weight: 6 },
  fc.constantFrom('DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'get', 'post', 'PROPFIND', '__proto__', ''),
);
const segments = fc.oneof(
  {
    arbitrary: fc.constantFrom(
      'LightSpeed',
      'lightspeed',
      'OutstandingActivity',
      'AcknowledgeRequest',
      'TestConnection',
    ),
    weight: 2,
  },
  { arbitrary: fc.constantFrom('Order', '100234', 'Shipment', 'Cancel', 'Cancellation'), weight: 2 },
  { arbitrary: fc.constantFrom('orders', 'ORDERS', 'notes', 'cancel', 'requeue', 'status'), weight: 2 },
  fc.constantFrom('', '.', '..', '%', '%zz', '%2F', '%00', '__proto__', 'constructor', '*', '😀'),
  anyId,
);
const known = fc.oneof(
  fc.constantFrom(
    '/LightSpeed',
    '/LightSpeed/OutstandingActivity',
    '/LightSpeed/AcknowledgeRequest',
    '/orders',
    '/status',
  ),
  anyId.map((id) => `/LightSpeed/Order/${id}/Shipment`),
  anyId.map((id) => `/LightSpeed/Order/${id}/Cancel`),
  anyId.map((id) => `/orders/${id}`),
  fc.tuple(anyId, fc.constantFrom('notes', 'cancel', 'requeue')).map(([id, what]) => `/orders/${id}/${what}`),
);
const paths = fc.oneof(
  known,
  fc.array(segments, { maxLength: 6 }).map((all) => `/${all.join('/')}`),
);

const parameter = fc.tuple(
  fc.constantFrom('limit', 'LIMIT', 'status', 'cursor', 'machineAddress', '__proto__', 'x'),
  fc.oneof(
    fc.constantFrom(
      '0',
      '1',
      '100',
      '101',
      '-1',
      '1e2',
      '٣',
      'New',
      'new',
      'Refused',
      'W10',
      'bnVsbA',
      'WyJhIiwiYiJd',
    ),
    fc.string({ unit: 'binary', maxLength: 20 }).map((text) => text.toWellFormed()),
    fc
      .tuple(fc.string({ unit: 'binary' }), fc.string())
      .map((pair) => Buffer.from(JSON.stringify(pair)).toString('base64url')),
  ),
); // prettier-ignore
const queries = fc
  .array(parameter, { maxLength: 3 })
  .map((all) => (all.length > 0 ? `?${new URLSearchParams(all).toString()}` : ''));

const headerText = fc.oneof(
  fc.string({ maxLength: 30 }),
  fc.constantFrom(
    'application/json',
    'text/plain',
    'gzip',
    'chunked',
    '-1',
    '00:1A:2B:3C:4D:5E',
    ',',
    '*/*;q=0',
    '"',
  ),
);
const headers = fc.dictionary(
  fc.constantFrom(
    'content-type',
    'Content-Type',
    'content-encoding',
    'content-length',
    'transfer-encoding',
    'accept',
    'machine-address',
    'x-machine-address',
    'x-forwarded-for',
    'cookie',
    'expect',
    'x-http-method-override',
    'constructor',
    'toString',
    'host',
    'if-none-match',
    'range',
  ), // prettier-ignore
  headerText,
  { maxKeys: 4 },
);

const json = fc.oneof(
  fc.json(),
  fc.anything({ withNullPrototype: false }).map((value) => JSON.stringify(value) ?? ''),
  fc.record({ text: fc.string({ unit: 'binary' }) }).map((value) => JSON.stringify(value)),
  fc.record({ reason: fc.string({ unit: 'binary' }) }).map((value) => JSON.stringify(value)),
  // An order of which one part is something else.
  fc
    .tuple(fc.constantFrom(...Object.keys(anOrderBody()), '__proto__', 'x'), fc.jsonValue())
    .map(([key, value]) =>
      JSON.stringify(anOrderBody()).replace(/}$/, `,${JSON.stringify(key)}:${JSON.stringify(value)}}`),
    ),
  fc.constantFrom(
    '',
    'null',
    '{',
    '[]',
    '{"__proto__":{"text":"x"}}',
    '{"text":"\\ud800"}',
    '\uFEFF{}',
    '1e999',
    '"',
  ),
);
const bodies: fc.Arbitrary<string | Buffer | undefined> = fc.oneof(
  fc.constant(undefined),
  anyBytes,
  anyBytes.map((bytes) => bytes.toString()),
  json,
  json.map((text) => Buffer.from(text)),
);

test('any method, path, query, header and body is answered, and never by a failure of ours', async () => {
  const statuses = new Set<number>();
  await fc.assert(
    fc.asyncProperty(methods, paths, queries, headers, bodies, async (method, path, query, given, body) => {
      const authorization = /^\/+(orders|status)/i.test(path) ? BEARER : BASIC;
      const { status } = await send({
        method,
        path: path + query,
        headers: { ...given, authorization },
        body,
      });
      statuses.add(status);
    }),
    { numRuns: budget(1200, 100_000) },
  );
  for (const status of [200, 400, 404, 405, 422]) expect(statuses).toContain(status);
}, 3_600_000); // prettier-ignore

test('any authorization is answered without a failure of ours', async () => {
  const tokens = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.base64String(),
    fc.constantFrom('=', 'OmE=', 'Og==', ':'),
  );
  const schemes = fc.constantFrom('Basic', 'bearer', 'BASIC', 'Digest', '', 'Basic\t', 'Bearer  ');
  await fc.assert(
    fc.asyncProperty(
      schemes,
      tokens,
      fc.constantFrom('/LightSpeed', '/status'),
      async (scheme, token, path) => {
        const answer = await send({ method: 'GET', path, headers: { authorization: `${scheme} ${token}` } });
        expect([401, 429]).toContain(answer.status);
      },
    ),
    { numRuns: budget(250, 20_000) },
  );
}, 3_600_000); // prettier-ignore

test('any bytes to an order that is there leave it whole', async () => {
  const actions = ['Shipment', 'Cancel'] as const;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.constantFrom(...actions), anyBytes), { maxLength: 4 }),
      async (calls) => {
        await webstore('PUT', '/orders/100234', anOrderBody());
        for (const [action, body] of calls) {
          const path = `/LightSpeed/Order/100234/${action}`;
          const { status } = await send({ method: 'POST', path, headers: { authorization: BASIC }, body });
          expect([200, 400, 422]).toContain(status);
          await send({
            method: 'POST',
            path: '/LightSpeed/AcknowledgeRequest',
            headers: { authorization: BASIC },
            body,
          });
        }
        expect(await lookUp('100234')).toMatchObject(anOrderBody({ payments: [{ amount: '77.09' }] }));
      },
    ),
    { numRuns: budget(50, 5000) },
  );
}, 3_600_000); // prettier-ignore

describe('what is large in few bytes', () => {
  const MOST_MS = 15_000;

  const timed = <T>(act: () => Promise<T>) => inTime(MOST_MS, act);

  const unknown = budget(10_000, 50_000);
  test(`an acknowledgement of ${unknown} orders that nobody has`, async () => {
    const orders = Array.from({ length: unknown }, (_, i) => `<Order Id="${i}"/>`);
    const answer = await lightspeed('POST', '/LightSpeed/AcknowledgeRequest', `<A>${orders.join('')}</A>`);
    expect(answer.status).toBe(200);
    expect(answer.body.match(/NotFound/g)).toHaveLength(unknown);
  }, 90_000);

  const count = budget(300, 10_000);
  test(`an acknowledgement of ${count} orders that are there, of which a third failed`, async () => {
    const ids = Array.from({ length: count }, (_, i) => `many-${i}`);
    for (let i = 0; i < count; i += 20)
      await Promise.all(ids.slice(i, i + 20).map((orderId) => place(orderId, anOrderBody())));
    const orders = ids.map(
      (orderId, i) => `<Order Id="${orderId}">${i % 3 === 0 ? '<Error>no</Error>' : ''}</Order>`,
    );
    const answer = await lightspeed('POST', '/LightSpeed/AcknowledgeRequest', `<A>${orders.join('')}</A>`);
    expect(answer.body.match(/Downloaded/g)).toHaveLength(count - Math.ceil(count / 3));
    expect(answer.body.match(/ErrorsRecorded/g)).toHaveLength(Math.ceil(count / 3));
    const { body } = await webstore('GET', '/status');
    expect(JSON.parse(body)).toMatchObject({
      outstanding: Math.ceil(count / 3),
      refused: Math.ceil(count / 3),
    });
  }, 300_000); // prettier-ignore

  test('a shipment of 30,000 packages is refused, and the order is as it was', async () => {
    await place('100234', anOrderBody());
    const item = await storedItem('100234');
    const packages = Array.from({ length: 30_000 }, (_, i) => `<Package TrackingNumber="${i}"/>`);
    const body = `<S>${packages.join('')}</S>`;
    const answer = await timed(() => lightspeed('POST', '/LightSpeed/Order/100234/Shipment', body));
    expect(answer.status).toBe(422);
    expect(await storedItem('100234')).toEqual(item);
  });

  test('an acknowledgement with 50,000 errors of one order keeps a few and counts the others', async () => {
    await place('100234', anOrderBody());
    const errors = Array.from({ length: 50_000 }, (_, i) => `<Error>${i}</Error>`);
    const body = `<A><Order Id="100234">${errors.join('')}</Order></A>`;
    expect((await timed(() => lightspeed('POST', '/LightSpeed/AcknowledgeRequest', body))).status).toBe(200);
    expect((await lookUp('100234'))['notes']).toHaveLength(21);
  });

  test.each([
    ['lines without anything in them', () => `{"lines":[${Array(60_000).fill('{}').join(',')}]}`],
    ['payments without anything in them', () => `{"payments":[${Array(60_000).fill('{}').join(',')}]}`],
    ['names that nobody knows', () => `{${Array.from({ length: 25_000 }, (_, i) => `"${i}":1`).join(',')}}`],
    [
      'lines with names that nobody knows',
      () => `{"lines":[${Array(20_000).fill('{"\\u0000":1}').join(',')}]}`,
    ],
    ['a name that nobody knows', () => `{"${'/'.repeat(250_000)}":1}`],
    ['half surrogate pairs', () => `{"${'\\ud800'.repeat(40_000)}":1}`],
    ['lists inside of lists', () => '['.repeat(120_000) + ']'.repeat(120_000)],
    ['objects inside of objects', () => '{"lines":'.repeat(20_000) + '1' + '}'.repeat(20_000)],
    [
      'an amount of 200,000 digits',
      () => JSON.stringify(anOrderBody({ totals: { subtotal: '9'.repeat(200_000), total: '1' } })),
    ],
    ['a number of 200,000 digits', () => `{"lines":[{"quantity":${'9'.repeat(200_000)}}]}`],
    [
      'an instant of 200,000 digits',
      () => JSON.stringify(anOrderBody({ placedAt: `2026-11-23T18:04:05.${'0'.repeat(200_000)}Z` })),
    ],
    [
      'a text of white space',
      () => JSON.stringify(anOrderBody({ billTo: { lastName: ' '.repeat(200_000) } })),
    ],
  ])('an order with %s', async (_name, write) => {
    const body = write();
    const answer = await timed(() =>
      send({ method: 'PUT', path: '/orders/100234', headers: { authorization: BEARER }, body }),
    );
    expect([201, 400, 413, 422]).toContain(answer.status);
  });

  test.each([2, 6, 10])('%i MB are too large for either face, as text and in base64', async (megabytes) => {
    const text = `<a>${'x'.repeat(megabytes * 1_000_000)}</a>`;
    for (const body of [text, Buffer.from(text)]) {
      const ack = {
        method: 'POST',
        path: '/LightSpeed/AcknowledgeRequest',
        headers: { authorization: BASIC },
        body,
      };
      const put = { method: 'PUT', path: '/orders/100234', headers: { authorization: BEARER }, body };
      expect((await timed(() => send(ack))).status).toBe(413);
      expect((await timed(() => send(put))).status).toBe(413);
    }
  });

  test('a path of 8,000 characters is no order', async () => {
    for (const id of ['a'.repeat(8000), '%41'.repeat(2000), '/'.repeat(8000)]) {
      const answer = await send({
        method: 'GET',
        path: `/orders/${id}/x`,
        headers: { authorization: BEARER },
      });
      expect(answer.status).toBe(404);
    }
  });
});
