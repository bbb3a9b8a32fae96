import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { DEALER, openConsole } from '../support/console.ts';
import { call, type CallableHandler } from '../support/call.ts';
import { emptyTables } from '../support/empty-tables.ts';
import { aWooOrder, connectShop, SECRET, wooHeaders } from '../support/shop-orders.ts';
import { KEY, KEY_SECRET, openWooShop } from '../support/woo-shop.ts';

/*
 * Of the page Webstore: shops that connect by themselves. The deliveries are a shop's, the API that of a shop that
 * counts its calls.
 */

const site = await openConsole();
const { changeStore, getStore } = await import('../../lib/database/stores.ts');
const { auditOf } = await import('../../lib/database/audit.ts');
const { getOrder } = await import('../../lib/database/orders.ts');
const receive = (await import('../../functions/platforms/woocommerce.ts'))
  .handler as unknown as CallableHandler;

const shop = await openWooShop();
afterAll(shop.close);
const storeId = 'coolbike';
const page = `/console/stores/${storeId}/webstore`;
const deliveryUrl = 'https://coolbike.weborders.example.com/platforms/woocommerce';
const original = await getStore(storeId);
if (!original) throw new Error('The store of the test is missing.');

beforeEach(async () => {
  await changeStore(storeId, () => original);
  await emptyTables(['INBOX_TABLE', 'AUDIT_TABLE']);
});

const post = (fields: Record<string, string>) => site.post(page, fields, { who: DEALER });
const seen = async () => text((await site.get(page, DEALER)).body);
const connections = async () => (await getStore(storeId))?.connections ?? [];

async function deliver(order: Record<string, unknown>, secret = SECRET): Promise<unknown> {
  const body = JSON.stringify(order);
  const headers = { host: 'coolbike.weborders.example.com', ...wooHeaders(body, { secret }) };
  const answer = await call(receive, { method: 'POST', path: '/platforms/woocommerce', headers, body });
  return JSON.parse(answer.body);
}

/** What the function that repeats does in its next run. */
async function repeated(): Promise<unknown> {
  const { repeatDue } = await import('../../lib/inbox/repeat.ts');
  return repeatDue({ now: () => new Date().toISOString(), goesOn: () => true });
}

async function written(): Promise<unknown[]> {
  return (await auditOf(storeId, 10)).map(({ who, what, from, to }) => [who, what, from, to]);
}

const text = (html: string) => html.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');

describe('a shop', () => {
  test('is connected by its webhook alone, with what to paste where, and its delivery is then taken', async () => {
    const { status, body } = await post({ act: 'connect', platform: 'woocommerce', way: 'webhook' });
    expect(status).toBe(200);
    expect(text(body)).toContain('In WordPress: WooCommerce > Settings > Advanced > Webhooks');
    expect(body).toContain(`data-copy="${deliveryUrl}"`);
    const [, secret = ''] = /data-copy="(\w{40})"/.exec(body) ?? [];
    expect(await deliver(aWooOrder(), secret)).toEqual({ result: 'Placed', orderId: '1001' });
    expect(await written()).toEqual([[DEALER, 'WooCommerce shop', 'none', 'connected by its webhook']]);
    expect(await seen()).toMatch(/WooCommerce ● Good: working It last sent something .*: Placed\./);
    expect((await site.get(page, DEALER)).body).not.toContain(secret);
  });

  test('of Shopify is connected by its webhook, and told which name its deliveries have', async () => {
    const form = { act: 'connect', platform: 'shopify', way: 'webhook', signingKey: 'shpss_1' };
    const named = async (shop: string) => text((await post({ ...form, shop })).body);
    const warning = 'Deliveries come from the shop’s own name at Shopify, such as coolbike.myshopify.com.';
    expect(await named('www.coolbike.com')).toContain(`${warning} If www.coolbike.com is not that name`);
    expect(await named('coolbike.myshopify.com')).not.toContain(warning);
  });

  test('is connected both ways: its credentials are tried, and the webhooks made there', async () => {
    const form = { act: 'connect', platform: 'woocommerce', way: 'api', shop: shop.url };
    const wishes = { prefix: 'web-', offer: 'processing, packed', since: '2026-11-01', cancelInShop: 'on' };
    const { status, body } = await post({ ...form, ...wishes, first: KEY, second: KEY_SECRET });
    expect(status).toBe(200);
    expect(text(body)).toContain('The webhooks were made in the shop: 4.');
    expect(shop.webhooks.map(({ delivery_url: url }) => url)).toEqual(Array(4).fill(deliveryUrl));
    expect(await connections()).toMatchObject([
      {
        platform: 'woocommerce',
        shop: shop.url,
        webhookIds: ['1', '2', '3', '4'],
        numberPrefix: 'web-',
        offeredStates: ['processing', 'packed'],
        importSince: '2026-11-01T00:00:00Z',
        cancelInShop: true,
        testOrders: false,
      },
    ]);
    expect(JSON.stringify([await connections(), await written()])).not.toContain(KEY_SECRET);
    expect(body).not.toContain(KEY_SECRET);
  });

  test.each([
    ['wrong credentials', { way: 'api', second: 'cs_wrong' }, 'The credentials were tried, and it failed.'],
    ['no address', { way: 'api', shop: '' }, 'Which shop? It looks like https://shop.example'],
    ['a prefix with a blank', { way: 'webhook', prefix: 'a b' }, 'up to 20 characters'],
    ['no day', { way: 'webhook', since: '2026-02-31' }, 'A day looks like 2026-11-23.'],
    ['no signing key', { platform: 'shopify', way: 'webhook' }, 'The signing key of the shop is missing.'],
    [
      'a signing key that is none',
      { platform: 'shopify', way: 'webhook', signingKey: 'k'.repeat(5000) },
      'at most 4096',
    ],
    [
      'a secret in its address',
      { way: 'api', shop: 'https://me:hush@shop.example' },
      'Leave out what may be secret',
    ],
    [
      'a secret in its query',
      { way: 'webhook', shop: 'shop.example?key=hush' },
      'Leave out what may be secret',
    ],
    ['another kind of address', { way: 'webhook', shop: 'javascript:alert(1)' }, 'is not a shop'],
    ['an endless address', { way: 'webhook', shop: 'x'.repeat(501) }, 'is not a shop'],
    ['an API path that is none', { platform: 'bigcommerce', shop: 'x' }, 'no API path of BigCommerce'],
  ])('is not connected with %s: its form says so, open, without the secrets', async (_, differs, why) => {
    const form = { act: 'connect', platform: 'woocommerce', shop: shop.url, first: KEY, second: KEY_SECRET };
    const { status, body } = await post({ ...form, ...differs });
    expect(status).toBe(422);
    expect(text(body)).toContain(why);
    expect(body).toContain('<details class="question" open>');
    expect(body).not.toMatch(/cs_\w+|ck_\w+/);
    expect(await connections()).toEqual([]);
    expect(await written()).toEqual([]);
  });

  test('is disconnected when somebody asks, and is told what is left to do', async () => {
    await connectShop('woocommerce');
    const { body } = await post({ act: 'disconnect', platform: 'woocommerce' });
    expect(text(body)).toContain('The shop is no longer connected. Delete its webhooks in the shop');
    // The page tells of the store as it is now.
    expect(text(body)).toContain('No shop is connected.');
    expect(await connections()).toEqual([]);
    expect(await written()).toEqual([[DEALER, 'WooCommerce shop', 'connected', 'disconnected']]);
    expect((await post({ act: 'disconnect', platform: 'woocommerce' })).status).toBe(422);
  });
});

describe('what a shop sent', () => {
  test('and is not paid is held, with the reason', async () => {
    await connectShop('woocommerce');
    await deliver(aWooOrder({ status: 'on-hold' }));
    expect(await seen()).toMatch(/Held until they are paid .* 1001 WooCommerce/);
  });

  test('and was not understood is listed with the reason, and read again when it can be', async () => {
    await connectShop('woocommerce');
    const nameless = { first_name: '', last_name: '', company: '', address_1: '' };
    const billing = { ...(aWooOrder()['billing'] as object), ...nameless };
    await deliver(aWooOrder({ billing, shipping: billing }));
    expect(await seen()).toMatch(/Not understood .* 1001 WooCommerce/);
    const again = await post({ act: 'again', entry: 'woocommerce#123' });
    expect(again.headers['Location']).toBe(`${page}?done=again`);
    expect(await repeated()).toEqual({ done: 1, failures: 0 });
    expect(await seen()).toMatch(/Not understood .* 1001 WooCommerce/);
    const { headers } = await post({ act: 'aside', entry: 'woocommerce#123' });
    expect(headers['Location']).toBe(`${page}?done=aside`);
    expect(await seen()).not.toContain('Not understood');
    await deliver(aWooOrder({ date_modified_gmt: '2026-12-01T00:00:00' }));
    expect(await seen()).not.toContain('Not understood');
    expect((await getOrder(storeId, '1001')).status).toBe('New');
  });

  test('and can be read by now is, within a minute of somebody’s asking', async () => {
    await connectShop('woocommerce');
    const unread = { ...aWooOrder({ id: 124, number: '1002' }), line_items: 'none' };
    await deliver(unread);
    expect(await seen()).toMatch(/Not understood .* 1002 WooCommerce/);
    // As a later version of the project would read it: what the shop sent is mended in the table.
    const { findEntry, writeEntry } = await import('../../lib/database/inbox.ts');
    const before = await findEntry({ storeId, key: 'woocommerce#124' });
    if (!before) throw new Error('It was not kept.');
    const payload = Buffer.from(JSON.stringify(aWooOrder({ id: 124, number: '1002' })));
    await writeEntry(storeId, before.entry, { before, payload });
    await post({ act: 'again' });
    expect(await repeated()).toEqual({ done: 1, failures: 0 });
    expect(await seen()).not.toContain('Not understood');
    expect((await getOrder(storeId, '1002')).status).toBe('New');
    expect(await written()).toEqual([[DEALER, 'Shop’s order 1002: read again', undefined, undefined]]);
  });

  test('is read again only if it is an order of the shop', async () => {
    await connectShop('woocommerce');
    expect((await post({ act: 'again', entry: 'nonsense' })).status).toBe(422);
    expect((await post({ act: 'aside' })).status).toBe(422);
  });
});
