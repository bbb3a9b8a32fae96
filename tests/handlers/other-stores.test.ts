import { afterAll, beforeEach, expect, test } from '@jest/globals';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { anOrderBody } from '../support/an-order-body.ts';
import { openStore } from '../support/store.ts';

const { lightspeed, webstore, place, poll, storedItem, putItem } = await openStore();

const database = new DynamoDBClient({});
const documents = DynamoDBDocumentClient.from(database);
afterAll(() => database.destroy());

const THEIRS = 'theirs-1';

async function theirItem(): Promise<Record<string, unknown> | undefined> {
  const Key = { store: 'rival', orderId: THEIRS };
  const { Item } = await documents.send(new GetCommand({ TableName: process.env['ORDERS_TABLE'], Key }));
  return Item;
}

/** The other store's order, as the table holds it before each test. */
let before: Record<string, unknown> | undefined;

beforeEach(async () => {
  await place(
    THEIRS,
    anOrderBody({ billTo: { lastName: 'Rival', address1: '1 Secret St', city: 'Boise', country: 'US' } }),
  );
  await putItem({ ...(await storedItem(THEIRS)), store: 'rival' });
  before = await theirItem();
  // Removes our order with the same id: from now on the id finds theirs.
  const { DeleteCommand } = await import('@aws-sdk/lib-dynamodb');
  const Key = { store: 'coolbike', orderId: THEIRS };
  await documents.send(new DeleteCommand({ TableName: process.env['ORDERS_TABLE'], Key }));
});

/** Every place where a store might be named by mistake. */
const claims: Record<string, string>[] = [
  {},
  { 'x-forwarded-host': 'rival.weborders.example.com', 'x-original-host': 'rival.weborders.example.com' },
  { store: 'rival', 'x-store': 'rival', 'x-store-id': 'rival', 'x-tenant': 'rival' },
  { 'machine-address': '001A2B3C4D5E', cookie: 'store=rival' },
];

const ids = [
  THEIRS,
  `rival#${THEIRS}`,
  `rival%23${THEIRS}`,
  `rival%2F${THEIRS}`,
  `..%2Frival%2F${THEIRS}`,
  `${THEIRS}%00`,
  `%7B%22store%22%3A%22rival%22%7D`,
];

test.each(claims)('no header opens another store: %j', async (headers) => {
  const said = [
    await lightspeed('GET', '/LightSpeed/OutstandingActivity?store=rival', undefined, { headers }),
    await lightspeed('GET', '/LightSpeed', undefined, { headers }),
    await lightspeed(
      'POST',
      '/LightSpeed/AcknowledgeRequest',
      `<A Store="rival"><Order Store="rival" Id="${THEIRS}"/></A>`,
      { headers },
    ),
    await webstore('GET', '/Orders?store=rival', undefined, { headers }),
    await webstore('GET', '/Status?store=rival', undefined, { headers }),
  ];
  expect(said.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  for (const { body } of said) expect(body).not.toMatch(/Rival|Secret|"orderId":"theirs|<Store>rival/);
  expect(said[2]?.body).toContain('<Result>NotFound</Result>');
  expect(await theirItem()).toEqual(before);
});

test.each(ids)('no path leads into another store: %s', async (id) => {
  const said = [
    await lightspeed('POST', `/LightSpeed/Order/${id}/Shipment`, '<S><TrackingNumber>1</TrackingNumber></S>'),
    await lightspeed('POST', `/LightSpeed/Order/${id}/Cancel`, ''),
    await webstore('GET', `/orders/${id}`),
    await webstore('POST', `/orders/${id}/notes`, { text: 'x' }),
    await webstore('POST', `/orders/${id}/cancel`, { reason: 'x' }),
    await webstore('POST', `/orders/${id}/requeue`, { reason: 'x' }),
  ];
  expect(said.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404, 404]);
  for (const { body } of said) expect(body).not.toMatch(/Rival|Secret/);
  expect(await theirItem()).toEqual(before);
});

test('an order of ours with the same id is another order', async () => {
  await place(THEIRS, anOrderBody());
  expect(await poll()).toEqual([THEIRS]);
  await webstore('POST', `/orders/${THEIRS}/cancel`, { reason: 'ours' });
  expect(await theirItem()).toEqual(before);
});

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

test.each([
  ['the position of their order', () => encode([before?.['placed'], THEIRS])],
  ['their store beside it', () => encode([before?.['placed'], THEIRS, 'rival'])],
  ['their store before it', () => encode(['rival', before?.['placed'], THEIRS])],
  ['a whole key', () => encode({ store: 'rival', orderId: THEIRS, placed: before?.['placed'] })],
  ['a position after everything', () => encode(['9999', 'zzzz'])],
  ['a position before everything', () => encode(['0', '0'])],
  ['an id that is none', () => encode([before?.['placed'], 'rival#1'])],
  ['half a surrogate pair', () => encode(['\uD800', '\uD800'])],
  ['a control character', () => encode(['\0', '\0'])],
  ['numbers', () => encode([1, 2])],
  ['a long position', () => encode(['9'.repeat(3000), 'x'.repeat(3000)])],
  ['no JSON', () => 'rival'],
  ['nothing', () => ''],
])('no cursor leads into another store: %s', async (_name, cursor) => {
  await place('ours-1', anOrderBody());
  for (const status of ['', '&status=New', '&status=Refused']) {
    const answer = await webstore('GET', `/orders?limit=2&cursor=${cursor()}${status}`);
    expect([200, 422]).toContain(answer.status);
    expect(answer.body).not.toMatch(/Rival|Secret|"theirs/);
  }
});
