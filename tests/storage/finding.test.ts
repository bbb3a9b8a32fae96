import { describe, expect, test } from '@jest/globals';
import { acting } from '../support/acting.ts';
import { openStorage } from '../support/storage.ts';
import { aContent, anOrder } from '../support/an-order.ts';

const { storeId, putOrder, putItem, countAhead, nextInTurn } = await openStorage();
const { findInStores } = await import('../../lib/database/finding.ts');

async function place(store: string, order: ReturnType<typeof anOrder>): Promise<void> {
  const again = (before: typeof order) => ({ order: before, result: undefined });
  await putOrder(acting(store), { fresh: order, created: undefined, again });
}

describe('an order id is looked for in many stores', () => {
  test('and found in those that have it, each with its own', async () => {
    const [a, b, none] = [`${storeId()}-a`, `${storeId()}-b`, `${storeId()}-none`];
    const ofA = anOrder({ orderId: '1234' });
    const ofB = anOrder({ orderId: '1234', status: 'Shipped' });
    await place(a, ofA);
    await place(b, ofB);
    await place(none, anOrder({ orderId: '12345' }));
    expect(await findInStores('1234', [none, b, a, b])).toEqual(
      new Map([
        [a, { order: ofA }],
        [b, { order: ofB }],
      ]),
    );
  });

  test('also where its item is damaged', async () => {
    const text = 'Left out of the answer to Lightspeed: it could not be read.';
    const at = '2026-11-23T18:00:00Z';
    const note = { source: 'system', text, firstAt: at, lastAt: at, count: 1 };
    await putItem({ orderId: '1', damageNotes: [note] });
    await putItem({ orderId: '2', damageNotes: 'none' });
    expect(await findInStores('1', [storeId()])).toEqual(new Map([[storeId(), { damageNotes: [note] }]]));
    expect(await findInStores('2', [storeId()])).toEqual(new Map([[storeId(), { damageNotes: [] }]]));
  });

  test('of which more than a hundred are asked in turn', async () => {
    const ids = Array.from({ length: 101 }, (_, at) => `${storeId()}-${at}`);
    await place(ids[100] ?? '', anOrder({ orderId: '1' }));
    expect([...(await findInStores('1', ids)).keys()]).toEqual([ids[100]]);
  });

  test('and in none if it can be no order’s', async () => {
    expect(await findInStores('', [storeId()])).toEqual(new Map());
    expect(await findInStores('#1234', [storeId()])).toEqual(new Map());
  });
});

test('the orders ahead of another are those of an earlier turn, but for those before the start point', async () => {
  const times = ['18:00', '18:01', '18:02', '18:03'].map((time) => `2026-11-23T${time}:00Z`);
  for (const [at, time] of times.entries()) {
    const content = aContent({ placedAt: `2026-11-2${at}T00:00:00Z` });
    await place(storeId(), anOrder({ orderId: `${at}`, content, outstandingSince: time, receivedAt: time }));
  }
  expect(await nextInTurn(storeId(), { limit: 4 })).toEqual(['0', '1', '2', '3']);
  const ahead = await Promise.all(times.map((turn) => countAhead(storeId(), { turn })));
  expect(ahead).toEqual([0, 1, 2, 3]);
  const startAt = '2026-11-21T00:00:00Z';
  const since = await Promise.all(times.map((turn) => countAhead(storeId(), { turn, startAt })));
  expect(since).toEqual([0, 0, 1, 2]);
  expect(await countAhead(`${storeId()}-2`, { turn: '2026-11-23T19:00:00Z' })).toBe(0);
});
