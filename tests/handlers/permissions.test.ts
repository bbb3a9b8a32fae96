import { afterAll, expect, test } from '@jest/globals';
import { anOrderBody } from '../support/an-order-body.ts';
import type { PlatformName } from '../../lib/domain/platform.ts';
import { call, toContext } from '../support/call.ts';
import { openWooShop, wooApiOf } from '../support/woo-shop.ts';
import { keep } from '../../lib/domain/inbox.ts';
import { emptyTables } from '../support/empty-tables.ts';
import {
  aBigCall,
  aShopifyOrder,
  aWooOrder,
  bigHeaders,
  connectShop,
  shopifyHeaders,
  wooHeaders,
  wooTime,
} from '../support/shop-orders.ts';
import { type CallOptions, openStore } from '../support/store.ts';
import { startReceiver } from '../support/receiver.ts';
import { nameUrl, tell } from '../support/tell.ts';
import { behind, interceptCalls, type Layer } from '../system/database-calls.ts';

/*
 * Runs every function and compares what it did in the tables with what its role of serverless.yml grants.
 */

const store = await openStore({ recordUntil: '2999-01-01T00:00:00Z' });
// Its webstore gets messages: for a store without a URL the functions do less.
const receiver = await startReceiver();
await nameUrl('coolbike', receiver.url);
afterAll(receiver.close);
const { dynamodb } = await import('../../lib/database/client.ts');
const { digestOf, writeEntry } = await import('../../lib/database/inbox.ts');
interceptCalls(dynamodb, ({ send }) => send());

// Before any call: a store is remembered for a while.
await connectShop('woocommerce');

interface Statement {
  Action: string[];
  Resource: unknown;
}
interface Role {
  Properties: { Policies: { PolicyDocument: { Statement: Statement[] } }[] };
}
const { functions, resources }: Print = JSON.parse(process.env['SERVERLESS_PRINT'] ?? '');
interface Print {
  functions: Record<string, { role: string }>;
  resources: { Resources: Record<string, Role> };
}

const tableOf = new Map(
  ['Orders', 'Activity', 'Attempts', 'Stores', 'Wire', 'Inbox', 'Messages', 'People', 'Audit'].map(
    (table) => [process.env[`${table.toUpperCase()}_TABLE`], table],
  ),
);

/** As in `Orders Query outstanding`. */
function granted(name: string): string[] {
  const role = resources.Resources[functions[name]?.role ?? ''];
  const statements =
    role?.Properties.Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement) ?? [];
  const grants = statements.flatMap(({ Action, Resource }) =>
    Action.filter((action) => action.startsWith('dynamodb:')).flatMap((action) =>
      [Resource].flat().map((resource) => `${placeOf(resource)} ${action.slice('dynamodb:'.length)}`),
    ),
  );
  return grants.map((grant) => grant.replace(/^(\w+)\/index\/(\w+) Query$/, '$1 Query $2')).toSorted();
}

/** A table, or `Orders/index/outstanding`. */
function placeOf(resource: unknown): string {
  const arn = resource as { 'Fn::GetAtt'?: [string, string]; 'Fn::Sub'?: string };
  const text = arn['Fn::GetAtt']?.join('.') ?? arn['Fn::Sub']?.replaceAll(/[${}]/g, '') ?? '';
  return text.replace(/Table\.Arn/, '');
}

/** What an action does in the tables if another writer is faster at its first write of the order. */
async function used(action: () => Promise<unknown>): Promise<string[]> {
  const uses = new Set<string>();
  let isFirst = true;
  const watch: Layer = async ({ name, input, send }) => {
    if (isFirst && name.startsWith('Put') && tableOf.get(String(input['TableName'])) === 'Orders') {
      isFirst = false;
      const before = await store.storedItem(String((input['Item'] as { orderId?: unknown }).orderId));
      if (before) await store.putItem({ ...before, revision: 'of the faster one' });
    }
    const command = name.replace(/Command$/, '').replace(/Item$/, '');
    const operation = ['Query', 'Scan'].includes(command) ? command : `${command}Item`;
    const index = input['IndexName'] === undefined ? '' : ` ${input['IndexName'] as string}`;
    const tables = Object.keys(
      (input['RequestItems'] as object | undefined) ?? { [String(input['TableName'])]: {} },
    );
    for (const table of tables) uses.add(`${tableOf.get(table) ?? table} ${operation}${index}`);
    return send();
  };
  await behind(watch, action);
  return [...uses].toSorted();
}

const orderId = '100234';
const acknowledgement = `<AcknowledgeRequest><Orders><Order><OrderId>${orderId}</OrderId></Order></Orders></AcknowledgeRequest>`;
const shipment = '<Shipment><TrackingNumber>1Z</TrackingNumber></Shipment>';
type OneCall = [method: string, path: string, body?: unknown];

/** What each function is called with, in this order. Each is also called for a store that does not exist. */
const calls: Record<string, OneCall[]> = {
  testConnection: [['GET', '/LightSpeed']],
  outstandingActivity: [
    ['HEAD', '/LightSpeed/OutstandingActivity'],
    ['GET', '/LightSpeed/OutstandingActivity'],
  ],
  acknowledge: [
    ['POST', '/LightSpeed/AcknowledgeRequest', acknowledgement],
    ['POST', '/LightSpeed/AcknowledgeRequest', acknowledgement],
  ],
  ship: [['POST', `/LightSpeed/Order/${orderId}/Shipment`, shipment]],
  cancel: [['POST', `/LightSpeed/Order/${orderId}/Cancel`, '<Cancel><Reason>Void</Reason></Cancel>']],
  putOrder: [
    ['PUT', '/orders/new', anOrderBody()],
    ['PUT', `/orders/${orderId}`, anOrderBody({ placedAt: '2026-11-22T10:00:00Z' })],
  ],
  getOrder: [['GET', `/orders/${orderId}`]],
  listOrders: [
    // In another spelling, of which docs/openapi.yaml does not speak: nor does it of the order without a SKU.
    ['GET', '/Orders'],
    ['GET', '/Orders?status=New'],
    ['GET', '/Orders?status=Refused'],
    ['GET', '/Orders?updatedSince=2026-01-01T00:00:00Z'],
  ],
  addNote: [['POST', `/orders/${orderId}/notes`, { text: 'Calls on Friday' }]],
  cancelOrder: [['POST', `/orders/${orderId}/cancel`, { reason: 'Changed their mind' }]],
  requeueOrder: [['POST', `/orders/${orderId}/requeue`, { reason: 'Lost in Lightspeed' }]],
  resendMessages: [['POST', `/orders/${orderId}/resend`]],
  getStatus: [['GET', '/status']],
};

type Deliveries = { platform: PlatformName; calls: { body: string; headers: Record<string, string> }[] };

/** What each function of a platform is called with: two versions of an order. */
const deliveries: Record<string, Deliveries> = {
  receiveWoocommerce: {
    platform: 'woocommerce',
    calls: [aWooOrder(), aWooOrder({ date_modified_gmt: wooTime(9), customer_note: 'Ring twice.' })]
      .map((order) => JSON.stringify(order))
      .map((body) => ({ body, headers: wooHeaders(body) })),
  },
  receiveShopify: {
    platform: 'shopify',
    calls: [
      aShopifyOrder(),
      aShopifyOrder({ updated_at: '2026-11-23T12:00:00-07:00', email: 'd@example.com' }),
    ]
      .map((order) => JSON.stringify(order))
      .map((body) => ({ body, headers: shopifyHeaders(body) })),
  },
  receiveBigcommerce: {
    platform: 'bigcommerce',
    calls: [JSON.stringify(aBigCall())].map((body) => ({ body, headers: bigHeaders(body) })),
  },
};

/** A connected store, an unsigned delivery, and a store that does not exist. */
async function deliverAll(handler: keyof typeof store.handlers, name: string): Promise<void> {
  const { platform, calls: list } = deliveries[name] as Deliveries;
  const path = `/platforms/${platform}`;
  for (const { body, headers } of list) {
    const send = (more: Record<string, string>) =>
      call(store.handlers[handler], { method: 'POST', path, headers: { ...headers, ...more }, body });
    expect([path, (await send({})).status]).toEqual([path, 200]);
    const unsigned = { 'x-wc-webhook-signature': '', 'x-shopify-hmac-sha256': '', 'webhook-signature': '' };
    expect([path, (await send(unsigned)).status]).toEqual([path, 401]);
    expect([path, (await send({ host: 'nobody.example.com' })).status]).toEqual([path, 404]);
  }
}

async function connected(name: string): Promise<void> {
  await emptyTables(['INBOX_TABLE']);
  await connectShop((deliveries[name] as Deliveries).platform);
}

/** Items of the queue that must be left out: one that is not an order, and one that cannot be written. */
async function fillQueue(): Promise<void> {
  await store.place('unwritable', anOrderBody());
  const stored = await store.storedItem('unwritable');
  const order = stored?.['order'] as { content: { lines: object[] } };
  const lines = order.content.lines.map((line) => ({ ...line, sku: '' }));
  await store.putItem({ ...stored, order: { ...order, content: { ...order.content, lines } } });
  const turn = '2026-01-01T00:00:00.000Z';
  await store.putItem({ orderId: 'damaged', turn, placed: `${turn}#${turn}`, order: { status: 'New' } });
}

async function callAll(handler: keyof typeof store.handlers, list: OneCall[]): Promise<void> {
  for (const [method, path, body] of list) {
    const send = (options: CallOptions) => {
      const call = { handler: store.handlers[handler], ...options };
      return path.startsWith('/LightSpeed')
        ? store.lightspeed(method, path, body as string | undefined, call)
        : store.webstore(method, path, body, call);
    };
    const { status } = await send({});
    expect([path, status < 300]).toEqual([path, true]);
    const stranger = { headers: { host: 'nobody.example.com' } };
    expect([path, (await send(stranger)).status]).toEqual([path, 401]);
  }
}

/** The history that gives a function something to do. */
async function prepare(name: string): Promise<void> {
  await store.place(orderId, anOrderBody());
  if (name === 'outstandingActivity') await fillQueue();
  if (name === 'resendMessages') {
    await store.lightspeed('POST', '/LightSpeed/AcknowledgeRequest', acknowledgement);
    receiver.react((_, response) => void response.writeHead(500).end());
    await tell();
    receiver.react((_, response) => void response.writeHead(204).end());
  }
  if (name === 'requeueOrder')
    await store.lightspeed('POST', '/LightSpeed/AcknowledgeRequest', acknowledgement);
}

test.each(Object.keys(calls))('%s may do in the tables what it does, and nothing else', async (name) => {
  await prepare(name);
  const handler = name as keyof typeof store.handlers;
  expect(granted(name)).toEqual(await used(() => callAll(handler, calls[name] ?? [])));
});

test.each(Object.keys(deliveries))('%s may do in the tables what it does, and nothing else', async (name) => {
  await connected(name);
  const handler = name as keyof typeof store.handlers;
  expect(granted(name)).toEqual(await used(() => deliverAll(handler, name)));
});

test('anyOtherPath may do what all endpoints do, and nothing else', () => {
  const ofAll = new Set(Object.keys({ ...calls, ...deliveries }).flatMap(granted));
  expect(granted('anyOtherPath')).toEqual([...ofAll].toSorted());
});

test.each(Object.keys(calls))('anyOtherPath does no more than %s', async (name) => {
  await prepare(name);
  expect(await used(() => callAll('anyOtherPath', calls[name] ?? []))).toEqual(granted(name));
});

test.each(Object.keys(deliveries))('anyOtherPath does no more than %s', async (name) => {
  await connected(name);
  expect(await used(() => deliverAll('anyOtherPath', name))).toEqual(granted(name));
});

test('repeatDeliveries may do in the tables what it does, and nothing else', async () => {
  await connected('receiveWoocommerce');
  const payload = Buffer.from(JSON.stringify(aWooOrder({ payment_method_title: 'Layaway' })));
  const arrival = { kind: 'order', version: '2026-11-23T18:04:05.000Z', digest: digestOf(payload) } as const;
  const identity = { platform: 'woocommerce', platformId: '123', now: '2026-11-23T18:05:00Z' } as const;
  const kept = keep(undefined, arrival, identity);
  if ('entry' in kept) await writeEntry('coolbike', kept.entry, { payload });
  const { handler } = await import('../../functions/repeat-deliveries.ts');
  expect(granted('repeatDeliveries')).toEqual(await used(() => handler({}, toContext({}))));
});

test('sweepPlatforms may do in the tables what it does, and nothing else', async () => {
  const shop = await openWooShop();
  shop.orders.set('123', aWooOrder());
  await emptyTables(['INBOX_TABLE']);
  await connectShop('woocommerce', { api: await wooApiOf(shop) });
  const { handler } = await import('../../functions/sweep-platforms.ts');
  expect(granted('sweepPlatforms')).toEqual(await used(() => handler({}, toContext({}))));
  await shop.close();
});

test('watchStores may do in the tables what it does, and nothing else', async () => {
  await store.place(orderId, anOrderBody());
  const { handler } = await import('../../functions/watch-stores.ts');
  const context = { getRemainingTimeInMillis: () => 60_000 } as Parameters<typeof handler>[1];
  expect(granted('watchStores')).toEqual(await used(() => handler({}, context)));
});

test('tellWebstores may do in the tables what it does, and nothing else', async () => {
  await store.place(orderId, anOrderBody());
  await store.lightspeed('POST', `/LightSpeed/Order/${orderId}/Shipment`, shipment);
  receiver.received.length = 0;
  const { handler } = await import('../../functions/tell-webstores.ts');
  const { claim, earlierUntold } = await import('../../lib/database/messages.ts');
  const context = { getRemainingTimeInMillis: () => 60_000 } as Parameters<typeof handler>[1];
  const uses = await used(async () => {
    // On a busy machine one run may end before the second message's turn has come.
    for (let run = 1; run <= 10 && receiver.received.length < 2; run += 1) await handler({}, context);
    // Of an order of which another run has told the first one.
    await earlierUntold({ storeId: 'coolbike', key: 'a#b#2#webhook' });
    // Another one was faster.
    await claim({ storeId: 'coolbike', key: 'a#b#1#webhook', dueAt: 'then' }, '2026-11-24T18:04:05Z');
  });
  expect(receiver.received).toHaveLength(2);
  expect(granted('tellWebstores')).toEqual(uses);
});
// tests/console/permissions.test.ts looks at these.
const ofTheConsole = ['consolePage', 'consoleWebstore', 'consoleSignIn', 'consoleSignOut'];

test('every function has a role of its own', () => {
  const roles = Object.values(functions).map(({ role }) => role);
  expect(Object.keys(functions)).toEqual([
    ...Object.keys(calls),
    ...Object.keys(deliveries),
    ...ofTheConsole,
    'anyOtherPath',
    'watchStores',
    'tellWebstores',
    'repeatDeliveries',
    'sweepPlatforms',
  ]);
  expect(new Set(roles).size).toBe(roles.length);
});

test('no role names all tables, all indexes or all actions', () => {
  const grants = Object.keys(functions).flatMap(granted);
  expect(grants.filter((grant) => grant.includes('*') || grant.includes('Delete'))).toEqual([]);
});
