import { describe, expect, test } from '@jest/globals';
import { usualInterval } from '../../../lib/domain/activity.ts';
import { addNoteOnce } from '../../../lib/domain/note.ts';
import { byWaitingTime } from '../../../lib/domain/offer.ts';
import { paymentType } from '../../../lib/domain/payment-type.ts';
import { ship } from '../../../lib/domain/ship.ts';
import { beginning } from '../../../lib/domain/text.ts';
import { anOrder, NOON } from '../../support/an-order.ts';

// What a change of one character would break and no other test of these rules would notice (docs/testing.md).

const LATER = '2026-11-23T13:00:00Z';
const shipped = anOrder({
  status: 'Shipped',
  shipments: [{ trackingNumber: '1Z1', shippedAt: NOON, recordedAt: NOON }],
});

test.each(['1Z1', '1z1', ' 1Z 1 '])(
  'a shipment with the number %j again is recorded already',
  (trackingNumber) => {
    expect(ship(shipped, [{ trackingNumber, remarks: [] }], LATER)).toEqual({
      order: shipped,
      result: 'AlreadyRecorded',
    });
  },
);

test('of two orders that wait since the same moment the ids decide, in either order', () => {
  const [a, b] = ['a', 'b'].map((orderId) => anOrder({ orderId, status: 'New', outstandingSince: NOON }));
  if (!a || !b) throw new Error('There are two.');
  expect([a, b].toSorted(byWaitingTime)).toEqual([a, b]);
  expect([b, a].toSorted(byWaitingTime)).toEqual([a, b]);
});

test('the same words of another source are another note', () => {
  const noted = {
    notes: [{ source: 'staff' as const, text: 'x', firstAt: NOON, lastAt: NOON, count: 1 }],
    notesDropped: 0,
  };
  expect(addNoteOnce(noted, { source: 'system', text: 'x', now: LATER }).notes).toHaveLength(2);
  expect(addNoteOnce(noted, { source: 'staff', text: 'x', now: LATER })).toBe(noted);
});

test.each([
  ['mc', 'MASTERCARD'],
  ['amc', 'OTHER'],
])('a payment by %j is %s', (method, type) => {
  expect(paymentType(method)).toBe(type);
});

describe('the beginning of a text', () => {
  test.each([
    ['ab\uD83D\uDE00', 4, 'ab\uD83D\uDE00'],
    ['ab\uD83D\uDE00', 3, 'ab'],
    ['a\uD83D\uDE00b', 4, 'a\uD83D\uDE00b'],
    ['a\uD83D\uDE00bc', 4, 'a\uD83D\uDE00b'],
  ])('%j in %i', (text, length, kept) => {
    expect(beginning(text, length)).toBe(kept);
  });
});

test('polls thirty seconds apart are regular, however long the longest pause was', () => {
  const seconds = [1000, 970, 940, 910, 600];
  expect(usualInterval(seconds.map((one) => new Date(one * 1000).toISOString()))).toBe(30);
});
