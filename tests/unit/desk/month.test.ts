import { describe, expect, test } from '@jest/globals';
import { medianUntilTaken, month, today } from '../../../lib/desk/month.ts';

const zone = { now: '2026-11-02T12:00:00Z', timeZone: 'America/Boise' };

/** Placed and received then, taken so many seconds later. */
const taken = (placedAt: string, seconds: number, shippedAt?: string) => ({
  placedAt,
  receivedAt: placedAt,
  takenAt: new Date(Date.parse(placedAt) + seconds * 1000).toISOString(),
  shippedAt,
});

describe('the month of a store', () => {
  test('has each day of its time zone once, also when the clock changes', () => {
    expect(month({ placed: [], handled: [] }, zone, 4)).toEqual([
      { day: '2026-10-30', orders: 0, untilTaken: undefined },
      { day: '2026-10-31', orders: 0, untilTaken: undefined },
      // Clocks go back here.
      { day: '2026-11-01', orders: 0, untilTaken: undefined },
      { day: '2026-11-02', orders: 0, untilTaken: undefined },
    ]);
  });

  test('counts orders and takes the median on the day on which they were placed there', () => {
    const placed = [
      '2026-11-02T06:59:59Z',
      '2026-11-02T07:00:00Z',
      '2026-11-02T11:00:00Z',
      '2026-10-01T00:00:00Z',
    ];
    const handled = [
      taken('2026-11-02T06:59:59Z', 60),
      taken('2026-11-02T07:00:00Z', 10),
      taken('2026-11-02T08:00:00Z', 5000),
      taken('2026-11-02T11:00:00Z', 20),
    ];
    expect(month({ placed, handled }, zone, 2)).toEqual([
      { day: '2026-11-01', orders: 1, untilTaken: 60 },
      { day: '2026-11-02', orders: 2, untilTaken: 20 },
    ]);
  });
});

test('the median of an even number is between the middle two; of none there is none', () => {
  expect(
    medianUntilTaken([taken(zone.now, 10), taken(zone.now, 90), taken(zone.now, 20), taken(zone.now, 40)]),
  ).toBe(30);
  expect(medianUntilTaken([])).toBeUndefined();
});

test('today is the day in the store’s time zone on which they were taken and shipped', () => {
  const handled = [
    taken('2026-11-02T06:59:00Z', 30),
    taken('2026-11-02T06:59:00Z', 90),
    taken('2026-10-01T07:00:00Z', 1, '2026-11-02T07:00:00Z'),
    taken('2026-10-01T07:00:00Z', 1, '2026-11-02T06:59:59Z'),
  ];
  expect(today(handled, zone)).toEqual({ taken: 1, shipped: 1 });
});
