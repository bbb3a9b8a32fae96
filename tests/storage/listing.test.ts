import { describe, expect, test } from '@jest/globals';
import type { ListedStatus, Order, OrderStatus } from '../../lib/domain/order.ts';
import { acting } from '../support/acting.ts';
import { aContent, anOrder } from '../support/an-order.ts';
import { openStorage } from '../support/storage.ts';

const { storeId, putItem, putOrder, changeOrder, listOrders } = await openStorage();

const day = (number: number) => `2026-11-${String(number).padStart(2, '0')}T12:00:00Z`;

async function place(orderId: string, placedAt: string, differs: Partial<Order> = {}): Promise<void> {
  const fresh = anOrder({ ...differs, orderId, content: aContent({ placedAt }) });
  await putOrder(acting(storeId()), { fresh, created: 1, again: (order) => ({ order, result: 0 }) });
}

/** The ids on each page of a list, until there is no further one. */
async function pagesOf(limit: number, status?: ListedStatus): Promise<string[][]> {
  const pages: string[][] = [];
  let cursor: string | undefined;
  do {
    const page = await listOrders(storeId(), { status, limit, cursor });
    pages.push(page.orders.map(({ orderId }) => orderId));
    cursor = page.nextCursor;
  } while (cursor !== undefined && pages.length < 50);
  return pages;
}

const idsOf = async (limit: number, status?: ListedStatus) => (await pagesOf(limit, status)).flat();

const cursorOf = (position: unknown) => Buffer.from(JSON.stringify(position)).toString('base64url');

describe('a list', () => {
  test('has the newest order first, by when it was placed, not by when it came or is called', async () => {
    await place('b', day(2), { receivedAt: day(20) });
    await place('a', day(3), { receivedAt: day(10) });
    await place('c', '2026-11-02T12:00:00.500Z');
    await place('d', day(1));
    expect(await idsOf(25)).toEqual(['a', 'c', 'b', 'd']);
  });

  test('of orders placed at one moment has the last received first', async () => {
    await place('a', day(1), { receivedAt: day(3) });
    await place('b', day(1), { receivedAt: day(2) });
    await place('c', day(1), { receivedAt: day(4) });
    expect(await idsOf(25)).toEqual(['c', 'a', 'b']);
  });

  test('of a status has the orders of that status only, and each order once', async () => {
    const statuses: OrderStatus[] = ['New', 'Downloaded', 'PartiallyShipped', 'Shipped', 'Canceled'];
    // With all that an index key can hold.
    const shipments = [{ trackingNumber: '1Z1', shippedAt: day(20), recordedAt: day(21) }];
    for (const [at, status] of statuses.entries()) {
      await place(`${status}-1`, day(at + 1), { status, downloadedAt: day(20), shipments });
      await place(`${status}-2`, day(at + 2), { status, downloadedAt: day(20), shipments });
    }
    for (const status of statuses) expect(await idsOf(1, status)).toEqual([`${status}-2`, `${status}-1`]);
    expect((await idsOf(3)).length).toBe(10);
  });

  test('of the refused has the outstanding orders that failed at least once', async () => {
    await place('fine', day(1));
    await place('refused', day(2), { failedDownloads: 1 });
    await place('refused-often', day(3), { failedDownloads: 9 });
    await place('downloaded-in-the-end', day(4), { status: 'Downloaded', failedDownloads: 3 });
    expect(await idsOf(1, 'Refused')).toEqual(['refused-often', 'refused']);
  });

  test('follows an order from one status to the next at once', async () => {
    await place('a', day(1), { failedDownloads: 1 });
    await changeOrder(acting(storeId()), 'a', (order) => ({
      order: { ...order, status: 'Canceled' },
      result: 0,
    }));
    expect(await idsOf(5, 'New')).toEqual([]);
    expect(await idsOf(5, 'Refused')).toEqual([]);
    expect(await idsOf(5, 'Canceled')).toEqual(['a']);
  });

  test('leaves out an item that is no order, and has the others', async () => {
    await place('a', day(1));
    await putItem({ orderId: 'damaged', placed: `${day(2)}#${day(2)}`, order: { status: 'New' } });
    await place('b', day(3));
    expect(await idsOf(25)).toEqual(['b', 'a']);
  });
});

describe('the pages of a list', () => {
  test.each([1, 2, 3, 5, 6, 7, 100])('of %d have every order once, in order', async (limit) => {
    const ids = Array.from({ length: 6 }, (_, at) => `order-${at}`);
    for (const [at, orderId] of ids.entries()) await place(orderId, day(20 - at));
    const pages = await pagesOf(limit);
    expect(pages.flat()).toEqual(ids);
    expect(pages.every((page) => page.length <= limit)).toBe(true);
  });

  test('have every order once that was there all along, though others come and go', async () => {
    for (let at = 1; at <= 6; at += 1) await place(`order-${at}`, day(at));
    const first = await listOrders(storeId(), { status: 'New', limit: 2 });
    await place('later', day(25));
    await changeOrder(acting(storeId()), 'order-5', (order) => ({
      order: { ...order, status: 'Canceled' },
      result: 0,
    }));
    const second = await listOrders(storeId(), { status: 'New', limit: 10, cursor: first.nextCursor });
    expect([...first.orders, ...second.orders].map(({ orderId }) => orderId)).toEqual([
      'order-6',
      'order-5',
      'order-4',
      'order-3',
      'order-2',
      'order-1',
    ]);
  });

  test('more than a hundred orders of one moment are told apart by their ids', async () => {
    const ids = Array.from({ length: 110 }, (_, at) => `order-${at}`);
    await Promise.all(ids.map((orderId) => place(orderId, day(1))));
    const listed = await idsOf(100);
    expect(listed.toSorted()).toEqual(ids.toSorted());
  });
});

describe('a cursor', () => {
  test('of one store leads through the orders of the store that asks', async () => {
    await place('a', day(1));
    await place('b', day(2));
    const { nextCursor } = await listOrders(storeId(), { limit: 1 });
    expect(nextCursor).toBeDefined();
    expect(await listOrders('another-store', { limit: 5, cursor: nextCursor })).toEqual({ orders: [] });
  });

  test('that names a place where no order is leads on from there', async () => {
    await place('a', day(1));
    await place('b', day(3));
    const between = cursorOf(['2026-11-02T12:00:00.000Z#2026-11-23T12:00:00.000Z', 'gone']);
    const { orders } = await listOrders(storeId(), { limit: 5, cursor: between });
    expect(orders.map(({ orderId }) => orderId)).toEqual(['a']);
  });

  test.each([
    ['nothing', ''],
    ['no base64', '%%%'],
    ['no JSON', Buffer.from('{').toString('base64url')],
    ['no list', cursorOf({ placed: day(1) })],
    ['one member', cursorOf(['New#x'])],
    ['three members', cursorOf(['New#x', 'a', 'b'])],
    ['a number', cursorOf(['New#x', 1])],
    ['an empty key', cursorOf(['', 'a'])],
    ['an empty id', cursorOf(['New#x', ''])],
    ['a long key', cursorOf([`New#${'x'.repeat(125)}`, 'a'])],
    ['a long id', cursorOf(['New#x', 'a'.repeat(65)])],
    ['another status', cursorOf(['Shipped#x', 'a'])],
    ['odd characters', cursorOf(['New#\u{1F3CD}', 'a'])],
    ['half a surrogate pair', cursorOf(['New#\uD800', 'a'])],
    ['an id of odd characters', cursorOf(['New#x', '\u0000'])],
  ])('that says %s is refused', async (_what, cursor) => {
    await expect(listOrders(storeId(), { status: 'New', limit: 5, cursor })).rejects.toMatchObject({
      code: 'InvalidRequest',
      faults: [{ pointer: '/cursor', detail: 'is not a cursor of this list' }],
    });
  });

  test('of another list leads on from its place in this one', async () => {
    await place('a', day(1));
    const cursor = cursorOf(['New#2026-11-01T12:00:00.000Z', 'a']);
    const { orders } = await listOrders(storeId(), { limit: 5, cursor });
    expect(orders.map(({ orderId }) => orderId)).toEqual(['a']);
  });
});
