import { describe, expect, test } from '@jest/globals';
import { Failure } from '../../../lib/domain/failure.ts';
import { isFinal } from '../../../lib/domain/life-cycle.ts';
import type { Order, OrderStatus } from '../../../lib/domain/order.ts';
import { expiryOf, refuseForgotten, settledAt } from '../../../lib/domain/retention.ts';
import { aContent, anOrder } from '../../support/an-order.ts';

const DAY = 86_400;
const CANCELED = '2026-11-23T12:00:00Z';
const SHIPPED = '2026-11-24T12:00:00Z';
const LATER = '2026-12-01T12:00:00Z';
/** LATER, in seconds since 1970. */
const LATER_SECONDS = 1_796_126_400;

const aShipment = (recordedAt: string, shippedAt = recordedAt) => ({
  trackingNumber: recordedAt,
  recordedAt,
  shippedAt,
});

const shipped = (...recorded: string[]): Order =>
  anOrder({ status: 'Shipped', shipments: recorded.map((at) => aShipment(at)) });

function caught(action: () => void): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe('an order is settled', () => {
  test.each<[OrderStatus, boolean]>([
    ['New', false],
    ['Downloaded', false],
    ['PartiallyShipped', false],
    ['Shipped', true],
    ['Canceled', true],
  ])('in the status %s: %s', (status, settled) => {
    expect(isFinal(status)).toBe(settled);
    expect(settledAt(anOrder({ status })) !== undefined).toBe(settled);
  });

  test('since its last shipment was recorded, whatever day the carrier said', () => {
    expect(settledAt(shipped(LATER, SHIPPED))).toBe(LATER);
    const odd = anOrder({ status: 'Shipped', shipments: [aShipment(SHIPPED, '1970-01-01T00:00:00Z')] });
    expect(settledAt(odd)).toBe(SHIPPED);
  });

  test('since it was canceled, or since the shipment that came all the same', () => {
    const canceled = anOrder({ status: 'Canceled', canceledAt: CANCELED, updatedAt: LATER });
    expect(settledAt(canceled)).toBe(CANCELED);
    expect(settledAt({ ...canceled, shipments: [aShipment(SHIPPED)] })).toBe(SHIPPED);
  });

  test('since its last change, where no time is known', () => {
    expect(settledAt(anOrder({ status: 'Shipped', updatedAt: LATER }))).toBe(LATER);
  });
});

describe('an order expires', () => {
  test('so many days after it was settled', () => {
    expect(expiryOf(shipped(LATER), { settledDays: 730, now: LATER })).toBe(LATER_SECONDS + 730 * DAY);
    expect(expiryOf(shipped(LATER), { settledDays: 1, now: CANCELED })).toBe(LATER_SECONDS + DAY);
  });

  test('never while something can become of it, and never in a stage that keeps orders', () => {
    for (const status of ['New', 'Downloaded', 'PartiallyShipped'] as const)
      expect(expiryOf(anOrder({ status }), { settledDays: 1, now: LATER })).toBeUndefined();
    expect(expiryOf(shipped(SHIPPED), { settledDays: undefined, now: LATER })).toBeUndefined();
  });

  test('now, not years ago, if it was settled long before the stage had settledDays', () => {
    const old = shipped('2015-01-01T00:00:00Z');
    expect(expiryOf(old, { settledDays: 30, now: LATER })).toBe(LATER_SECONDS);
  });
});

describe('a new order that was placed longer ago than orders are kept', () => {
  const placed = (placedAt: string) => anOrder({ content: aContent({ placedAt }), receivedAt: LATER });

  test('is refused: it may be one that was shipped and removed', () => {
    const refused = new Failure('InvalidRequest', 'The request is not valid; see errors.', {
      faults: [
        {
          pointer: '/placedAt',
          detail: 'is more than 730 days ago; an order that old may have been shipped and removed',
        },
      ],
    });
    expect(caught(() => refuseForgotten(placed('2024-12-01T12:00:00Z'), 730))).toEqual(refused);
  });

  test('is taken a second before that, and where orders are kept', () => {
    expect(() => refuseForgotten(placed('2024-12-01T12:00:01Z'), 730)).not.toThrow();
    expect(() => refuseForgotten(placed('1999-01-01T00:00:00Z'), undefined)).not.toThrow();
  });
});
