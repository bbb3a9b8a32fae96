import { describe, expect, test } from '@jest/globals';
import { anOrderBody, anOrderBodyOf } from '../support/an-order-body.ts';
import { setClock, stopClock } from '../support/clock.ts';
import { openStore } from '../support/store.ts';

const { lightspeed, webstore, place, lookUp, putItem, handlers } = await openStore();

/** An order as a list tells it: as it is looked up, without its messages. */
async function listed(orderId: string): Promise<object> {
  const { messages, ...order } = await lookUp(orderId);
  expect(messages).toEqual([]);
  return order;
}
stopClock('2026-11-23T18:04:10Z');

const get = (query = '') => webstore('GET', `/orders${query}`, undefined, { handler: handlers.listOrders });

interface Page {
  orders: { orderId: string }[];
  nextCursor?: string;
}

async function page(query = ''): Promise<{ orderIds: string[]; nextCursor: string | undefined }> {
  const { status, body } = await get(query);
  expect(status).toBe(200);
  const { orders, nextCursor }: Page = JSON.parse(body);
  return { orderIds: orders.map(({ orderId }) => orderId), nextCursor };
}

/** All pages, each with its ids. */
async function pages(query: string): Promise<string[][]> {
  const all: string[][] = [];
  let cursor = '';
  do {
    const { orderIds, nextCursor } = await page(`?${query}${cursor && `&cursor=${cursor}`}`);
    all.push(orderIds);
    cursor = nextCursor ?? '';
  } while (cursor);
  return all;
}

const placedAt = (second: number) => `2026-11-01T00:00:${String(second).padStart(2, '0')}Z`;

test('an empty store has an empty page', async () => {
  const { status, headers, body } = await get();
  expect({ status, headers, body: JSON.parse(body) }).toEqual({
    status: 200,
    headers: { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' },
    body: { orders: [] },
  });
});

test('orders are told as they are when looked up', async () => {
  await place('1', anOrderBody());
  const { body } = await get();
  expect(JSON.parse(body)).toEqual({ orders: [await listed('1')] });
});

test('they come newest first, by the time they were placed', async () => {
  await place('middle', anOrderBody({ placedAt: '2026-11-02T00:00:00+02:00' }));
  await place('newest', anOrderBody({ placedAt: '2026-11-01T23:00:00.5Z' }));
  await place('oldest', anOrderBody({ placedAt: '2026-11-01T21:59:59.999Z' }));
  expect(await page()).toEqual({ orderIds: ['newest', 'middle', 'oldest'], nextCursor: undefined });
});

test('of those placed at the same time, the one received last comes first', async () => {
  await place('first', anOrderBody());
  setClock('2026-11-23T18:04:11Z');
  await place('second', anOrderBody());
  expect((await page()).orderIds).toEqual(['second', 'first']);
});

test('an item that is no order is left out, and the others are told', async () => {
  await place('1', anOrderBody());
  await putItem({
    orderId: 'damaged',
    placed: '2026-11-02T00:00:00.000Z#2026-11-02T00:00:00.000Z',
    order: {},
  });
  expect((await page()).orderIds).toEqual(['1']);
});

describe('pages', () => {
  test('follow one another by their cursor, without a gap or a repetition', async () => {
    for (let second = 1; second <= 5; second += 1)
      await place(`n${second}`, anOrderBody({ placedAt: placedAt(second) }));
    expect(await pages('limit=2')).toEqual([['n5', 'n4'], ['n3', 'n2'], ['n1']]);
  });

  test('are not disturbed by new orders', async () => {
    for (let second = 1; second <= 4; second += 1)
      await place(`n${second}`, anOrderBody({ placedAt: placedAt(second) }));
    const { orderIds, nextCursor } = await page('?limit=2');
    await place('n9', anOrderBody({ placedAt: placedAt(9) }));
    expect(orderIds).toEqual(['n4', 'n3']);
    expect((await page(`?limit=2&cursor=${nextCursor}`)).orderIds).toEqual(['n2', 'n1']);
  });

  test('have 25 orders by default and 100 at most', async () => {
    for (let at = 0; at < 101; at += 1) await place(`n${at}`, anOrderBody());
    expect((await page()).orderIds).toHaveLength(25);
    expect((await page('?limit=100')).orderIds).toHaveLength(100);
    expect((await pages('limit=100')).flat()).toHaveLength(101);
  });
});

test('a page of the largest orders stays below the 6 MB of a function’s answer, and the next one goes on', async () => {
  const lines = Array.from({ length: 25 }, (_, at) => ({
    sku: `S${at}`,
    quantity: 1,
    description: '"'.repeat(4000),
  }));
  const large = anOrderBodyOf(lines);
  const orderIds = Array.from({ length: 14 }, (_, at) => `large-${String(at).padStart(2, '0')}`);
  for (const orderId of orderIds) await place(orderId, large);
  const answer = await get('?limit=100');
  expect(JSON.stringify(answer).length).toBeLessThan(6_000_000);
  for (const query of ['limit=100', 'limit=100&status=New', 'limit=100&updatedSince=2026-11-01T00:00:00Z']) {
    const all = await pages(query);
    expect(all.map(({ length }) => length)).toEqual([11, 3]);
    expect(all.flat().toSorted()).toEqual(orderIds);
  }
});

describe('by status', () => {
  const placeAllStatuses = async () => {
    for (const orderId of ['new', 'refused', 'downloaded', 'part', 'shipped', 'canceled']) {
      await place(orderId, anOrderBodyOf([{ sku: 'A', quantity: 2 }]));
    }
    await lightspeed(
      'POST',
      '/LightSpeed/AcknowledgeRequest',
      '<A><Order Id="refused" Error="x"/><Order Id="downloaded"/></A>',
    );
    await lightspeed('POST', '/LightSpeed/Order/part/Shipment', '<S TrackingNumber="1"><Item Sku="A"/></S>');
    await lightspeed('POST', '/LightSpeed/Order/shipped/Shipment', '<S TrackingNumber="1"/>');
    await lightspeed('POST', '/LightSpeed/Order/canceled/Cancel');
  };

  test.each([
    ['New', ['new', 'refused']],
    ['Refused', ['refused']],
    ['Downloaded', ['downloaded']],
    ['PartiallyShipped', ['part']],
    ['Shipped', ['shipped']],
    ['Canceled', ['canceled']],
  ])('%s', async (status, expected) => {
    await placeAllStatuses();
    expect((await page(`?status=${status}`)).orderIds.toSorted()).toEqual(expected);
  });

  test.each(['New', 'Refused'])('%s comes in pages, too', async (status) => {
    for (let second = 1; second <= 5; second += 1) {
      await place(`n${second}`, anOrderBody({ placedAt: placedAt(second) }));
      await lightspeed('POST', '/LightSpeed/AcknowledgeRequest', `<A><Order Id="n${second}" Error="x"/></A>`);
    }
    expect(await pages(`status=${status}&limit=2`)).toEqual([['n5', 'n4'], ['n3', 'n2'], ['n1']]);
  });

  test('Refused no longer holds an order that was downloaded', async () => {
    await placeAllStatuses();
    await lightspeed('POST', '/LightSpeed/AcknowledgeRequest', '<A><Order Id="refused"/></A>');
    expect((await page('?status=Refused')).orderIds).toEqual([]);
  });
});

describe('changed since a time', () => {
  const changed = async (query: string) => {
    const { status, body } = await get(`?${query}`);
    expect(status).toBe(200);
    const { orders, ...rest }: Page & { nextUpdatedSince: string } = JSON.parse(body);
    return { orderIds: orders.map(({ orderId }) => orderId), ...rest };
  };
  const at = (minute: number) => `2026-11-23T19:${String(minute).padStart(2, '0')}:00Z`;
  const acknowledge = async (orderId: string) => {
    await lightspeed('POST', '/LightSpeed/AcknowledgeRequest', `<A><Order Id="${orderId}"/></A>`);
  };
  /** n1 to n4, a minute each. */
  const placeFour = async () => {
    for (let minute = 1; minute <= 4; minute += 1) {
      setClock(at(minute));
      await place(`n${minute}`, anOrderBody());
    }
  };

  test('come the earliest change first, as they are when looked up', async () => {
    await placeFour();
    setClock(at(10));
    await acknowledge('n2');
    expect(await changed(`updatedSince=${at(3)}`)).toEqual({
      orderIds: ['n3', 'n4', 'n2'],
      nextUpdatedSince: at(5),
    });
    const { body } = await get(`?updatedSince=${at(10)}`);
    expect(JSON.parse(body)).toEqual({ orders: [await listed('n2')], nextUpdatedSince: at(10) });
  });

  test('take a time with any offset, and one in the future', async () => {
    await placeFour();
    expect(
      (await changed(`updatedSince=${encodeURIComponent('2026-11-23T12:04:00-07:00')}`)).orderIds,
    ).toEqual(['n4']);
    expect(await changed('updatedSince=2030-01-01T00:00:00Z')).toEqual({
      orderIds: [],
      nextUpdatedSince: '2030-01-01T00:00:00Z',
    });
  });

  test('come in pages, to whose end an order moves that changes meanwhile', async () => {
    await placeFour();
    setClock(at(20));
    const first = await changed(`updatedSince=${at(1)}&limit=2`);
    expect(first).toEqual({
      orderIds: ['n1', 'n2'],
      nextCursor: expect.any(String),
      nextUpdatedSince: at(15),
    });
    setClock(at(21));
    await acknowledge('n1');
    await acknowledge('n3');
    const second = await changed(`updatedSince=${at(1)}&limit=10&cursor=${first.nextCursor}`);
    expect({ ...second, orderIds: [second.orderIds[0], ...second.orderIds.slice(1).toSorted()] }).toEqual({
      orderIds: ['n4', 'n1', 'n3'],
      nextUpdatedSince: at(15),
    });
  });

  test('do not count an offer as a change', async () => {
    await placeFour();
    setClock(at(30));
    await lightspeed('GET', '/LightSpeed/OutstandingActivity');
    expect((await changed(`updatedSince=${at(5)}`)).orderIds).toEqual([]);
  });

  test.each([
    ['updatedSince=yesterday', '/updatedSince', 'must be an instant such as "2026-11-23T18:04:05Z"'],
    ['updatedSince=', '/updatedSince', 'must be an instant such as "2026-11-23T18:04:05Z"'],
    ['updatedSince=2026-11-23T19:00:00Z&status=New', '/status', 'cannot be combined with updatedSince'],
    ['updatedSince=2026-11-23T19:00:00Z&cursor=nonsense', '/cursor', 'is not a cursor of this list'],
  ])('%s is refused', async (query, pointer, detail) => {
    const { status, body } = await get(`?${query}`);
    expect(status).toBe(422);
    expect(JSON.parse(body)).toMatchObject({ code: 'InvalidRequest', errors: [{ pointer, detail }] });
  });

  test('refuse a cursor of the other lists, of an earlier time, and the other lists theirs', async () => {
    await placeFour();
    const { nextCursor: ours } = await changed(`updatedSince=${at(1)}&limit=1`);
    const { nextCursor: theirs } = await page('?limit=1');
    const refused = [
      `cursor=${ours}`,
      `updatedSince=${at(1)}&cursor=${theirs}`,
      `updatedSince=${at(2)}&cursor=${ours}`,
    ];
    for (const query of refused) expect([query, (await get(`?${query}`)).status]).toEqual([query, 422]);
  });
});

describe('a query that is not valid', () => {
  test.each([
    ['status=new', '/status', 'must be one of New, Refused, Downloaded, PartiallyShipped, Shipped, Canceled'],
    ['limit=0', '/limit', 'must be a whole number from 1 to 100'],
    ['limit=101', '/limit', 'must be a whole number from 1 to 100'],
    ['limit=ten', '/limit', 'must be a whole number from 1 to 100'],
    ['limit=-1', '/limit', 'must be a whole number from 1 to 100'],
    ['limit=', '/limit', 'must be a whole number from 1 to 100'],
    ['cursor=nonsense', '/cursor', 'is not a cursor of this list'],
    ['cursor=', '/cursor', 'is not a cursor of this list'],
    ['cursor=WyJhIiwiYiIsImMiXQ', '/cursor', 'is not a cursor of this list'],
    ['cursor=WzEsMl0', '/cursor', 'is not a cursor of this list'],
  ])('%s', async (query, pointer, detail) => {
    const { status, body } = await get(`?${query}`);
    expect(status).toBe(422);
    expect(JSON.parse(body)).toMatchObject({ code: 'InvalidRequest', errors: [{ pointer, detail }] });
  });

  test('is one with another status’s cursor', async () => {
    await place('1', anOrderBody());
    await place('2', anOrderBody());
    const { nextCursor } = await page('?limit=1');
    expect((await get(`?status=Shipped&cursor=${nextCursor}`)).status).toBe(422);
  });
});
