import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { acknowledge } from '../../../lib/domain/acknowledge.ts';
import { cancelInLightspeed, cancelInWebstore } from '../../../lib/domain/cancel.ts';
import { Failure } from '../../../lib/domain/failure.ts';
import { advance, lifeCycle, type OrderEvent, type Refusal, step } from '../../../lib/domain/life-cycle.ts';
import type { Order, OrderStatus } from '../../../lib/domain/order.ts';
import { placeAgain } from '../../../lib/domain/place.ts';
import { requeue } from '../../../lib/domain/requeue.ts';
import { ship } from '../../../lib/domain/ship.ts';
import { aContent, anOrder, NOON } from '../../support/an-order.ts';

const LATER = '2026-11-23T13:00:00Z';

/** The whole table, written down a second time: status, event, what becomes of it. */
const table: [OrderStatus, OrderEvent, OrderStatus | Refusal][] = [
  ['New', 'replace', 'New'],
  ['New', 'download', 'Downloaded'],
  ['New', 'shipPart', 'PartiallyShipped'],
  ['New', 'ship', 'Shipped'],
  ['New', 'cancel', 'Canceled'],
  ['New', 'requeue', 'New'],
  ['Downloaded', 'replace', 'OrderAlreadyDownloaded'],
  ['Downloaded', 'download', 'Downloaded'],
  ['Downloaded', 'shipPart', 'PartiallyShipped'],
  ['Downloaded', 'ship', 'Shipped'],
  ['Downloaded', 'cancel', 'Canceled'],
  ['Downloaded', 'requeue', 'New'],
  ['PartiallyShipped', 'replace', 'OrderShipped'],
  ['PartiallyShipped', 'download', 'PartiallyShipped'],
  ['PartiallyShipped', 'shipPart', 'PartiallyShipped'],
  ['PartiallyShipped', 'ship', 'Shipped'],
  ['PartiallyShipped', 'cancel', 'OrderShipped'],
  ['PartiallyShipped', 'requeue', 'OrderShipped'],
  ['Shipped', 'replace', 'OrderShipped'],
  ['Shipped', 'download', 'Shipped'],
  ['Shipped', 'shipPart', 'Shipped'],
  ['Shipped', 'ship', 'Shipped'],
  ['Shipped', 'cancel', 'OrderShipped'],
  ['Shipped', 'requeue', 'OrderShipped'],
  ['Canceled', 'replace', 'OrderCanceled'],
  ['Canceled', 'download', 'Canceled'],
  ['Canceled', 'shipPart', 'Canceled'],
  ['Canceled', 'ship', 'Canceled'],
  ['Canceled', 'cancel', 'Canceled'],
  ['Canceled', 'requeue', 'OrderCanceled'],
];

const statuses: readonly string[] = ['New', 'Downloaded', 'PartiallyShipped', 'Shipped', 'Canceled'];

describe('the life-cycle table', () => {
  test('has no cell that is not walked here', () => {
    const cells = Object.entries(lifeCycle).flatMap(([status, row]) =>
      Object.keys(row).map((event) => `${status} ${event}`),
    );

    expect(table.map(([status, event]) => `${status} ${event}`)).toEqual(cells);
  });

  test.each(table)('%s, on %s: %s', (status, event, outcome) => {
    expect(step(status, event)).toEqual(statuses.includes(outcome) ? { to: outcome } : { refusal: outcome });
  });
});

describe('advancing an order', () => {
  test.each(table.filter(([, , outcome]) => !statuses.includes(outcome)))(
    '%s, on %s, throws %s',
    (status, event, refusal) => {
      const advancing = () => advance(anOrder({ status }), event, LATER);

      expect(advancing).toThrow(Failure);
      expect(advancing).toThrow(expect.objectContaining({ code: refusal }));
    },
  );

  test.each(table.filter(([status, , outcome]) => status === outcome))(
    '%s, on %s, gives the very same order',
    (status, event) => {
      const order = anOrder({ status });

      expect(advance(order, event, LATER)).toBe(order);
    },
  );

  test('a download ends the waiting and keeps its time', () => {
    expect(advance(anOrder(), 'download', LATER)).toEqual(
      anOrder({ status: 'Downloaded', downloadedAt: LATER, updatedAt: LATER }),
    );
  });

  test('a shipment of an outstanding order is its download as well', () => {
    expect(advance(anOrder(), 'shipPart', LATER)).toEqual(
      anOrder({ status: 'PartiallyShipped', downloadedAt: LATER, updatedAt: LATER }),
    );
  });

  test('a shipment of a downloaded order leaves the time of the download', () => {
    expect(advance(anOrder({ status: 'Downloaded' }), 'ship', LATER)).toEqual(
      anOrder({ status: 'Shipped', downloadedAt: NOON, shippedAt: undefined, updatedAt: LATER }),
    );
  });

  test('a cancellation ends the waiting and keeps its time', () => {
    expect(advance(anOrder(), 'cancel', LATER)).toEqual(
      anOrder({ status: 'Canceled', canceledAt: LATER, updatedAt: LATER }),
    );
  });

  test('a requeue starts the waiting and the counting of refusals anew', () => {
    expect(advance(anOrder({ status: 'Downloaded', failedDownloads: 3 }), 'requeue', LATER)).toEqual(
      anOrder({ outstandingSince: LATER, updatedAt: LATER }),
    );
  });
});

describe('a refused order', () => {
  const refused = anOrder({ failedDownloads: 3, offers: { count: 3, firstAt: NOON, lastAt: NOON } });

  test('that staff requeue waits like a new one, and says who had it offered again and why', () => {
    const by = 'clerk@example.com';
    const note = { source: 'staff', text: 'Put right', by, firstAt: LATER, lastAt: LATER, count: 1 } as const;
    const again = requeue(refused, 'Put right', { source: 'staff', by, now: LATER });
    expect(again).toEqual({
      ...refused,
      failedDownloads: 0,
      outstandingSince: LATER,
      updatedAt: LATER,
      notes: [note],
    });
    expect(requeue(again, 'Put right', { source: 'staff', by, now: '2026-11-23T14:00:00Z' })).toBe(again);
  });

  test('that the webstore requeues stays as it is: it is outstanding', () => {
    expect(requeue(refused, 'x', { source: 'webstore', now: LATER })).toBe(refused);
  });
});

describe('in any history', () => {
  const rank = { New: 0, Downloaded: 1, PartiallyShipped: 2, Shipped: 3, Canceled: 3 };
  const trackingNumber = fc.constantFrom('1Z1', '1Z2', '1Z3');
  const happening = fc.oneof(
    fc.record({ kind: fc.constant('acknowledge' as const), failed: fc.boolean() }),
    fc.record({
      kind: fc.constant('ship' as const),
      trackingNumber,
      quantity: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }),
    }),
    fc.record({ kind: fc.constantFrom('cancel' as const, 'cancelInWebstore' as const, 'requeue' as const) }),
    fc.record({ kind: fc.constant('replace' as const), currency: fc.constantFrom('USD', 'CAD') }),
  );
  type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

  function happen(order: Order, event: Happening): Order {
    switch (event.kind) {
      case 'acknowledge': {
        const said = { orderId: order.orderId, saysSuccess: !event.failed, failed: event.failed, errors: [] };
        return acknowledge(order, said, LATER).order;
      }
      case 'ship': {
        const items =
          event.quantity === undefined ? undefined : [{ sku: 'KA-49006-1234', quantity: event.quantity }];
        return ship(order, [{ trackingNumber: event.trackingNumber, items, remarks: [] }], LATER).order;
      }
      case 'cancel':
        return cancelInLightspeed(order, 'Voided', LATER).order;
      case 'cancelInWebstore':
        return unlessRefused(order, () => cancelInWebstore(order, 'Changed my mind', LATER));
      case 'requeue':
        return unlessRefused(order, () =>
          requeue(order, 'Lost in Lightspeed', { source: 'webstore', now: LATER }),
        );
      case 'replace':
        return unlessRefused(
          order,
          () => placeAgain(order, aContent({ currency: event.currency }), LATER).order,
        );
    }
  }

  function unlessRefused(order: Order, change: () => Order): Order {
    try {
      return change();
    } catch (error) {
      if (error instanceof Failure) return order;
      throw error;
    }
  }

  test('an order only moves forward, but for the requeue of a downloaded one', () => {
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 25 }), (history) => {
        let order = anOrder();
        for (const event of history) {
          const next = happen(order, event);
          const allowed = event.kind === 'requeue' && order.status === 'Downloaded' ? 0 : rank[order.status];
          expect(rank[next.status]).toBeGreaterThanOrEqual(allowed);
          const settled = order.status === 'Canceled' || order.status === 'Shipped';
          expect(settled && next.status !== order.status).toBe(false);
          order = next;
        }
      }),
    );
  });

  test('the times say what the status says, and no shipment is ever lost or booked twice', () => {
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 25 }), (history) => {
        const order = history.reduce(happen, anOrder());

        expect(order.outstandingSince !== undefined).toBe(order.status === 'New');
        expect(order.shippedAt !== undefined).toBe(order.status === 'Shipped');
        expect(order.canceledAt !== undefined).toBe(order.status === 'Canceled');
        // A canceled order may have been downloaded or not.
        const downloaded =
          order.status === 'Canceled' ? order.downloadedAt !== undefined : order.status !== 'New';
        expect(order.downloadedAt !== undefined).toBe(downloaded);
        const told = history.flatMap((event) => (event.kind === 'ship' ? [event.trackingNumber] : []));
        expect(order.shipments.map((shipment) => shipment.trackingNumber)).toEqual([...new Set(told)]);
      }),
    );
  });

  test('the same event twice in a row leaves the order where the first one put it', () => {
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 10 }), happening, (history, event) => {
        const once = happen(history.reduce(happen, anOrder()), event);
        const twice = happen(once, event);

        expect({ ...twice, notes: [], failedDownloads: 0 }).toEqual({
          ...once,
          notes: [],
          failedDownloads: 0,
        });
      }),
    );
  });
});
