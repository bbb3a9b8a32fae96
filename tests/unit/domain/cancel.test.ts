import { describe, expect, test } from '@jest/globals';
import { cancelByStaff, cancelInLightspeed, cancelInWebstore } from '../../../lib/domain/cancel.ts';
import type { Note } from '../../../lib/domain/note.ts';
import type { OrderStatus } from '../../../lib/domain/order.ts';
import { requeue } from '../../../lib/domain/requeue.ts';
import { anOrder } from '../../support/an-order.ts';

const LATER = '2026-11-23T13:00:00Z';
const LATEST = '2026-11-23T14:00:00Z';

function aNote(differs: Partial<Note> = {}): Note {
  return { source: 'lightspeed', text: 'Voided', firstAt: LATER, lastAt: LATER, count: 1, ...differs };
}

describe('a cancellation in Lightspeed', () => {
  test.each<OrderStatus>(['New', 'Downloaded'])(
    'cancels an order that is %s and notes the reason',
    (status) => {
      const before = anOrder({ status });

      expect(cancelInLightspeed(before, 'Voided', LATER)).toEqual({
        order: {
          ...before,
          status: 'Canceled',
          outstandingSince: undefined,
          canceledAt: LATER,
          updatedAt: LATER,
          notes: [aNote()],
        },
        result: 'Canceled',
      });
    },
  );

  test('without a reason notes that there was none', () => {
    expect(cancelInLightspeed(anOrder(), undefined, LATER).order.notes).toEqual([
      aNote({ text: 'Canceled in Lightspeed without a reason.' }),
    ]);
  });

  test.each(['Voided', ' Voided ', undefined])('repeated for the reason %j changes nothing', (reason) => {
    const { order } = cancelInLightspeed(anOrder(), 'Voided', LATER);
    const again = cancelInLightspeed(order, reason, LATEST);

    expect(again).toEqual({ order, result: 'AlreadyCanceled' });
    expect(again.order).toBe(order);
  });

  test('repeated without a reason, as before, changes nothing', () => {
    const { order } = cancelInLightspeed(anOrder(), undefined, LATER);

    expect(cancelInLightspeed(order, undefined, LATEST)).toEqual({ order, result: 'AlreadyCanceled' });
  });

  test('repeated for another reason notes that one too', () => {
    const { order } = cancelInLightspeed(anOrder(), 'Voided', LATER);

    expect(cancelInLightspeed(order, 'Discontinued', LATEST)).toEqual({
      order: {
        ...order,
        updatedAt: LATEST,
        notes: [aNote(), aNote({ text: 'Discontinued', firstAt: LATEST, lastAt: LATEST })],
      },
      result: 'AlreadyCanceled',
    });
  });

  test.each<OrderStatus>(['PartiallyShipped', 'Shipped'])(
    'of an order that is %s is noted and moves nothing',
    (status) => {
      const { order, result } = cancelInLightspeed(anOrder({ status }), 'Voided', LATER);

      expect({ order, result }).toEqual({
        order: anOrder({
          status,
          updatedAt: LATER,
          notes: [aNote({ text: 'Cancellation after shipping: Voided' })],
        }),
        result: 'AlreadyShipped',
      });
      expect(cancelInLightspeed(order, 'Voided', LATEST).order).toBe(order);
    },
  );
});

describe('a cancellation on the webstore', () => {
  test('of an outstanding order keeps the reason', () => {
    expect(cancelInWebstore(anOrder(), 'Changed my mind', LATER)).toEqual(
      anOrder({
        status: 'Canceled',
        canceledAt: LATER,
        updatedAt: LATER,
        notes: [aNote({ source: 'webstore', text: 'Changed my mind' })],
      }),
    );
  });

  test('of a downloaded order tells staff to void it in Lightspeed too', () => {
    expect(cancelInWebstore(anOrder({ status: 'Downloaded' }), 'Changed my mind', LATER).notes).toEqual([
      aNote({ source: 'webstore', text: 'Changed my mind' }),
      aNote({ source: 'system', text: 'Canceled on the webstore: void it in Lightspeed too.' }),
    ]);
  });

  test('by staff says who it was, and where it was done', () => {
    const order = anOrder({ status: 'Downloaded' });
    expect(cancelByStaff(order, 'Sold out', { by: 'clerk@example.com', now: LATER }).notes).toEqual([
      aNote({ source: 'staff', text: 'Sold out', by: 'clerk@example.com' }),
      aNote({ source: 'system', text: 'Canceled by staff: void it in Lightspeed too.' }),
    ]);
  });

  test('repeated for the same reason changes nothing', () => {
    const order = cancelInWebstore(anOrder({ status: 'Downloaded' }), 'Changed my mind', LATER);

    expect(cancelInWebstore(order, 'Changed my mind', LATEST)).toBe(order);
  });

  test.each<OrderStatus>(['PartiallyShipped', 'Shipped'])('of an order that is %s is refused', (status) => {
    expect(() => cancelInWebstore(anOrder({ status }), 'x', LATER)).toThrow(
      expect.objectContaining({ code: 'OrderShipped' }),
    );
  });
});

describe('a requeue', () => {
  test('makes a downloaded order outstanding again and notes the reason', () => {
    expect(
      requeue(anOrder({ status: 'Downloaded', failedDownloads: 2 }), 'Lost', {
        source: 'webstore',
        now: LATER,
      }),
    ).toEqual(
      anOrder({
        outstandingSince: LATER,
        updatedAt: LATER,
        notes: [aNote({ source: 'webstore', text: 'Lost' })],
      }),
    );
  });

  test('of an outstanding order changes nothing', () => {
    const order = anOrder();

    expect(requeue(order, 'Lost', { source: 'webstore', now: LATER })).toBe(order);
  });

  test.each<[OrderStatus, string]>([
    ['PartiallyShipped', 'OrderShipped'],
    ['Shipped', 'OrderShipped'],
    ['Canceled', 'OrderCanceled'],
  ])('of an order that is %s is refused: %s', (status, code) => {
    expect(() => requeue(anOrder({ status }), 'Lost', { source: 'webstore', now: LATER })).toThrow(
      expect.objectContaining({ code }),
    );
  });
});
