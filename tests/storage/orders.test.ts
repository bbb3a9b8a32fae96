import { describe, expect, test } from '@jest/globals';
import { addNote } from '../../lib/domain/note.ts';
import type { Order } from '../../lib/domain/order.ts';
import { acting } from '../support/acting.ts';
import { anAddress, anOrder, aContent, aLine, NOON } from '../support/an-order.ts';
import { lostAnswer, openStorage } from '../support/storage.ts';

const {
  storeId,
  item,
  putItem,
  answering,
  getOrder,
  putOrder,
  changeOrder,
  changeOrders,
  readItems,
  writeIfUnchanged,
} = await openStorage();

/** Stores an order like a webstore that sends it for the first time; `again` adds a note that says so. */
const place = (order: Order) =>
  putOrder(acting(storeId()), { fresh: order, created: 'created', again: noting('again', 'changed') });

const noting =
  <R>(text: string, result: R) =>
  (order: Order) => ({ order: addNote(order, { source: 'staff', text, now: NOON }), result });

const textsOf = ({ notes }: Order) => notes.map(({ text }) => text).toSorted();

/** A text of a number of bytes that no database can compress. */
const bytes = (size: number) => 'x'.repeat(size);

/** An order whose item has about a number of bytes. */
const anOrderOf = (orderId: string, size: number) =>
  anOrder({ orderId, content: aContent({ lines: [aLine({ description: bytes(size) })] }) });

describe('an order', () => {
  test('is read as it was stored: every field, every kind of character, nothing that was absent', async () => {
    const order = anOrder({
      orderId: '00123',
      content: aContent({
        billTo: anAddress({ firstName: 'Zoë 🏍 " \\ \u0001', company: '', email: undefined }),
        shipTo: anAddress({ city: '日本' }),
        lines: [aLine({ sku: '1e5', unitPrice: 999_999_999_999 }), aLine({ quantity: 0, unitPrice: 0 })],
        payments: [],
      }),
      shipments: [{ trackingNumber: '1Z', shippedAt: NOON, recordedAt: NOON, items: [] }],
      notes: [{ source: 'staff', text: 'x', firstAt: NOON, lastAt: NOON, count: 1 }],
      offers: { count: 2, firstAt: NOON, lastAt: NOON },
    });
    await place(order);
    expect(await getOrder(storeId(), '00123')).toEqual(order);
  });

  test('belongs to its store', async () => {
    await place(anOrder());
    await expect(getOrder('another-store', '100234')).rejects.toMatchObject({ code: 'OrderNotFound' });
    await expect(changeOrder(acting('another-store'), '100234', noting('x', 1))).rejects.toMatchObject({
      code: 'OrderNotFound',
    });
    expect(textsOf(await getOrder(storeId(), '100234'))).toEqual([]);
  });

  test('that does not exist is not made by changing it', async () => {
    await expect(changeOrder(acting(storeId()), '1', noting('x', 1))).rejects.toMatchObject({
      code: 'OrderNotFound',
    });
    expect(await item('1')).toBeUndefined();
  });

  test('is not asked for by what is no order id, which a key could not hold', async () => {
    for (const orderId of ['', 'x'.repeat(2000), 'a b', '\u0000']) {
      await expect(getOrder(storeId(), orderId)).rejects.toMatchObject({ code: 'OrderNotFound' });
    }
  });
});

describe('of many who place the same order at once', () => {
  test('one creates it and the others change what that one stored', async () => {
    const results = await Promise.all(Array.from({ length: 5 }, () => place(anOrder())));
    expect(results.map(({ result }) => result).toSorted()).toEqual([
      'changed',
      'changed',
      'changed',
      'changed',
      'created',
    ]);
    expect((await getOrder(storeId(), '100234')).notes).toEqual([
      { source: 'staff', text: 'again', firstAt: NOON, lastAt: NOON, count: 4 },
    ]);
  });
});

describe('a change', () => {
  test('is refused once the order is no longer as it was read, and leaves it as it is', async () => {
    await place(anOrder());
    const before = await item('100234');
    const stale = { order: anOrder(), revision: 'an older one', earlierRevisions: [] };
    expect(await writeIfUnchanged(acting(storeId()), stale, anOrder({ failedDownloads: 7 }))).toBe(false);
    expect(await item('100234')).toEqual(before);
  });

  test('that changes nothing writes nothing', async () => {
    await place(anOrder());
    const before = await item('100234');
    await changeOrder(acting(storeId()), '100234', (order) => ({ order, result: 'seen' }));
    expect(await item('100234')).toEqual(before);
  });

  test('marks the item anew and remembers the last eight marks', async () => {
    await place(anOrder());
    const marks = [];
    for (let at = 0; at < 10; at += 1) {
      marks.unshift((await item('100234'))?.['revision']);
      await changeOrder(acting(storeId()), '100234', noting(`note ${at}`, at));
    }
    const stored = await item('100234');
    expect(stored?.['earlierRevisions']).toEqual(marks.slice(0, 8));
    expect(new Set([stored?.['revision'], ...marks]).size).toBe(11);
  });

  test('is not lost when others change the order at once', async () => {
    await place(anOrder());
    const texts = ['a', 'b', 'c', 'd'];
    await Promise.all(texts.map((text) => changeOrder(acting(storeId()), '100234', noting(text, text))));
    expect(textsOf(await getOrder(storeId(), '100234'))).toEqual(texts);
  });

  test('is either done or refused as repeatable, however many others there are', async () => {
    await place(anOrder());
    const texts = Array.from({ length: 20 }, (_, at) => `note ${at}`);
    const settled = await Promise.allSettled(
      texts.map((text) => changeOrder(acting(storeId()), '100234', noting(text, text))),
    );
    const done = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value.result] : []));
    const refused = settled.flatMap((one): unknown[] => (one.status === 'rejected' ? [one.reason] : []));
    expect(textsOf(await getOrder(storeId(), '100234'))).toEqual(done.toSorted());
    for (const reason of refused) expect(reason).toMatchObject({ code: 'ServiceUnavailable' });
  });
});

describe('a write whose answer is lost', () => {
  /** Loses the answer of the first write; `meanwhile` runs between that and the SDK's repetition. */
  const losing = <R>(
    action: () => Promise<R>,
    meanwhile: () => Promise<unknown> = () => Promise.resolve(),
  ) => {
    let writes = 0;
    return answering(async ({ command, send }) => {
      const answer = await send();
      if (!command.startsWith('Put')) return answer;
      writes += 1;
      if (writes > 1) return answer;
      await meanwhile();
      throw lostAnswer();
    }, action);
  };

  test('is known again by its writer when an order is created', async () => {
    expect(await losing(() => place(anOrder()))).toEqual({ order: anOrder(), result: 'created' });
    expect(await getOrder(storeId(), '100234')).toEqual(anOrder());
  });

  test('is known again when an order is changed, and has no second effect', async () => {
    await place(anOrder());
    await losing(() => changeOrder(acting(storeId()), '100234', noting('once', 'noted')));
    expect((await getOrder(storeId(), '100234')).notes).toMatchObject([{ text: 'once', count: 1 }]);
  });

  test('is known again when others have changed the order since', async () => {
    await place(anOrder());
    const others = async () => {
      for (const text of ['b', 'c', 'd']) await changeOrder(acting(storeId()), '100234', noting(text, text));
    };
    await losing(() => changeOrder(acting(storeId()), '100234', noting('a', 'a')), others);
    expect((await getOrder(storeId(), '100234')).notes).toMatchObject([
      { text: 'a', count: 1 },
      { text: 'b', count: 1 },
      { text: 'c', count: 1 },
      { text: 'd', count: 1 },
    ]);
  });

  test('is known again when it created an order that others have changed since', async () => {
    const other = () => changeOrder(acting(storeId()), '100234', noting('b', 'b'));
    expect((await losing(() => place(anOrder()), other)).result).toBe('created');
    expect(textsOf(await getOrder(storeId(), '100234'))).toEqual(['b']);
  });
});

describe('a database that does not answer', () => {
  test('is asked three times and then told as something that a repetition may mend', async () => {
    let calls = 0;
    const silent = () => {
      calls += 1;
      return Promise.reject(lostAnswer());
    };
    await expect(answering(silent, () => getOrder(storeId(), '1'))).rejects.toMatchObject({
      code: 'ServiceUnavailable',
    });
    expect(calls).toBe(3);
  });
});

describe('the size of an item', () => {
  test('may be 390 KB', async () => {
    const order = anOrderOf('large', 390 * 1024);
    await place(order);
    expect(await getOrder(storeId(), 'large')).toEqual(order);
  });

  test('may not be more than 400 KB: that is a fault of ours, which no repetition mends', async () => {
    await expect(place(anOrderOf('too-large', 401 * 1024))).rejects.toMatchObject({
      name: 'ValidationException',
    });
    expect(await item('too-large')).toBeUndefined();
  });
});

describe('orders that are read together', () => {
  test('come in the order of their ids, more than a batch of them, without those that do not exist', async () => {
    const ids = Array.from({ length: 230 }, (_, at) => `order-${at}`);
    const stored = ids.filter((_, at) => at % 3 !== 0);
    for (const orderId of stored) await putItem({ orderId });
    expect([...(await readItems(storeId(), ids)).keys()]).toEqual(stored);
  });

  test('all come, also when one answer cannot hold them', async () => {
    const ids = Array.from({ length: 60 }, (_, at) => `order-${at}`);
    for (const orderId of ids) await putItem({ orderId, text: bytes(300 * 1024) });
    const sizes: number[] = [];
    const items = await answering(
      async ({ input, send }) => {
        const [keys] = Object.values(input['RequestItems'] as Record<string, { Keys: unknown[] }>);
        sizes.push(keys?.Keys.length ?? 0);
        return send();
      },
      () => readItems(storeId(), ids),
    );
    expect([...items.keys()]).toEqual(ids);
    expect(sizes[0]).toBe(60);
    expect(sizes.length).toBeGreaterThan(1);
  });

  test('are changed each on its own: not those that do not exist, are no orders, or have no possible id', async () => {
    const ids = Array.from({ length: 120 }, (_, at) => `order-${at}`);
    for (const orderId of ids) await place(anOrder({ orderId }));
    await putItem({ orderId: 'damaged', order: { status: 'New' } });
    const named = [...ids, 'damaged', 'missing', 'no id', ''];
    const results = await changeOrders(acting(storeId()), new Map(named.map((id) => [id, noting('x', id)])));
    expect(named.filter((id) => results.get(id) === id)).toEqual(ids);
    expect(textsOf(await getOrder(storeId(), 'order-119'))).toEqual(['x']);
    expect(await item('damaged')).toEqual({
      store: storeId(),
      orderId: 'damaged',
      order: { status: 'New' },
    });
    expect(await item('missing')).toBeUndefined();
  });

  test('are left out where an item is no order', async () => {
    await putItem({ orderId: 'damaged', order: { status: 'Lost' } });
    expect((await readItems(storeId(), ['damaged'])).size).toBe(1);
    await expect(getOrder(storeId(), 'damaged')).rejects.toBeInstanceOf(Error);
  });
});
