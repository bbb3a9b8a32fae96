import { describe, expect, test } from '@jest/globals';
import { acknowledge } from '../../lib/domain/acknowledge.ts';
import type { Order } from '../../lib/domain/order.ts';
import { acting } from '../support/acting.ts';
import { anOrder } from '../support/an-order.ts';
import { openStorage } from '../support/storage.ts';

const {
  storeId,
  item,
  putItem,
  putItems,
  answering,
  getOrder,
  putOrder,
  changeOrder,
  changeOrders,
  listOrders,
  nextInTurn,
  offerOutstanding,
  summarizeOutstanding,
} = await openStorage();

/** The instant a number of seconds after the start of the tests' hour. */
const at = (seconds: number) => new Date(Date.UTC(2026, 10, 23, 12, 0, seconds)).toISOString();

async function placeAt(seconds: number, orderId: string): Promise<void> {
  const fresh = anOrder({ orderId, receivedAt: at(seconds), outstandingSince: at(seconds) });
  await putOrder(acting(storeId()), { fresh, created: 1, again: (order) => ({ order, result: 0 }) });
}

/** Places a number of orders, one a second; their names sort the other way round. */
async function placeMany(count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, (_, index) => `order-${999 - index}`);
  for (const [index, orderId] of ids.entries()) await placeAt(index, orderId);
  return ids;
}

interface Poll {
  limit?: number;
  maxBytes?: number;
  write?: (order: Order) => { value: string; bytes: number };
}

const named = (order: Order) => ({ value: order.orderId, bytes: 1 });

/** What a poll offers, by name. */
async function pollAt(seconds: number, { write = named, ...poll }: Poll = {}): Promise<string[]> {
  const offered = await offerOutstanding(storeId(), {
    limit: 30,
    maxBytes: 1_000_000,
    writer: () => Promise.resolve(write),
    ...poll,
    now: at(seconds),
  });
  return offered.map(({ written }) => written.value);
}

const took = (seconds: number) => (order: Order) =>
  acknowledge(order, { orderId: order.orderId, saysSuccess: true, failed: false, errors: [] }, at(seconds));

const refused = (seconds: number) => (order: Order) =>
  acknowledge(
    order,
    { orderId: order.orderId, saysSuccess: false, failed: true, errors: ['no'] },
    at(seconds),
  );

describe('outstanding orders', () => {
  test('are offered longest waiting first, each once before any of them comes again', async () => {
    const ids = await placeMany(75);
    expect(await pollAt(1001)).toEqual(ids.slice(0, 30));
    expect(await pollAt(1002)).toEqual(ids.slice(30, 60));
    // The thirty that had their turn together come in any order among themselves.
    const third = await pollAt(1003);
    const fourth = await pollAt(1004);
    expect(third.slice(15)).toEqual(ids.slice(60));
    expect([...third.slice(0, 15), ...fourth.slice(0, 15)].toSorted()).toEqual(ids.slice(0, 30).toSorted());
    expect(ids.slice(30, 60)).toEqual(expect.arrayContaining(fourth.slice(15)));
    expect(new Set([...third, ...fourth]).size).toBe(60);
  });

  test('are offered again and again until they are settled, by how long they have waited', async () => {
    const ids = await placeMany(3);
    for (const seconds of [1001, 1002, 1003]) expect(await pollAt(seconds)).toEqual(ids);
    expect((await getOrder(storeId(), 'order-999')).offers).toEqual({
      count: 3,
      firstAt: at(1001),
      lastAt: at(1003),
    });
  });

  test('are offered by the poll that follows the storing, and not by the one that follows the acknowledgement', async () => {
    for (let round = 0; round < 40; round += 1) {
      const orderId = `order-${round}`;
      await placeAt(round * 10, orderId);
      expect(await pollAt(round * 10 + 1)).toEqual([orderId]);
      await changeOrder(acting(storeId()), orderId, took(round * 10 + 2));
      expect(await pollAt(round * 10 + 3)).toEqual([]);
    }
  });

  test('are never starved by thirty that are always refused, nor by new ones', async () => {
    const old = await placeMany(60);
    const waiting = new Set(old);
    for (let poll = 0; poll < 3; poll += 1) {
      const now = 1000 + poll * 10;
      for (let fresh = 0; fresh < 10; fresh += 1) await placeAt(now, `new-${poll}-${fresh}`);
      const offered = await pollAt(now + 1);
      for (const orderId of offered) waiting.delete(orderId);
      await changeOrders(acting(storeId()), new Map(offered.map((orderId) => [orderId, refused(now + 2)])));
    }
    expect([...waiting]).toEqual([]);
  });

  test('are at most as many as were asked for, and fit into the bytes; one always does', async () => {
    const ids = await placeMany(5);
    const write = (order: Order) => ({ value: order.orderId, bytes: 10 });
    expect(await pollAt(1001, { limit: 2 })).toEqual(ids.slice(0, 2));
    expect(await pollAt(1002, { write, maxBytes: 25 })).toEqual(ids.slice(2, 4));
    expect(await pollAt(1003, { write, maxBytes: 5 })).toEqual(ids.slice(4));
  });

  test('of another store are not offered', async () => {
    await placeAt(0, 'mine');
    const other = { limit: 30, maxBytes: 1000, now: at(1), writer: () => Promise.resolve(named) };
    expect(await offerOutstanding(`${storeId()}-2`, other)).toEqual([]);
  });
});

describe('two polls at once', () => {
  test('count every offer, and leave no order out', async () => {
    const ids = await placeMany(20);
    const polls = await Promise.all([pollAt(1001), pollAt(1001)]);
    const offered = polls.flat();
    expect(new Set(offered)).toEqual(new Set(ids));
    for (const orderId of ids) {
      const { offers } = await getOrder(storeId(), orderId);
      expect(offers.count).toBe(offered.filter((one) => one === orderId).length);
    }
  });

  test('and an acknowledgement between reading and writing: the order is not offered', async () => {
    await placeAt(0, 'taken');
    await placeAt(1, 'waiting');
    let done = false;
    const offered = await answering(
      async ({ command, input, send }) => {
        if (command.startsWith('Put') && JSON.stringify(input).includes('"taken"') && !done) {
          done = true;
          await changeOrder(acting(storeId()), 'taken', took(5));
        }
        return send();
      },
      () => pollAt(1001),
    );
    expect({ done, offered }).toEqual({ done: true, offered: ['waiting'] });
  });
});

describe('what cannot be offered', () => {
  test('an item that is no order goes to the end of the queue with a note, and is not touched otherwise', async () => {
    const damaged = {
      orderId: 'damaged',
      turn: at(0),
      order: { status: 'New', lines: 'none' },
      revision: 'r',
    };
    await putItem(damaged);
    await placeAt(1, 'sound');
    expect(await pollAt(1001)).toEqual(['sound']);
    const note = {
      source: 'system',
      text: 'Left out of the answer to Lightspeed: it could not be read from the database.',
    };
    expect(await item('damaged')).toEqual({
      store: storeId(),
      ...damaged,
      turn: at(1001),
      damageNotes: [{ ...note, firstAt: at(1001), lastAt: at(1001), count: 1 }],
    });
    await pollAt(1002);
    expect((await item('damaged'))?.['damageNotes']).toEqual([
      { ...note, firstAt: at(1001), lastAt: at(1002), count: 2 },
    ]);
  });

  test('an order that cannot be written goes to the end of the queue with a note', async () => {
    await placeAt(0, 'unwritable');
    await placeAt(1, 'sound');
    const write = ({ orderId }: Order) => {
      if (orderId === 'unwritable') throw new Error('it has no lines.');
      return { value: orderId, bytes: 1 };
    };
    expect(await pollAt(1001, { write })).toEqual(['sound']);
    expect((await getOrder(storeId(), 'unwritable')).notes).toEqual([
      {
        source: 'system',
        text: 'Left out of the answer to Lightspeed: it has no lines.',
        firstAt: at(1001),
        lastAt: at(1001),
        count: 1,
      },
    ]);
  });

  test('forty damaged items at the head of the queue do not hold up what is behind them', async () => {
    await putItems(
      Array.from({ length: 40 }, (_, index) => ({ orderId: `damaged-${index}`, turn: at(index) })),
    );
    await placeAt(50, 'sound');
    expect(await pollAt(1001)).toEqual(['sound']);
  });
});

describe('the count of what is outstanding', () => {
  test('tells how many, how many of them refused, and which has waited longest, though it was offered last', async () => {
    const [first = '', second = ''] = await placeMany(4);
    await pollAt(1001, { limit: 1 });
    await changeOrder(acting(storeId()), second, refused(1002));
    expect(await summarizeOutstanding(storeId())).toEqual({
      outstanding: 4,
      leftOut: [],
      beforeStart: 0,
      refused: 1,
      oldest: { orderId: first, since: at(0) },
    });
    await changeOrder(acting(storeId()), first, took(1003));
    expect(await summarizeOutstanding(storeId())).toEqual({
      outstanding: 3,
      leftOut: [],
      beforeStart: 0,
      refused: 1,
      oldest: { orderId: second, since: at(1) },
    });
    expect(await summarizeOutstanding(`${storeId()}-2`)).toEqual({
      outstanding: 0,
      leftOut: [],
      beforeStart: 0,
      refused: 0,
      oldest: undefined,
    });
  });

  test('names what the last poll left out, however many were offered, until it can be written', async () => {
    await putItem({ orderId: 'damaged', turn: at(0), outstandingSince: at(5), order: { status: 'New' } });
    await putItem({ orderId: 'damaged-time', turn: at(0), outstandingSince: 'long ago' });
    const [first = '', second = ''] = await placeMany(60);
    const unwritable = (order: Order) => {
      if ([first, second].includes(order.orderId)) throw new Error('it has no lines.');
      return named(order);
    };
    const leftOut = async () => {
      const { leftOut: ids, outstanding, oldest } = await summarizeOutstanding(storeId());
      return { ids: ids.toSorted(), outstanding, oldest };
    };
    expect(await leftOut()).toEqual({
      ids: ['damaged-time'],
      outstanding: 62,
      oldest: { orderId: first, since: at(0) },
    });
    for (const now of [1001, 1002, 1003]) await pollAt(now, { write: unwritable });
    await changeOrder(acting(storeId()), second, took(1004));
    expect(await leftOut()).toEqual({
      ids: ['damaged', 'damaged-time', first],
      outstanding: 61,
      oldest: { orderId: first, since: at(0) },
    });
    for (const now of [1005, 1006, 1007]) await pollAt(now);
    expect((await leftOut()).ids).toEqual(['damaged', 'damaged-time']);
  });

  test('goes on where one answer of the database ends, at 1 MB', async () => {
    const count = 1100;
    await putItems(
      Array.from({ length: count }, (_, index) => ({
        orderId: `order-${index}`,
        turn: at(index),
        outstandingSince: at(index),
        refusedPlaced: 'x'.repeat(1000),
      })),
    );
    let queries = 0;
    const summary = await answering(
      ({ send }) => {
        queries += 1;
        return send();
      },
      () => summarizeOutstanding(storeId()),
    );
    expect(summary).toEqual({
      outstanding: count,
      leftOut: [],
      beforeStart: 0,
      refused: count,
      oldest: { orderId: 'order-0', since: at(0) },
    });
    expect(queries).toBeGreaterThan(1);
  });
});

test('every read asks for what is stored now, not for what was stored a moment ago', async () => {
  await placeAt(0, 'order-1');
  const reads: unknown[] = [];
  await answering(
    ({ command, input, send }) => {
      if (/^(Get|Query)/.test(command)) reads.push([command, input['ConsistentRead']]);
      if (command.startsWith('BatchGet')) {
        const tables = Object.values(input['RequestItems'] as Record<string, { ConsistentRead?: boolean }>);
        reads.push(...tables.map(({ ConsistentRead }) => [command, ConsistentRead]));
      }
      return send();
    },
    async () => {
      await getOrder(storeId(), 'order-1');
      await listOrders(storeId(), { limit: 5 });
      await nextInTurn(storeId(), { limit: 5 });
      await summarizeOutstanding(storeId());
      await pollAt(1001);
    },
  );
  expect(reads.length).toBeGreaterThan(6);
  expect(reads.filter((read) => Array.isArray(read) && read[1] !== true)).toEqual([]);
});
