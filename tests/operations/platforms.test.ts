import { beforeEach, describe, expect, test } from '@jest/globals';
import { call } from '../support/call.ts';
import { stopClock } from '../support/clock.ts';
import { emptyTables } from '../support/empty-tables.ts';
import { aWooOrder, disconnectShops, wooHeaders, wooTime } from '../support/shop-orders.ts';
import { openStore } from '../support/store.ts';

// `npm run platforms` behind its command line.

const { handlers, lightspeed, lookUp, poll } = await openStore();
const { commands } = await import('../../operations/platforms/commands.ts');
const { shopOf } = await import('../../lib/outgoing/shop.ts');
const { getStore } = await import('../../lib/database/stores.ts');
const { getOrder } = await import('../../lib/database/orders.ts');
const { getConnectionActivity } = await import('../../lib/database/connections.ts');
const NOW = '2026-11-24T12:00:00Z';
stopClock(NOW);

beforeEach(async () => {
  await emptyTables(['INBOX_TABLE']);
  await disconnectShops();
});

async function run(words: string, values: Record<string, string | boolean> = {}): Promise<string> {
  const [name = '', ...rest] = words.split(' ');
  const command = commands[name];
  if (!command) throw new Error(`There is no command ${name}.`);
  const originOf = () => ({ url: 'https://coolbike.example.com' });
  return command(rest, { values, now: NOW, originOf, signal: new AbortController().signal });
}

/** Connects the store to a WooCommerce shop, and gives the secret. */
async function connect(shop?: string): Promise<string> {
  const told = await run('connect coolbike woocommerce', {
    'webhook-only': true,
    ...(shop !== undefined && { shop }),
  });
  return /^Secret (\S+)$/m.exec(told)?.[1] ?? '';
}

async function deliver(
  order: Record<string, unknown>,
  { secret, shop }: { secret: string; shop: string },
): Promise<{ status: number; result?: string; orderId?: string; reason?: string }> {
  const body = JSON.stringify(order);
  const headers = { ...wooHeaders(body, { secret }), 'x-wc-webhook-source': `${shop}/` };
  const path = '/platforms/woocommerce';
  const answer = await call(handlers.receiveWoocommerce, { method: 'POST', path, headers, body });
  return { status: answer.status, ...JSON.parse(answer.body) };
}

const a = 'https://a.example';
const b = 'https://b.example';

describe('another shop of the same platform', () => {
  test.each([
    ['connected in the place of the first', async () => undefined],
    ['connected after the first was left', () => run('disconnect coolbike woocommerce')],
  ])('%s has orders of its own, though they have the same keys and numbers', async (_, leave) => {
    const first = await connect(a);
    expect(await deliver(aWooOrder(), { secret: first, shop: a })).toMatchObject({ orderId: '1001' });
    await leave();
    const second = await connect(b);
    const order = aWooOrder({ date_modified_gmt: wooTime(600), total: '77.09', customer_note: 'b' });
    expect(await deliver(order, { secret: second, shop: b })).toMatchObject({
      status: 200,
      result: 'Placed',
      orderId: '1001-123',
    });
    expect((await poll()).toSorted()).toEqual(['1001', '1001-123']);
    const canceled = aWooOrder({ status: 'cancelled', date_modified_gmt: wooTime(700) });
    expect(await deliver(canceled, { secret: second, shop: b })).toMatchObject({ orderId: '1001-123' });
    expect(await lookUp('1001')).toMatchObject({ status: 'New' });
  });

  test('is told nothing of the first one’s orders', async () => {
    const secret = await connect(a);
    await deliver(aWooOrder(), { secret, shop: a });
    await connect(b);
    const store = await getStore('coolbike');
    if (!store) throw new Error('The store is missing.');
    const api = { sealed: 'x', since: NOW };
    const connections = store.connections?.map((one) => ({ ...one, api }));
    const order = await getOrder('coolbike', '1001');
    expect(shopOf({ connections }, order)).toBeUndefined();
    expect(shopOf({ connections }, { source: { ...order.source, ordinal: 2 } as never })).toMatchObject({
      shop: b,
    });
  });

  test('begins anew: what was known of the first one is not said of it', async () => {
    const secret = await connect(a);
    await deliver(aWooOrder(), { secret, shop: a });
    await connect(b);
    expect(await getConnectionActivity({ storeId: 'coolbike', shop: 'woocommerce.2' })).toMatchObject({
      deliveries: 0,
    });
    expect(await run('show coolbike')).toContain('Last delivery    never');
  });

  test('is no other one if it was never named and never sent anything', async () => {
    await connect();
    const secret = await connect(a);
    await deliver(aWooOrder(), { secret, shop: a });
    expect(await getConnectionActivity({ storeId: 'coolbike', shop: 'woocommerce' })).toMatchObject({
      deliveries: 1,
    });
  });

  test('is another one than a shop that is known by its deliveries only', async () => {
    const first = await connect();
    await deliver(aWooOrder(), { secret: first, shop: a });
    const second = await connect(b);
    expect(await deliver(aWooOrder(), { secret: second, shop: b })).toMatchObject({ orderId: '1001-123' });
  });
});

test('the same shop, connected again, keeps its orders, and both secrets are valid', async () => {
  const first = await connect(a);
  await deliver(aWooOrder(), { secret: first, shop: a });
  const second = await connect();
  expect(first).not.toBe(second);
  for (const secret of [first, second])
    expect(await deliver(aWooOrder(), { secret, shop: a })).toMatchObject({
      status: 200,
      result: 'Unchanged',
      orderId: '1001',
    });
  expect(await deliver(aWooOrder(), { secret: second, shop: b })).toMatchObject({
    result: 'NotUnderstood',
    reason: 'It came from another shop, b.example.',
  });
});

describe('not-understood', () => {
  test('--again reads what came from another shop once that one is connected', async () => {
    const secret = await connect(a);
    await deliver(aWooOrder(), { secret, shop: b });
    expect(await run('not-understood coolbike', { again: true })).toMatch(
      /^WooCommerce unread-\S{22}: NotUnderstood\n    It came from another shop, b\.example\.$/,
    );
    expect(await poll()).toEqual([]);
    await connect(b);
    expect(await run('not-understood coolbike', { again: true })).toMatch(/, order 1001: Placed$/);
    expect(await poll()).toEqual(['1001']);
    expect(await run('not-understood coolbike')).toBe('Everything was understood.');
  });

  test('--again reads an order that was filled in, in the shop or by a setting', async () => {
    const secret = await connect(a);
    const order = aWooOrder({ billing: {}, shipping: {} });
    expect(await deliver(order, { secret, shop: a })).toMatchObject({ result: 'NotUnderstood' });
    expect(await run('not-understood coolbike', { again: true })).toMatch(/NotUnderstood/);
    const filledIn = aWooOrder({ date_modified_gmt: wooTime(60) });
    expect(await deliver(filledIn, { secret, shop: a })).toMatchObject({ result: 'Placed' });
    expect(await run('not-understood coolbike')).toBe('Everything was understood.');
  });

  test('--set-aside takes off the list what somebody has seen to, and what nobody knows is refused', async () => {
    const secret = await connect(a);
    const canceled = aWooOrder({ status: 'cancelled', date_modified_gmt: wooTime(60) });
    await deliver(aWooOrder(), { secret, shop: a });
    await deliver(canceled, { secret, shop: a });
    await deliver(aWooOrder({ date_modified_gmt: wooTime(90) }), { secret, shop: a });
    expect(await run('not-understood coolbike')).toContain(
      `WooCommerce 123, order 1001: first told 2026-11-24 12:00:00 UTC, 0 seconds ago
    A canceled order does not go to Lightspeed again: enter it there by hand`,
    );
    await expect(run('not-understood coolbike', { 'set-aside': '999' })).rejects.toThrow(
      'Nothing with the shop’s key 999 waits. What does: not-understood coolbike',
    );
    expect(await run('not-understood coolbike', { 'set-aside': '123' })).toBe(
      '123 is set aside: it is listed no more.',
    );
    expect(await run('not-understood coolbike')).toBe('Everything was understood.');
  });
});

test('an order of the shop is acknowledged by Lightspeed like any other', async () => {
  const secret = await connect(a);
  await deliver(aWooOrder(), { secret, shop: a });
  await lightspeed('POST', '/LightSpeed/AcknowledgeRequest', '<A><Order Id="1001"/></A>');
  expect(await lookUp('1001')).toMatchObject({ status: 'Downloaded' });
});

test('a Shopify shop that is connected both ways is named as Shopify names it', async () => {
  for (const shop of ['coolbike.com', 'https://www.coolbike.com/'])
    await expect(run('connect coolbike shopify', { shop })).rejects.toThrow(
      'coolbike.com is not the shop’s own name at Shopify, such as coolbike.myshopify.com',
    );
});
