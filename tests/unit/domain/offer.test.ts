import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  byWaitingTime,
  leaveOut,
  MAX_BATCH,
  moveTo,
  offer,
  turnBehind,
  turnOf,
} from '../../../lib/domain/offer.ts';
import type { Order, OrderStatus } from '../../../lib/domain/order.ts';
import { anOrder, NOON } from '../../support/an-order.ts';

const [LATER, LATEST] = ['2026-11-23T13:00:00Z', '2026-11-23T13:00:00.001Z'] as const;

describe('an offer', () => {
  test('is counted, with the first and the last time, and changes nothing else', () => {
    const once = offer(anOrder(), LATER);
    const twice = offer(once, LATEST);

    expect(once).toEqual(anOrder({ offers: { count: 1, firstAt: LATER, lastAt: LATER } }));
    expect(twice).toEqual(anOrder({ offers: { count: 2, firstAt: LATER, lastAt: LATEST } }));
  });

  test('is of the content that the order has now', () => {
    expect(offer(anOrder({ replacedAt: NOON }), LATER).replacedAt).toBeUndefined();
  });

  test('holds at most thirty orders', () => {
    expect(MAX_BATCH).toBe(30);
  });

  test('that leaves an order out puts the reason into a note of the system', () => {
    expect(leaveOut(anOrder(), 'its Sku is empty.', LATER)).toEqual(
      anOrder({
        leftOutAt: LATER,
        updatedAt: LATER,
        notes: [
          {
            source: 'system',
            text: 'Left out of the answer to Lightspeed: its Sku is empty.',
            firstAt: LATER,
            lastAt: LATER,
            count: 1,
          },
        ],
      }),
    );
  });
});

describe("an order's turn", () => {
  test.each<[string, Order, string | undefined]>([
    ['from when it came in', anOrder(), NOON],
    ['from its last offer', offer(offer(anOrder(), LATER), LATEST), LATEST],
    ['from when it was left out', leaveOut(offer(anOrder(), LATER), 'x', LATEST), LATEST],
    [
      'from its requeue, after an older offer',
      anOrder({ outstandingSince: LATEST, offers: { count: 1, lastAt: LATER } }),
      LATEST,
    ],
    ['never, for one that is settled', offer(anOrder({ status: 'Downloaded' }), LATER), undefined],
  ])('counts %s', (_, order, turn) => {
    expect(turnOf(order)).toBe(turn);
  });

  test.each<OrderStatus>(['Downloaded', 'PartiallyShipped', 'Shipped', 'Canceled'])(
    'never comes while %s',
    (status) => {
      expect(turnOf(anOrder({ status, outstandingSince: NOON }))).toBeUndefined();
    },
  );
});

describe('the end of the queue', () => {
  test.each([
    ['an empty queue', undefined, LATER],
    ['a turn of the past', NOON, LATER],
    ['a turn of this very moment', LATER, LATEST],
    ['a turn that a faster clock gave', '2026-11-23T14:00:00Z', '2026-11-23T14:00:00.001Z'],
  ])('is behind %s', (_, last, turn) => {
    expect(turnBehind(last, LATER)).toBe(turn);
  });

  test('is where an order goes after its turn, whatever the clock says', () => {
    expect(turnOf(moveTo(LATEST, offer(anOrder(), LATER)))).toBe(LATEST);
    expect(moveTo(LATER, offer(anOrder(), LATER))).toEqual(offer(anOrder(), LATER));
  });
});

describe('the queue', () => {
  test('tells the one that has waited longest first, and equals by their ids', () => {
    const orders = [
      anOrder({ orderId: 'b' }),
      anOrder({ orderId: 'a' }),
      anOrder({ orderId: 'd', outstandingSince: LATEST }),
      anOrder({ orderId: 'c', outstandingSince: LATER }),
    ];

    expect(orders.toSorted(byWaitingTime).map((order) => order.orderId)).toEqual(['a', 'b', 'c', 'd']);
  });

  test('offers each of n orders within ⌈n/30⌉ polls, when none is ever acknowledged and more keep coming', () => {
    const at = (second: number) => new Date(Date.UTC(2026, 10, 23) + second * 1000).toISOString();
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 150 }), fc.array(fc.nat(10), { maxLength: 6 }), (n, arrivals) => {
        let queue = Array.from({ length: n }, (_, index) =>
          anOrder({ orderId: `first-${index}`, outstandingSince: at(0) }),
        );
        const polls = Math.ceil(n / 30);
        for (let poll = 1; poll <= polls; poll += 1) {
          const turn = (order: Order) => turnOf(order) ?? '';
          const next = new Set(queue.toSorted((a, b) => (turn(a) < turn(b) ? -1 : 1)).slice(0, MAX_BATCH));
          queue = queue.map((order) => (next.has(order) ? offer(order, at(poll * 2)) : order));
          const fresh = Array.from({ length: arrivals[poll] ?? 0 }, (_, index) =>
            anOrder({ orderId: `${poll}-${index}`, outstandingSince: at(poll * 2 + 1) }),
          );
          queue = [...queue, ...fresh];
        }
        const firsts = queue.filter((order) => order.orderId.startsWith('first'));

        expect(firsts.filter((order) => order.offers.count === 0)).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });
});
