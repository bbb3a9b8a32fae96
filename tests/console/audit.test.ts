import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { anOrderBody } from '../support/an-order-body.ts';
import { DEALER, OPERATOR, openConsole } from '../support/console.ts';
import { emptyTables } from '../support/empty-tables.ts';
import { startReceiver } from '../support/receiver.ts';
import { aWooOrder, connectShop } from '../support/shop-orders.ts';
import { nameUrl, otherSecret, secret, tell } from '../support/tell.ts';
import { behind, interceptCalls, isWrite, type Layer } from '../system/database-calls.ts';

/*
 * Every form of every page, as it is written down: who, when, what, from what to what. What was refused, or changed
 * nothing, leaves no entry; what failed in the middle leaves one that says so.
 */

const site = await openConsole();
const { dynamodb } = await import('../../lib/database/client.ts');
const { auditOf } = await import('../../lib/database/audit.ts');
const { changeOrder, getOrder, putOrder } = await import('../../lib/database/orders.ts');
const { changePerson } = await import('../../lib/database/people.ts');
const { changeStore, getStore } = await import('../../lib/database/stores.ts');
const { digestOf, writeEntry } = await import('../../lib/database/inbox.ts');
const { acknowledge } = await import('../../lib/domain/acknowledge.ts');
const { conclude, keep } = await import('../../lib/domain/inbox.ts');
const { newOrder } = await import('../../lib/domain/place.ts');
const { orderContent } = await import('../../lib/schema/order-content.ts');
const { pages } = await import('../../lib/console/pages.ts');
const { webstorePage } = await import('../../lib/console/pages/webstore.tsx');
interceptCalls(dynamodb, ({ send }) => send());

const receiver = await startReceiver();
afterAll(receiver.close);
const NOW = '2026-11-23T18:00:00Z';
const MACHINE = '00:1A:2B:3C:4D:5E';
const storeId = 'coolbike';
const base = `/console/stores/${storeId}`;
const original = await theStore();

async function theStore() {
  const store = await getStore(storeId);
  if (!store) throw new Error('The store of the test is missing.');
  return store;
}

async function anOrder(orderId = '1'): Promise<void> {
  const fresh = newOrder(orderId, orderContent.parse(anOrderBody()), NOW);
  const acting = { store: await theStore(), by: 'webstore' } as const;
  await putOrder(acting, { fresh, created: undefined, again: (order) => ({ order, result: undefined }) });
}

async function takenOrder(): Promise<void> {
  await anOrder();
  await changeOrder({ store: await theStore(), by: 'lightspeed' }, '1', (order) =>
    acknowledge(order, { orderId: '1', failed: false, saysSuccess: true, errors: [] }, NOW),
  );
}

/** An order whose message the webstore did not take. */
async function untoldOrder(): Promise<void> {
  await nameUrl(storeId, receiver.url);
  receiver.react((_, response) => void response.writeHead(500).end());
  await takenOrder();
  await tell({ looks: 1 });
}

async function givenUpMessage(): Promise<void> {
  await untoldOrder();
  const { UpdateCommand } = await import('@aws-sdk/lib-dynamodb');
  const { allMessagesOfOrder } = await import('../../lib/database/messages.ts');
  const [message] = await allMessagesOfOrder(storeId, '1');
  await dynamodb.send(
    new UpdateCommand({
      TableName: process.env['MESSAGES_TABLE'],
      Key: { store: storeId, message: message?.key },
      UpdateExpression: 'SET #status = :failed, unfinished = :unfinished REMOVE #queue, dueAt',
      ExpressionAttributeNames: { '#status': 'status', '#queue': 'queue' },
      ExpressionAttributeValues: { ':failed': 'failed', ':unfinished': `failed#${message?.key}` },
    }),
  );
}

async function notUnderstood(): Promise<void> {
  await connectShop('woocommerce');
  const payload = Buffer.from(JSON.stringify(aWooOrder()));
  const arrival = { kind: 'order', version: NOW, digest: digestOf(payload) } as const;
  const kept = keep(undefined, arrival, { platform: 'woocommerce', platformId: '123', now: NOW });
  const reason = { conclusion: 'NotUnderstood', reason: 'x' } as const;
  if ('entry' in kept) await writeEntry(storeId, conclude(kept.entry, reason, NOW), { payload });
}

const hash = { hash: 'x', since: '2026-01-02T00:00:00Z' };
const change = (step: Parameters<typeof changeStore>[1]) => () => changeStore(storeId, step);
const nothing = () => Promise.resolve();

interface Act {
  path: string;
  act: string;
  prepare?: () => Promise<unknown>;
  fields?: Record<string, string>;
  /** The only entry's `what`, `from` and `to`; texts that differ each time are compared as patterns. */
  written: [what: string, from?: unknown, to?: unknown];
  /** The same form again changes nothing. */
  onlyOnce?: true;
  by?: string;
  /** The id of the store in whose audit it is; absent: the deployment's. */
  in?: string | undefined;
}

const ofOrder = { path: `${base}/orders/1`, in: storeId };
const ofLightspeed = { path: `${base}/lightspeed`, in: storeId };
const ofWebstore = { path: `${base}/webstore`, in: storeId };
const ofWire = { path: `${base}/wire`, in: storeId };
const ofPeople = { path: '/console/people', by: OPERATOR };
const unchanged = { enabled: 'on', username: original.username, passwordKind: 'keep' };

const acts: Act[] = [
  {
    path: '/console/stores',
    act: 'add',
    by: OPERATOR,
    in: 'newbike',
    fields: { id: 'newbike', name: 'New Bike' },
    written: ['Store', 'none', 'New Bike'],
    onlyOnce: true,
  },
  {
    ...ofOrder,
    act: 'note',
    prepare: anOrder,
    fields: { text: 'Calls on Friday' },
    written: ['Order 1: note added'],
  },
  {
    ...ofOrder,
    act: 'requeue',
    prepare: takenOrder,
    fields: { reason: 'Deleted there' },
    written: ['Order 1: requeued', 'Taken', 'Waiting'],
    onlyOnce: true,
  },
  {
    ...ofOrder,
    act: 'cancel',
    prepare: anOrder,
    fields: { reason: 'Twice' },
    written: ['Order 1: canceled', 'Waiting', 'Canceled'],
    onlyOnce: true,
  },
  { ...ofOrder, act: 'resend', prepare: untoldOrder, written: ['Order 1: messages told again'] },
  {
    ...ofLightspeed,
    act: 'save',
    fields: { ...unchanged, username: 'dealer one' },
    written: ['Lightspeed user', 'lightspeed', 'dealer one'],
    onlyOnce: true,
  },
  {
    ...ofLightspeed,
    act: 'finish',
    prepare: change((store) => ({ ...store, passwords: [hash, ...store.passwords] })),
    written: ['Lightspeed password', 'two are valid', 'one is valid'],
    onlyOnce: true,
  },
  {
    ...ofLightspeed,
    act: 'pin',
    fields: { machineAddress: MACHINE },
    written: ['Machine address', 'any', MACHINE],
    onlyOnce: true,
  },
  {
    ...ofLightspeed,
    act: 'unpin',
    prepare: change((store) => ({ ...store, machineAddress: MACHINE })),
    written: ['Machine address', MACHINE, 'any'],
    onlyOnce: true,
  },
  {
    ...ofWire,
    act: 'record',
    fields: { hours: '1' },
    written: ['Recording', 'off', expect.stringMatching(/^until 2/)],
  },
  {
    ...ofWire,
    act: 'stop',
    prepare: change((store) => ({ ...store, recordUntil: '2026-12-01T00:00:00Z' })),
    written: ['Recording', '2026-12-01T00:00:00Z', 'off'],
    onlyOnce: true,
  },
  {
    ...ofLightspeed,
    act: 'record',
    fields: { hours: '24' },
    written: ['Recording', 'off', expect.stringMatching(/^until 2/)],
  },
  {
    ...ofPeople,
    act: 'invite',
    fields: { email: 'New@Example.com', role: 'dealer', stores: 'otherbike coolbike coolbike' },
    written: ['Invite a dealer', 'none', 'new@example.com coolbike otherbike'],
    onlyOnce: true,
  },
  {
    ...ofPeople,
    act: 'remove',
    prepare: () =>
      changePerson('leaver@example.com', () => ({
        email: 'leaver@example.com',
        role: 'dealer',
        stores: [storeId],
        invitedAt: NOW,
        invitedBy: OPERATOR,
      })),
    fields: { email: 'Leaver@example.com' },
    written: ['Remove a person', 'leaver@example.com coolbike', 'none'],
    onlyOnce: true,
  },
  { ...ofWebstore, act: 'token', written: ['API token', undefined, 'made'] },
  {
    ...ofWebstore,
    act: 'finish',
    prepare: change((store) => ({ ...store, apiTokens: [hash, ...store.apiTokens] })),
    written: ['API token', 'two are valid', 'one is valid'],
    onlyOnce: true,
  },
  {
    ...ofWebstore,
    act: 'url',
    fields: { url: `${receiver.url}?key=hush` },
    written: ['Webhook URL', 'none', `${receiver.url}?…`],
  },
  {
    ...ofWebstore,
    act: 'rotate',
    prepare: () => nameUrl(storeId, receiver.url),
    written: ['Webhook secret', undefined, 'made'],
  },
  {
    ...ofWebstore,
    act: 'finishSecret',
    prepare: () => nameUrl(storeId, receiver.url, [secret, otherSecret]),
    written: ['Webhook secret', 'two are valid', 'one is valid'],
    onlyOnce: true,
  },
  {
    ...ofWebstore,
    act: 'off',
    prepare: () => nameUrl(storeId, receiver.url),
    written: ['Webhook', 'on', 'off'],
    onlyOnce: true,
  },
  {
    ...ofWebstore,
    act: 'on',
    prepare: async () => {
      await nameUrl(storeId, receiver.url);
      await changeStore(storeId, (store) => ({
        ...store,
        webhook: store.webhook && { ...store.webhook, enabled: false },
      }));
    },
    written: ['Webhook', 'off', 'on'],
    onlyOnce: true,
  },
  {
    ...ofWebstore,
    act: 'remove',
    prepare: () => nameUrl(storeId, receiver.url),
    written: ['Webhook URL', receiver.url, 'none'],
    onlyOnce: true,
  },
  {
    ...ofWebstore,
    act: 'test',
    prepare: () => nameUrl(storeId, receiver.url),
    written: ['Webhook: a test message sent'],
  },
  {
    ...ofWebstore,
    act: 'resend',
    prepare: untoldOrder,
    fields: { order: '1' },
    written: ['Order 1: messages told again'],
  },
  {
    ...ofWebstore,
    act: 'resendAll',
    prepare: givenUpMessage,
    written: ['Messages that were given up: told again'],
    onlyOnce: true,
  },
  {
    ...ofWebstore,
    act: 'connect',
    fields: { platform: 'woocommerce', way: 'webhook', shop: 'shop.example/' },
    written: ['WooCommerce shop', 'none', 'connected by its webhook'],
  },
  {
    ...ofWebstore,
    act: 'disconnect',
    prepare: () => connectShop('woocommerce'),
    fields: { platform: 'woocommerce' },
    written: ['WooCommerce shop', 'connected', 'disconnected'],
    onlyOnce: true,
  },
  { ...ofWebstore, act: 'again', prepare: notUnderstood, written: ['Shop’s order 123: read again'] },
  {
    ...ofWebstore,
    act: 'aside',
    prepare: notUnderstood,
    fields: { entry: 'woocommerce#123' },
    written: ['Shop’s order 123: set aside'],
    onlyOnce: true,
  },
];

beforeEach(async () => {
  await emptyTables(['AUDIT_TABLE', 'ORDERS_TABLE', 'MESSAGES_TABLE', 'INBOX_TABLE', 'ACTIVITY_TABLE']);
  await changeStore(storeId, () => original);
  receiver.react((_, response) => void response.writeHead(204).end());
});

test('every form of every page is tried here', () => {
  const offered = [...pages, webstorePage].flatMap(({ path, acts: own = {} }) =>
    Object.keys(own).map((act) => `${path} ${act}`),
  );
  const tried = acts.map(({ path, act }) => {
    const pattern = path.replace(storeId, '{storeId}').replace(/orders\/1$/, 'orders/{orderId}');
    return `${pattern} ${act}`;
  });
  expect(tried.toSorted()).toEqual(offered.toSorted());
});

describe('an act of a person', () => {
  test.each(acts)('is written down: $act of $path', async (one) => {
    const { path, act, prepare = nothing, fields = {}, written, onlyOnce, by = DEALER } = one;
    await prepare();
    const send = () => site.post(path, { act, ...fields }, { who: by });
    const before = Date.now();
    expect([200, 303]).toContain((await send()).status);
    const [what, from, to] = written;
    const entry = {
      at: expect.any(String),
      who: by,
      ...(one.in !== undefined && { store: one.in }),
      what,
      ...(from !== undefined && { from }),
      ...(to !== undefined && { to }),
    };
    const entries = await auditOf(one.in, 10);
    expect(entries).toEqual([entry]);
    const at = Date.parse(entries[0]?.at ?? '');
    expect(at >= before && at <= Date.now()).toBe(true);
    // A secret may be made twice, and a note written twice; what is so already is not written again.
    if (!onlyOnce) return;
    await send();
    expect(await auditOf(one.in, 10)).toEqual(entries);
  });

  test.each(acts.map(({ act, path }) => ({ act, path })))(
    'that is refused, or has nothing to change, is not written down: $act of $path',
    async ({ act, path }) => {
      const elsewhere = path.replace(/orders\/1$/, 'orders/999');
      const wrong = {
        id: 'Not an id',
        email: OPERATOR,
        stores: 'no-such-store',
        platform: 'no such',
        hours: '9',
      };
      const fields = {
        ...wrong,
        username: ':',
        order: '/',
        machineAddress: 'x',
        text: 'x',
        reason: 'x',
        url: 'x',
      };
      const who = path.startsWith(base) ? DEALER : OPERATOR;
      await site.post(elsewhere, { act, ...fields }, { who });
      const always = ['token'];
      const entries = [...(await auditOf(storeId, 10)), ...(await auditOf(undefined, 10))];
      expect(entries.length).toBe(always.includes(act) ? 1 : 0);
    },
  );
});

describe('a database that fails', () => {
  const pin = () => site.post(`${base}/lightspeed`, { act: 'pin', machineAddress: MACHINE }, { who: DEALER });
  const entry = { at: expect.any(String), who: DEALER, store: storeId, what: 'Machine address' };
  const wanted = { ...entry, from: 'any', to: MACHINE };
  const fails = () => Promise.reject(Object.assign(new Error('gone'), { name: 'TimeoutError' }));

  /** Every write to a table fails after some; the failing one may have been made all the same. */
  function failing(setting: string, { after = 0, isMade = false } = {}): Layer {
    let writes = 0;
    return async (call) => {
      if (!isWrite(call) || call.input['TableName'] !== process.env[setting]) return call.send();
      writes += 1;
      if (writes <= after) return call.send();
      if (isMade) await call.send();
      return fails();
    };
  }

  test('before it is written down: nothing is changed', async () => {
    expect((await behind(failing('AUDIT_TABLE'), pin)).status).toBe(503);
    expect([(await theStore()).machineAddress, await auditOf(storeId, 10)]).toEqual([undefined, []]);
  });

  test.each([
    ['while it is changed: it is written down, and that nobody knows whether it was made', { isMade: false }],
    ['after it was changed: it is written down, and that nobody knows whether it was made', { isMade: true }],
  ])('%s', async (_, how) => {
    expect((await behind(failing('STORES_TABLE', how), pin)).status).toBe(503);
    expect((await theStore()).machineAddress).toBe(how.isMade ? MACHINE : undefined);
    expect(await auditOf(storeId, 10)).toEqual([{ ...wanted, isUnsure: true }]);
    const { body } = await site.get(`/console/audit?store=${storeId}`, OPERATOR);
    expect(body).toContain('Machine address (failed: not known whether it was made)');
  });

  test('when it is concluded: what was asked for is done, and written down', async () => {
    expect((await behind(failing('AUDIT_TABLE', { after: 1 }), pin)).status).toBe(303);
    expect((await theStore()).machineAddress).toBe(MACHINE);
    expect(await auditOf(storeId, 10)).toEqual([{ ...wanted, isUnsure: true }]);
  });
});

test('two people who act at once are both right: who came too late is not in the audit', async () => {
  await takenOrder();
  const path = `${base}/orders/1`;
  const requeue = (who: string) => site.post(path, { act: 'requeue', reason: 'Again' }, { who });
  await Promise.all([requeue(DEALER), requeue(OPERATOR)]);
  expect((await getOrder(storeId, '1')).notes.map(({ text, count }) => [text, count])).toEqual([
    ['Again', 1],
  ]);
  expect((await auditOf(storeId, 10)).map(({ what }) => what)).toEqual(['Order 1: requeued']);
});
