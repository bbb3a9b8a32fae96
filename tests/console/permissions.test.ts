import { afterAll, expect, test } from '@jest/globals';
import { anOrderBody } from '../support/an-order-body.ts';
import { DEALER, OPERATOR, openConsole } from '../support/console.ts';
import { aWooOrder, connectShop } from '../support/shop-orders.ts';
import { startReceiver } from '../support/receiver.ts';
import { KEY, KEY_SECRET, openWooShop } from '../support/woo-shop.ts';
import { nameUrl, tell } from '../support/tell.ts';
import { behind, interceptCalls, type Layer } from '../system/database-calls.ts';

/* Opens every page and sends every form, and compares what that did in the tables with what the roles grant. */

const site = await openConsole();
const { dynamodb } = await import('../../lib/database/client.ts');
const { changeOrder, putOrder } = await import('../../lib/database/orders.ts');
const { getStore } = await import('../../lib/database/stores.ts');
const { newOrder } = await import('../../lib/domain/place.ts');
const { orderContent } = await import('../../lib/schema/order-content.ts');
const { digestOf, writeEntry } = await import('../../lib/database/inbox.ts');
const { conclude, keep } = await import('../../lib/domain/inbox.ts');
const { uses } = await import('../../resources/roles.ts');
interceptCalls(dynamodb, ({ send }) => send());

const tableOf = new Map(
  ['Orders', 'Activity', 'Attempts', 'Stores', 'Wire', 'People', 'Audit', 'Inbox', 'Messages'].map(
    (table) => [process.env[`${table.toUpperCase()}_TABLE`], table],
  ),
);

async function used(action: () => Promise<unknown>): Promise<string[]> {
  const seen = new Set<string>();
  const watch: Layer = ({ name, input, send }) => {
    const command = name.replace(/(Item)?Command$/, '');
    const operation = ['Query', 'Scan'].includes(command) ? command : `${command}Item`;
    const index = input['IndexName'] === undefined ? '' : ` ${input['IndexName'] as string}`;
    const tables = Object.keys(
      (input['RequestItems'] as object | undefined) ?? { [String(input['TableName'])]: {} },
    );
    for (const table of tables) seen.add(`${tableOf.get(table) ?? table} ${operation}${index}`);
    return send();
  };
  await behind(watch, action);
  return [...seen].toSorted();
}

function granted(name: keyof typeof uses): string[] {
  const { Vault: _, ...tables } = uses[name] as Record<string, readonly string[]>;
  return Object.entries(tables)
    .flatMap(([table, actions]) => actions.map((action) => `${table} ${action}`))
    .toSorted();
}

const receiver = await startReceiver();
afterAll(receiver.close);
const NOW = '2026-11-23T18:00:00Z';

/** A store with a shop, and with a webstore that answers with errors and was sent a message. */
async function placeOne(): Promise<void> {
  // Both ways: the messages to it are counted.
  await connectShop('woocommerce', { api: { sealed: 'x', since: NOW } });
  await nameUrl('coolbike', receiver.url);
  receiver.react((_, response) => void response.writeHead(500).end());
  await downloadOne('1');
  await tell();
}

/** An order that Lightspeed took, whose time to be taken the overview tells. */
async function downloadOne(orderId: string): Promise<void> {
  const store = await getStore('coolbike');
  if (!store) throw new Error('The store of the test is missing.');
  await putOrder(
    { store, by: 'webstore' },
    {
      fresh: newOrder(orderId, orderContent.parse(anOrderBody()), NOW),
      created: undefined,
      again: (order) => ({ order, result: undefined }),
    },
  );
  await changeOrder({ store, by: 'lightspeed' }, orderId, (order) => ({
    order: { ...order, status: 'Downloaded', downloadedAt: NOW, outstandingSince: undefined },
    result: undefined,
  }));
}

test('consolePage may do in the tables what its pages and forms do, and nothing else', async () => {
  await placeOne();
  const base = '/console/stores/coolbike';
  const done = await used(async () => {
    const paths = [
      '/console/stores',
      base,
      `${base}/orders`,
      `${base}/orders?status=Refused`,
      `${base}/orders/1`,
    ];
    for (const path of [...paths, `${base}/lightspeed`, `${base}/wire`, `${base}/wire/x`])
      await site.get(path, OPERATOR);
    for (const path of ['/console/people', '/console/audit']) await site.get(path, OPERATOR);
    await site.post(`${base}/orders/1`, { act: 'requeue', reason: 'x' }, { who: DEALER });
    await site.get(`${base}/orders/1`, DEALER);
    await site.post(`${base}/orders/1`, { act: 'resend' }, { who: DEALER });
    await site.post(`${base}/lightspeed`, { act: 'unpin' }, { who: DEALER });
    await site.post(
      '/console/people',
      { act: 'invite', email: 'a@example.com', role: 'operator' },
      { who: OPERATOR },
    );
  });
  expect(done).toEqual(granted('consolePage'));
});

/** A shop's order that was not understood, and that can be read now. */
async function notUnderstoodOne(): Promise<void> {
  const payload = Buffer.from(JSON.stringify(aWooOrder({ payment_method_title: 'Layaway' })));
  const arrival = { kind: 'order', version: '2026-11-23T18:04:05.000Z', digest: digestOf(payload) } as const;
  const kept = keep(undefined, arrival, { platform: 'woocommerce', platformId: '123', now: NOW });
  const reason = { conclusion: 'NotUnderstood', reason: 'x' } as const;
  if ('entry' in kept) await writeEntry('coolbike', conclude(kept.entry, reason, NOW), { payload });
}

test('consoleWebstore may do in the tables what its page and forms do, and nothing else', async () => {
  const shop = await openWooShop();
  await notUnderstoodOne();
  const page = '/console/stores/coolbike/webstore';
  const { body } = await site.get(page, DEALER);
  const by = { who: DEALER, token: /name="token" value="([^"]+)"/.exec(body)?.[1] ?? '' };
  const done = await used(async () => {
    await site.get(page, DEALER);
    await site.get(`${page}?show=failed`, DEALER);
    for (const act of ['test', 'rotate', 'off', 'on', 'resendAll']) await site.post(page, { act }, by);
    await site.post(page, { act: 'resend', order: '1' }, by);
    await site.post(page, { act: 'again' }, by);
    const platform = { act: 'connect', platform: 'woocommerce', way: 'api', shop: shop.url };
    await site.post(page, { ...platform, first: KEY, second: KEY_SECRET }, by);
  });
  await shop.close();
  // Of a new stage the first session makes the key of all sessions, which is a PutItem too; nothing else is not seen
  // here.
  expect([...done, 'People PutItem'].toSorted()).toEqual(granted('consoleWebstore'));
});

test('consoleSignOut may do in the tables what it does, and nothing else', async () => {
  const token =
    /name="token" value="([^"]+)"/.exec((await site.get('/console/people', OPERATOR)).body)?.[1] ?? '';
  const done = await used(() => site.post('/console/sign-out', {}, { who: OPERATOR, token }));
  // What is not seen here: a new stage's first session makes the key of all sessions, which is a PutItem too.
  expect(done).toEqual(granted('consoleSignOut'));
});
