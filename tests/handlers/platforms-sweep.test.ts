import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { call, toContext } from '../support/call.ts';
import { setClock, stopClock } from '../support/clock.ts';
import { databaseError, withFault } from '../support/database-faults.ts';
import { emptyTables } from '../support/empty-tables.ts';
import { aWooOrder, connectShop, wooHeaders, wooTime } from '../support/shop-orders.ts';
import { openStore } from '../support/store.ts';
import { KEY, openWooShop, wooApiOf } from '../support/woo-shop.ts';

// What no webhook brought: the schedule that repeats, and the sweep that asks (contract 10).

const { handlers, lookUp, poll } = await openStore();
const { dynamodb } = await import('../../lib/database/client.ts');
const { findEntry } = await import('../../lib/database/inbox.ts');
const { getConnectionActivity } = await import('../../lib/database/connections.ts');
const repeat = (await import('../../functions/repeat-deliveries.ts')).handler;
const sweepAll = (await import('../../functions/sweep-platforms.ts')).handler;
const { bigcommerceApi } = await import('../../lib/platforms/bigcommerce/call.ts');
const NOW = '2026-11-24T12:00:00Z';
stopClock(NOW);

const shop = await openWooShop();
afterAll(() => shop.close());

beforeEach(async () => {
  await emptyTables(['INBOX_TABLE']);
  for (const map of [shop.orders, shop.notes]) map.clear();
  shop.calls = [];
  delete shop.fail;
  await connectShop('woocommerce', { api: await wooApiOf(shop) });
});

const place = { storeId: 'coolbike', shop: 'woocommerce' } as const;
const sweep = () => sweepAll({}, toContext({}));
const later = (minutes: number) => setClock(new Date(Date.parse(NOW) + minutes * 60_000).toISOString());
const inShop = (order: Record<string, unknown>) => shop.orders.set(String(order['id']), order);

async function deliver(order: Record<string, unknown>): Promise<number> {
  const body = JSON.stringify(order);
  const headers = { ...wooHeaders(body), 'x-wc-webhook-source': shop.url };
  return (
    await call(handlers.receiveWoocommerce, { method: 'POST', path: '/platforms/woocommerce', headers, body })
  ).status;
}

describe('a sweep', () => {
  test('places what no webhook brought, and a second one changes nothing', async () => {
    inShop(aWooOrder());
    inShop(aWooOrder({ id: 124, number: '1002', status: 'on-hold' }));
    inShop(aWooOrder({ id: 125, number: '1003', total: 'many' }));
    await sweep();
    expect(await poll()).toEqual(['1001']);
    const before = await lookUp('1001');
    later(20);
    await sweep();
    expect(await lookUp('1001')).toEqual(before);
    const waiting = [124, 125].map(
      async (id) =>
        (await findEntry({ storeId: 'coolbike', key: `woocommerce#${id}` }))?.entry.concluded?.conclusion,
    );
    expect(await Promise.all(waiting)).toEqual(['Held', 'NotUnderstood']);
  });

  test('goes on where the one before it ended, with an overlap, and not sooner than after ten minutes', async () => {
    await sweep();
    expect(await getConnectionActivity(place)).toMatchObject({
      sweptTo: NOW,
      lastSweptAt: NOW,
      nextSweepAt: '2026-11-24T12:10:00Z',
      lastSweepFailure: undefined,
    });
    later(9);
    await sweep();
    expect(shop.calls).toHaveLength(1);
    later(10);
    inShop(aWooOrder({ date_modified_gmt: '2026-11-24T11:46:00' }));
    inShop(aWooOrder({ id: 124, number: '1002', date_modified_gmt: '2026-11-24T11:44:00' }));
    await sweep();
    expect(await poll()).toEqual(['1001']);
  });

  test('reads all pages', async () => {
    for (let id = 1; id <= 120; id += 1)
      inShop(aWooOrder({ id, number: String(5000 + id), status: 'pending' }));
    await sweep();
    const last = await findEntry({ storeId: 'coolbike', key: 'woocommerce#120' });
    expect(last?.entry.concluded?.conclusion).toBe('Held');
    expect(shop.calls).toHaveLength(3);
  });

  test('that a shop turns away comes again when the shop says, and loses nothing', async () => {
    inShop(aWooOrder());
    shop.fail = () => ({ status: 429, headers: { 'retry-after': '1800' } });
    await sweep();
    expect(await getConnectionActivity(place)).toMatchObject({
      sweptTo: undefined,
      lastSweepFailure: 'The shop answered 429.',
      nextSweepAt: '2026-11-24T12:30:00Z',
    });
    delete shop.fail;
    later(31);
    await sweep();
    expect(await poll()).toEqual(['1001']);
    expect(await getConnectionActivity(place)).toMatchObject({ lastSweepFailure: undefined });
  });

  test('and a webhook at once are one order', async () => {
    inShop(aWooOrder());
    await Promise.all([sweep(), deliver(aWooOrder()), sweep(), deliver(aWooOrder())]);
    expect(await poll()).toEqual(['1001']);
  });

  test('asks nothing of a shop of which only the webhook is connected', async () => {
    await connectShop('woocommerce');
    await sweep();
    expect(shop.calls).toEqual([]);
  });

  test('says in words what is wrong with the keys, and never the keys', async () => {
    shop.fail = () => ({ status: 401, body: JSON.stringify({ message: 'Consumer key is invalid.' }) });
    await sweep();
    const { lastSweepFailure } = await getConnectionActivity(place);
    expect(lastSweepFailure).toBe('The shop answered 401: Consumer key is invalid.');
    expect(lastSweepFailure).not.toContain(KEY);
  });
});

describe('what failed within the call is done by the schedule', () => {
  test('at whichever request to the database it failed', async () => {
    const body = aWooOrder();
    const { calls } = await withFault(dynamodb, { fault: ({ send }) => send(), run: () => deliver(body) });
    expect(calls).toBeGreaterThan(6);
    for (const applied of [false, true]) {
      for (let failing = 1; failing <= calls; failing += 1) {
        setClock(NOW);
        await emptyTables(['INBOX_TABLE', 'ORDERS_TABLE']);
        const { result: status } = await withFault(dynamodb, {
          fault: async ({ number, send }) => {
            if (number < failing) return send();
            if (applied && number === failing) await send().catch(() => undefined);
            throw databaseError('AccessDeniedException');
          },
          run: () => deliver(body),
        });
        expect({ applied, failing, status }).toEqual({ applied, failing, status: 503 });
        const kept = await findEntry({ storeId: 'coolbike', key: 'woocommerce#123' });
        later(2);
        await repeat({}, toContext({}));
        // Before it was kept only the shop has it; the shop was answered so.
        expect({ applied, failing, ids: await poll() }).toEqual({
          applied,
          failing,
          ids: kept ? ['1001'] : [],
        });
        expect(await deliver(body)).toBe(200);
        expect(await poll()).toEqual(['1001']);
      }
    }
  }, 120_000);

  test('and a payload is removed once the order has been settled for 30 days', async () => {
    await deliver(aWooOrder());
    later(31 * 24 * 60);
    await repeat({}, toContext({}));
    const kept = await findEntry({ storeId: 'coolbike', key: 'woocommerce#123' });
    expect({ payload: kept?.payload, orderId: kept?.entry.orderId, dueAt: kept?.entry.dueAt }).toEqual({
      payload: undefined,
      orderId: '1001',
      dueAt: undefined,
    });
    expect(await deliver(aWooOrder({ date_modified_gmt: wooTime(5) }))).toBe(200);
    expect(await poll()).toEqual(['1001']);
  });
});

describe('permutations and repetitions of what happens to an order in its shop', () => {
  const story = [
    aWooOrder({ status: 'pending', date_modified_gmt: wooTime(0) }),
    aWooOrder({ status: 'processing', date_modified_gmt: wooTime(10) }),
    aWooOrder({
      status: 'processing',
      date_modified_gmt: wooTime(20),
      shipping_total: '10.00',
      total: '78.14',
    }),
  ];
  const canceled = aWooOrder({
    status: 'cancelled',
    date_modified_gmt: wooTime(30),
    shipping_total: '10.00',
    total: '78.14',
  });

  function permutations<T>(all: T[]): T[][] {
    if (all.length <= 1) return [all];
    return all.flatMap((one, at) => permutations(all.toSpliced(at, 1)).map((rest) => [one, ...rest]));
  }

  test('create, pay and edit end alike: one order, in its newest version', async () => {
    for (const order of permutations(story)) {
      await emptyTables(['INBOX_TABLE', 'ORDERS_TABLE']);
      for (const one of [...order, ...order]) expect(await deliver(one)).toBe(200);
      expect(await poll()).toEqual(['1001']);
      expect(await lookUp('1001')).toMatchObject({ status: 'New', totals: { total: '78.14' } });
    }
  }, 60_000);

  test('create, pay, edit and cancel end alike: nothing is offered', async () => {
    for (const order of permutations([...story, canceled])) {
      await emptyTables(['INBOX_TABLE', 'ORDERS_TABLE']);
      for (const one of [...order, ...order]) expect(await deliver(one)).toBe(200);
      expect(await poll()).toEqual([]);
      const entry = (await findEntry({ storeId: 'coolbike', key: 'woocommerce#123' }))?.entry;
      expect(entry?.concluded?.conclusion).toBe('Canceled');
    }
  }, 120_000);
});

test('BigCommerce asks for the rest of an order by its number, and for nothing when nothing changed', async () => {
  const asked: string[] = [];
  const api = bigcommerceApi(
    { shop: 'https://api.bigcommerce.com/stores/abc', token: 't' },
    ({ method, url }) => {
      asked.push(`${method} ${url}`);
      return Promise.resolve({ status: 204, headers: {}, body: '' });
    },
  );
  expect(await api.changedSince('2026-11-24T12:00:00Z')).toEqual({
    ok: true,
    value: { orders: [], next: undefined },
  });
  expect(asked).toEqual([
    'GET https://api.bigcommerce.com/stores/abc/v2/orders?min_date_modified=2026-11-24T12%3A00%3A00Z&sort=date_modified:asc&limit=50&page=1&include=consignments.line_items,fees&consignment_structure=object',
  ]);
});
