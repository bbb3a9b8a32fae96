import { describe, expect, test } from '@jest/globals';
import {
  finishRotation,
  isRecording,
  isStoreId,
  isTimeZone,
  isUsername,
  machineAddressKey,
  rotate,
} from '../../../lib/domain/store.ts';

test.each(['coolbike', 'cool-bike', '1', 'a1', 'x'.repeat(63)])('%j is the id of a store', (text) => {
  expect(isStoreId(text)).toBe(true);
});

test.each(['', '-', 'Cool', 'cool.bike', 'cool_bike', '-a', 'a-', ' a', 'a\n', 'é', 'x'.repeat(64)])(
  '%j is not a store id',
  (text) => {
    expect(isStoreId(text)).toBe(false);
  },
);

test.each(['lightspeed', 'Dana Reyes', 'läden@example.com', 'x'.repeat(100)])('%j is a user', (text) => {
  expect(isUsername(text)).toBe(true);
});

test.each(['', ' ', 'a:b', ':', 'a\n', 'a\u0085b', ' a', 'a ', 'x'.repeat(101)])('%j is no user', (text) => {
  expect(isUsername(text)).toBe(false);
});

test.each(['America/Boise', 'UTC', 'Europe/London', 'Asia/Kathmandu'])('%j is a time zone', (text) => {
  expect(isTimeZone(text)).toBe(true);
});

test.each(['', 'Boise', 'America/Nowhere', '+02:00', '-07', 'America/Boise '])(
  '%j is not a time zone',
  (text) => {
    expect(isTimeZone(text)).toBe(false);
  },
);

test.each([
  '00:1A:2B:3C:4D:5E',
  '00-1a-2b-3c-4d-5e',
  '001A2B3C4D5E',
  '001a.2b3c.4d5e',
  ' 00:1a:2b:3c:4d:5e\r\n',
  '00 1a 2b 3c 4d 5e',
])('%j is the machine 001A2B3C4D5E', (text) => {
  expect(machineAddressKey(text)).toBe('001A2B3C4D5E');
});

test.each([
  '',
  '  ',
  '00:1A:2B:3C:4D',
  '00:1A:2B:3C:4D:5E:6F',
  '00:1A:2B:3C:4D:5G',
  '００1A2B3C4D5E',
  'undefined',
])('%j is not a machine address', (text) => {
  expect(machineAddressKey(text)).toBeUndefined();
});

describe('secrets that are rotated', () => {
  const [one, two] = [
    { hash: 'one', since: '2026-01-01T00:00:00Z' },
    { hash: 'two', since: '2026-02-01T00:00:00Z' },
  ];
  const now = '2026-11-23T18:04:05Z';

  test.each([
    [[one], [{ hash: 'new', since: now }, one]],
    [
      [two, one],
      [{ hash: 'new', since: now }, two],
    ],
  ])('keep the newest of the old ones', (before, after) => {
    expect(rotate(before, 'new', now)).toEqual(after);
  });

  test('are one again when that is finished', () => {
    expect(finishRotation([two, one])).toEqual([two]);
    expect(finishRotation([one])).toEqual([one]);
  });
});

test.each([
  [undefined, false],
  ['2026-11-23T18:04:05Z', false],
  ['2026-11-23T18:04:05.001Z', true],
  ['2026-11-24T00:00:00Z', true],
  ['2026-11-23T00:00:00Z', false],
])('with recording until %s a call at 18:04:05 is recorded: %s', (recordUntil, recorded) => {
  expect(isRecording({ recordUntil }, '2026-11-23T18:04:05Z')).toBe(recorded);
});
