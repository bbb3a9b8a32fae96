import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { addNote } from '../../lib/domain/note.ts';
import type { Order } from '../../lib/domain/order.ts';
import { ship } from '../../lib/domain/ship.ts';
import { advance } from '../../lib/domain/life-cycle.ts';
import { acting } from '../support/acting.ts';
import { aContent, anOrder } from '../support/an-order.ts';
import { setClock, stopClock } from '../support/clock.ts';
import { openStorage } from '../support/storage.ts';

// Settled orders are removed after some days: DynamoDB does it by `expiresAt`, and until then reads skip them.

const { storeId, item, getOrder, putOrder, changeOrder, changeOrders, listOrders, readItems } =
  await openStorage();
const { findInStores } = await import('../../lib/database/finding.ts');
const { settings } = await import('../../lib/current-settings.ts');

const DAY = 86_400;
const NOW = '2026-11-23T18:04:05Z';
const NOW_SECONDS = 1_795_457_045;

stopClock(NOW);
beforeEach(() => {
  settings.settledDays = 730;
});
afterEach(() => {
  settings.settledDays = undefined;
});

const expiresAt = async () => (await item('100234'))?.['expiresAt'];

const place = (order: Order) =>
  putOrder(acting(storeId()), {
    fresh: order,
    created: 'created',
    again: (same) => ({ order: same, result: 'again' }),
  });

const shipped = (trackingNumber: string, at: string) => (order: Order) =>
  ship(order, [{ trackingNumber, remarks: [] }], at);

const noted = (order: Order) => ({
  order: addNote(order, { source: 'staff', text: 'x', now: NOW }),
  result: 'noted',
});

/** Stores an order that has shipped, and lets two years and a second go by. */
async function anExpiredOrder(): Promise<void> {
  await place(anOrder());
  await changeOrder(acting(storeId()), '100234', shipped('1Z', NOW));
  setClock('2028-11-22T18:04:06Z');
}

describe('the time of removal is written with the order', () => {
  test('when it is shipped, not before; later, when another package comes; a note changes nothing', async () => {
    await place(anOrder());
    expect(await expiresAt()).toBeUndefined();
    await changeOrder(acting(storeId()), '100234', shipped('1Z', NOW));
    expect(await expiresAt()).toBe(NOW_SECONDS + 730 * DAY);
    await changeOrder(acting(storeId()), '100234', noted);
    expect(await expiresAt()).toBe(NOW_SECONDS + 730 * DAY);
    await changeOrder(acting(storeId()), '100234', shipped('2Z', '2026-11-24T18:04:05Z'));
    expect(await expiresAt()).toBe(NOW_SECONDS + 731 * DAY);
  });

  test('when it is canceled, and taken away if it ever became outstanding again', async () => {
    await place(anOrder());
    await changeOrder(acting(storeId()), '100234', (order) => ({
      order: advance(order, 'cancel', NOW),
      result: '',
    }));
    expect(await expiresAt()).toBe(NOW_SECONDS + 730 * DAY);
    await changeOrder(acting(storeId()), '100234', () => ({ order: anOrder(), result: '' }));
    expect(await item('100234')).not.toHaveProperty('expiresAt');
  });

  test('not in a stage that keeps its orders', async () => {
    settings.settledDays = undefined;
    await place(anOrder());
    await changeOrder(acting(storeId()), '100234', shipped('1Z', NOW));
    expect(await item('100234')).not.toHaveProperty('expiresAt');
  });
});

describe('an order that has expired and is not removed yet', () => {
  test('is there until that second', async () => {
    await anExpiredOrder();
    setClock('2028-11-22T18:04:04Z');
    expect(await getOrder(storeId(), '100234')).toMatchObject({ status: 'Shipped' });
  });

  test('is not found: not by its id, in a list, in a batch, or by support', async () => {
    await anExpiredOrder();
    await expect(getOrder(storeId(), '100234')).rejects.toMatchObject({ code: 'OrderNotFound' });
    expect(await listOrders(storeId(), { limit: 10 })).toEqual({ orders: [], nextCursor: undefined });
    expect(await readItems(storeId(), ['100234'])).toEqual(new Map());
    expect(await findInStores('100234', [storeId()])).toEqual(new Map());
  });

  test('is unknown to a late call, which changes nothing', async () => {
    await anExpiredOrder();
    const before = await item('100234');
    await expect(changeOrder(acting(storeId()), '100234', shipped('2Z', NOW))).rejects.toMatchObject({
      code: 'OrderNotFound',
    });
    expect(await changeOrders(acting(storeId()), new Map([['100234', noted]]))).toEqual(new Map());
    expect(await item('100234')).toEqual(before);
  });

  test('gives its place to a new one of its id', async () => {
    await anExpiredOrder();
    const receivedAt = '2028-11-22T18:04:06Z';
    const content = aContent({ placedAt: receivedAt });
    const fresh = anOrder({ content, receivedAt, updatedAt: receivedAt, outstandingSince: receivedAt });
    expect((await place(fresh)).result).toBe('created');
    expect(await getOrder(storeId(), '100234')).toEqual(fresh);
    expect(await item('100234')).not.toHaveProperty('expiresAt');
  });

  test('is not made outstanding again by the webstore that still sends it', async () => {
    await anExpiredOrder();
    const fresh = anOrder({ content: aContent({ placedAt: NOW }), receivedAt: '2028-11-22T18:04:06Z' });
    await expect(place(fresh)).rejects.toMatchObject({ code: 'InvalidRequest' });
  });
});
