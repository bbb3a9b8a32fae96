import { describe, expect, test } from '@jest/globals';
import { isOrderId, isRefused, type OrderContent, type OrderStatus } from '../../../lib/domain/order.ts';
import { newOrder, placeAgain } from '../../../lib/domain/place.ts';
import { aContent, aLine, anAddress, anOrder, NOON } from '../../support/an-order.ts';

const LATER = '2026-11-23T13:00:00Z';

describe('an order that is placed', () => {
  test('is New and outstanding from that moment on', () => {
    expect(newOrder('00123', aContent(), NOON)).toEqual({
      orderId: '00123',
      status: 'New',
      content: aContent(),
      shipments: [],
      notes: [],
      notesDropped: 0,
      failedDownloads: 0,
      offers: { count: 0 },
      receivedAt: NOON,
      updatedAt: NOON,
      outstandingSince: NOON,
    });
  });

  test.each<OrderStatus>(['New', 'Downloaded', 'PartiallyShipped', 'Shipped', 'Canceled'])(
    'again with the same content is the very same order while %s',
    (status) => {
      const order = anOrder({ status });

      expect(placeAgain(order, aContent(), LATER)).toEqual({ order, result: 'unchanged' });
      expect(placeAgain(order, aContent(), LATER).order).toBe(order);
    },
  );

  test('again with other content is replaced, and keeps its place in the queue and its history', () => {
    const order = anOrder({ failedDownloads: 2, offers: { count: 3, firstAt: NOON, lastAt: NOON } });
    const content = aContent({ currency: 'CAD' });

    expect(placeAgain(order, content, LATER)).toEqual({
      order: { ...order, content, updatedAt: LATER, replacedAt: LATER },
      result: 'replaced',
    });
  });

  test.each<[OrderStatus, string]>([
    ['Downloaded', 'OrderAlreadyDownloaded'],
    ['PartiallyShipped', 'OrderShipped'],
    ['Shipped', 'OrderShipped'],
    ['Canceled', 'OrderCanceled'],
  ])('again with other content while %s is refused: %s', (status, code) => {
    expect(() => placeAgain(anOrder({ status }), aContent({ currency: 'CAD' }), LATER)).toThrow(
      expect.objectContaining({ code }),
    );
  });

  test.each<[string, OrderContent, OrderContent]>([
    [
      'absent and undefined',
      aContent(),
      aContent({ shipTo: undefined, billTo: anAddress({ company: undefined }) }),
    ],
    [
      'properties in another order',
      aContent(),
      Object.fromEntries(Object.entries(aContent()).toReversed()) as never,
    ],
  ])('has the same content whether it is said one way or the other: %s', (_, one, other) => {
    expect(placeAgain(anOrder({ content: one }), other, LATER).result).toBe('unchanged');
    expect(placeAgain(anOrder({ content: other }), one, LATER).result).toBe('unchanged');
  });

  test.each<[string, Partial<OrderContent>]>([
    ['one line more', { lines: [aLine(), aLine()] }],
    ['no line', { lines: [] }],
    ['another quantity', { lines: [aLine({ quantity: 3 })] }],
    ['a name in another letter case', { billTo: anAddress({ lastName: 'REYES' }) }],
    ['a shipping address that was not said before', { shipTo: anAddress() }],
    ['a later time', { placedAt: '2026-11-23T18:04:06Z' }],
  ])('has other content with %s', (_, differs) => {
    expect(placeAgain(anOrder(), aContent(differs), LATER).result).toBe('replaced');
  });
});

describe('the id of an order', () => {
  test.each(['1', '00123', 'A-z_0.9', '-', '..', 'x'.repeat(64)])('may be %s', (text) => {
    expect(isOrderId(text)).toBe(true);
  });

  test.each(['', 'x'.repeat(65), 'a b', 'a/b', 'a\n', '\n', 'ä', '1#2', '１', '%31'])(
    'is never %j',
    (text) => {
      expect(isOrderId(text)).toBe(false);
    },
  );
});

test.each([
  [anOrder({ failedDownloads: 1 }), true],
  [anOrder(), false],
  [anOrder({ status: 'Downloaded', failedDownloads: 1 }), false],
  [anOrder({ status: 'Canceled', failedDownloads: 1 }), false],
])('$status with $failedDownloads failed downloads is Refused: %#', (order, refused) => {
  expect(isRefused(order)).toBe(refused);
});
