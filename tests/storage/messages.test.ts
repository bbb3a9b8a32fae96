import { describe, expect, test } from '@jest/globals';
import type { DuePlace } from '../../lib/database/messages.ts';
import { acknowledge } from '../../lib/domain/acknowledge.ts';
import type { Acting } from '../../lib/domain/messages.ts';
import type { Order } from '../../lib/domain/order.ts';
import { ship } from '../../lib/domain/ship.ts';
import { anOrder, NOON } from '../support/an-order.ts';
import { lostAnswer, openStorage } from '../support/storage.ts';

const { storeId, item, putOrder, changeOrder, answering } = await openStorage();
const messages = await import('../../lib/database/messages.ts');
const { takeUntold, untoldPage } = await import('../../lib/database/outbox.ts');
const { getOrderWithOutbox } = await import('../../lib/database/orders.ts');

const later = '2026-11-23T12:00:01Z';
const webhook = {
  url: 'https://x.example',
  enabled: true,
  secrets: [{ sealed: 'x', since: NOON }],
  since: NOON,
};
const told = (by: Acting['by'] = 'lightspeed'): Acting => ({ store: { id: storeId(), webhook }, by });

const taken = { orderId: '100234', saysSuccess: true, failed: false, errors: [] };
const download = (order: Order) => acknowledge(order, taken, NOON);
const shipped = (tracking: string) => (order: Order) =>
  ship(
    order,
    [{ trackingNumber: tracking, remarks: [], items: [{ sku: 'KA-49006-1234', quantity: 0 }] }],
    later,
  );

async function place(differs: Partial<Order> = {}): Promise<void> {
  const fresh = anOrder(differs);
  await putOrder(told('webstore'), { fresh, created: 1, again: (order) => ({ order, result: 0 }) });
}

/** Moves what is to be told of the order into the table, as the relay does. */
async function relay(orderId = '100234'): Promise<boolean> {
  return takeUntold({ storeId: storeId(), orderId }, async ({ order, outbox }) => {
    for (const untold of outbox.pending)
      await messages.keepMessage(storeId(), { order, untold, target: 'webhook' }, NOON);
  });
}

const untold = async () => {
  const { orders } = await untoldPage(1000);
  return orders.filter((order) => order.storeId === storeId());
};
const due = async (now = later) => {
  const found: DuePlace[] = [];
  let after: Record<string, unknown> | undefined;
  do {
    const page = await messages.duePage(now, { limit: 1000, after });
    found.push(...page.places.filter((one) => one.storeId === storeId()));
    after = page.last;
  } while (after);
  return found;
};
const only = async (now?: string): Promise<DuePlace> => {
  const [place] = await due(now);
  if (!place) throw new Error('Nothing is due.');
  return place;
};

describe('what is to be told', () => {
  test('stands in the order’s own item, by the same write, and the index names the order', async () => {
    await place();
    expect(await untold()).toEqual([]);
    await changeOrder(told(), '100234', download);
    expect(await item('100234')).toMatchObject({
      toTell: 'yes',
      toTellSince: '2026-11-23T12:00:00.000Z',
      toTellCount: 1,
      outbox: {
        count: 1,
        pending: [{ sequence: 1, type: 'order.downloaded', at: NOON, status: 'Downloaded' }],
      },
    });
    expect(await untold()).toEqual([
      { storeId: storeId(), orderId: '100234', since: '2026-11-23T12:00:00.000Z', count: 1 },
    ]);
  });

  test('costs a store without a URL no attribute and no entry', async () => {
    await place();
    await changeOrder({ store: { id: storeId() }, by: 'lightspeed' }, '100234', download);
    expect(Object.keys((await item('100234')) ?? {}).filter((name) => /tell|outbox/i.test(name))).toEqual([]);
    expect(await untold()).toEqual([]);
  });

  test('leaves the order once it is kept, and the number goes on', async () => {
    await place();
    await changeOrder(told(), '100234', download);
    expect([await relay(), await relay()]).toEqual([true, false]);
    expect((await getOrderWithOutbox(storeId(), '100234')).outbox).toEqual({ count: 1, pending: [] });
    expect(Object.keys((await item('100234')) ?? {})).not.toContain('toTell');
    expect(await untold()).toEqual([]);
    await changeOrder(told(), '100234', shipped('1Z1'));
    await relay();
    const kept = await messages.allMessagesOfOrder(storeId(), '100234');
    expect(kept.map(({ message }) => [message.sequence, message.type])).toEqual([
      [1, 'order.downloaded'],
      [2, 'order.shipped'],
    ]);
  });

  test('is not lost when the order changes while it is moved', async () => {
    await place();
    await changeOrder(told(), '100234', download);
    let changes = 0;
    await takeUntold({ storeId: storeId(), orderId: '100234' }, async ({ order, outbox }) => {
      for (const one of outbox.pending)
        await messages.keepMessage(storeId(), { order, untold: one, target: 'webhook' }, NOON);
      changes += 1;
      if (changes === 1) await changeOrder(told(), '100234', shipped('1Z1'));
    });
    const kept = await messages.allMessagesOfOrder(storeId(), '100234');
    expect(kept.map(({ message }) => message.type)).toEqual(['order.downloaded', 'order.shipped']);
    expect((await getOrderWithOutbox(storeId(), '100234')).outbox?.pending).toEqual([]);
  });

  test('that a writer puts back, who had read the order before it was moved, is not told twice', async () => {
    await place();
    await changeOrder(told(), '100234', download);
    const { outbox: before } = await getOrderWithOutbox(storeId(), '100234');
    expect(before?.pending).toHaveLength(1);
    let isFirst = true;
    await answering(
      async ({ command, send }) => {
        if (command === 'PutItemCommand' && isFirst) {
          isFirst = false;
          await relay();
        }
        return send();
      },
      () => changeOrder(told(), '100234', shipped('1Z1')),
    );
    expect((await getOrderWithOutbox(storeId(), '100234')).outbox?.pending).toHaveLength(2);
    await relay();
    const kept = await messages.allMessagesOfOrder(storeId(), '100234');
    expect(kept.map(({ message }) => message.sequence)).toEqual([1, 2]);
  });

  test('of an order that was removed and placed again is not taken for what was told of the first one', async () => {
    await place();
    await changeOrder(told(), '100234', download);
    await relay();
    const [first] = await messages.allMessagesOfOrder(storeId(), '100234');
    const again = anOrder({ receivedAt: '2026-12-24T12:00:00Z' });
    const one = { sequence: 1, type: 'order.downloaded', at: later, status: 'Downloaded' } as const;
    await messages.keepMessage(storeId(), { order: again, untold: one, target: 'webhook' }, later);
    const [newest, older] = await messages.messagesOfOrder(storeId(), '100234', 10);
    expect(older).toEqual(first);
    expect(newest?.message.id).not.toBe(first?.message.id);
  });
});

describe('a message', () => {
  async function keepOne(): Promise<void> {
    await place();
    await changeOrder(told(), '100234', download);
    await relay();
  }

  test('is fixed when it is kept: kept again it stays as it is', async () => {
    await keepOne();
    const [before] = await messages.allMessagesOfOrder(storeId(), '100234');
    const one = { sequence: 1, type: 'order.downloaded', at: later, status: 'Shipped' } as const;
    await messages.keepMessage(storeId(), { order: anOrder(), untold: one, target: 'webhook' }, later);
    expect(await messages.allMessagesOfOrder(storeId(), '100234')).toEqual([before]);
  });

  test('is claimed by one of many who come at once', async () => {
    await keepOne();
    const place = await only();
    const claims = await Promise.all(Array.from({ length: 10 }, () => messages.claim(place, later)));
    expect(claims.filter((one) => one !== undefined)).toHaveLength(1);
    expect(claims.find((one) => one !== undefined)?.message).toMatchObject({ attempts: 1, tries: 1 });
  });

  test('that is claimed is not due, until the lease of a minute runs out', async () => {
    await keepOne();
    await messages.claim(await only(), later);
    expect(await due('2026-11-23T12:01:00Z')).toEqual([]);
    const again = await messages.claim(await only('2026-11-23T12:01:01Z'), '2026-11-23T12:01:01Z');
    expect(again?.message).toMatchObject({
      attempts: 2,
      lastError: 'What came of it was not written down.',
    });
  });

  test('is claimed though the answer to the claim was lost', async () => {
    await keepOne();
    const place = await only();
    let isFirst = true;
    const claimed = await answering(
      async ({ command, send }) => {
        const answer = await send();
        if (command !== 'UpdateItemCommand' || !isFirst) return answer;
        isFirst = false;
        throw lostAnswer();
      },
      () => messages.claim(place, later),
    );
    expect(claimed?.message.attempts).toBe(1);
  });

  test('whose lease ran out is written down by who claimed it last', async () => {
    await keepOne();
    const first = await messages.claim(await only(), later);
    const second = await messages.claim(await only('2026-11-23T12:02:00Z'), '2026-11-23T12:02:00Z');
    if (!first || !second) throw new Error('It was not claimed.');
    expect(await messages.finish(first, { status: 'failed', endedAt: later }, { told: 'x' })).toBe(false);
    expect(await messages.finish(second, { status: 'delivered', endedAt: later }, { told: 'x' })).toBe(true);
    const [{ message } = { message: undefined }] = await messages.allMessagesOfOrder(storeId(), '100234');
    expect(message).toMatchObject({ status: 'delivered', attempts: 2 });
    expect(message).not.toHaveProperty('lastError');
  });

  test('waits for the one before it, and for that one’s end only', async () => {
    await keepOne();
    await changeOrder(told(), '100234', shipped('1Z1'));
    await relay();
    const [first, second] = (await due()).toSorted((a, b) => (a.key < b.key ? -1 : 1));
    if (!first || !second) throw new Error('Two should be due.');
    expect(await messages.earlierUntold(first)).toBeUndefined();
    expect(await messages.earlierUntold(second)).toEqual({
      storeId: storeId(),
      key: first.key,
      dueAt: '2026-11-23T12:00:00.000Z',
      isBeingTold: false,
    });
    const claimed = await messages.claim(first, later);
    expect(await messages.earlierUntold(second)).toMatchObject({ isBeingTold: true });
    if (!claimed) throw new Error('It was not claimed.');
    await messages.finish(claimed, { status: 'failed', endedAt: later, lastError: 'x' }, { told: 'x' });
    expect(await messages.earlierUntold(second)).toBeUndefined();
  });

  test('is counted as long as it is not delivered', async () => {
    await keepOne();
    expect(await messages.countMessages(storeId())).toEqual({ pending: 1, failed: 0 });
    const claimed = await messages.claim(await only(), later);
    if (!claimed) throw new Error('It was not claimed.');
    await messages.finish(claimed, { status: 'failed', endedAt: later, lastError: 'x' }, { told: 'x' });
    expect(await messages.countMessages(storeId())).toEqual({ pending: 0, failed: 1 });
    const [failed] = await Array.fromAsync(messages.unfinishedMessages(storeId(), 'failed'));
    expect(failed?.message).toMatchObject({ status: 'failed', endedAt: later });
    expect(await messages.tellAgain(claimed, later)).toBe(true);
    expect(await messages.countMessages(storeId())).toEqual({ pending: 1, failed: 0 });
    const again = await messages.claim(await only(), later);
    if (!again) throw new Error('It was not claimed.');
    expect(again.message).toMatchObject({ attempts: 2, tries: 1 });
    await messages.finish(again, { status: 'delivered', endedAt: later }, { told: 'x' });
    expect(await messages.countMessages(storeId())).toEqual({ pending: 0, failed: 0 });
    expect(await messages.tellAgain(claimed, later)).toBe(false);
  });

  test('has its newest twelve attempts, each with what came of it', async () => {
    await keepOne();
    const begun: unknown[] = [];
    const log = async () => (await messages.allMessagesOfOrder(storeId(), '100234'))[0]?.message.log;
    for (let n = 1; n <= 14; n += 1) {
      const claimed = await messages.claim(await only(), later);
      if (!claimed) throw new Error('It was not claimed.');
      begun.push((await log())?.at(-1)?.told);
      await messages.finish(
        claimed,
        { status: 'failed', endedAt: later },
        { told: `${n} ${'x'.repeat(500)}` },
      );
      await messages.tellAgain(claimed, later);
    }
    const told = (n: number) => ({ at: later, told: `${n} ${'x'.repeat(500)}`.slice(0, 400) });
    expect(new Set(begun)).toEqual(new Set(['What came of it was not written down.']));
    expect(await log()).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14].map(told));
  });

  test('is among the newest of its store, in the order in which things happened', async () => {
    for (const [orderId, at] of [
      ['b', '2026-11-23T12:00:00Z'],
      ['a', '2026-11-23T12:00:02Z'],
      ['c', '2026-11-23T12:00:01Z'],
    ] as const) {
      await place({ orderId });
      await changeOrder(told(), orderId, (order) => acknowledge(order, { ...taken, orderId }, at));
      await relay(orderId);
    }
    const newest = async (limit: number) =>
      (await messages.newestOfStore(storeId(), limit)).map(({ message }) => message.orderId);
    expect(await newest(10)).toEqual(['a', 'c', 'b']);
    expect(await newest(2)).toEqual(['a', 'c']);
  });

  test('that is being told at this moment is not told again beside that', async () => {
    await keepOne();
    const claimed = await messages.claim(await only(), later);
    if (!claimed) throw new Error('It was not claimed.');
    expect(await messages.tellAgain(claimed, '2026-11-23T12:00:30Z')).toBe(false);
    expect(await messages.tellAgain(claimed, '2026-11-23T12:01:30Z')).toBe(true);
  });
});
