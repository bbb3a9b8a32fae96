import { describe, expect, test } from '@jest/globals';
import {
  addWatch,
  needsAttention,
  NOTHING_WATCHED,
  type StoreWatch,
  watchOf,
} from '../../../lib/domain/watch.ts';

const everyFiveMinutes = [
  '2026-11-23T12:00:00Z',
  '2026-11-23T11:55:00Z',
  '2026-11-23T11:50:00Z',
  '2026-11-23T11:45:00Z',
];

function aWatch(differs: Partial<StoreWatch> = {}): StoreWatch {
  return {
    silentSince: undefined,
    outstanding: 0,
    refused: 0,
    waitingSince: undefined,
    waitingSeconds: 0,
    isDeaf: false,
    ...differs,
  };
}

describe('a look at a store', () => {
  test('that is silent and where orders wait', () => {
    const waiting = { outstanding: 3, refused: 1, oldest: { since: '2026-11-23T11:00:00.000Z' } };
    const activity = { polls: everyFiveMinutes };
    expect(watchOf({ activity, waiting }, '2026-11-23T12:15:01Z')).toEqual({
      silentSince: '2026-11-23T12:00:00Z',
      outstanding: 3,
      refused: 1,
      waitingSince: '2026-11-23T11:00:00.000Z',
      waitingSeconds: 4501,
      isDeaf: false,
    });
  });

  test('that polls and where nothing waits', () => {
    const waiting = { outstanding: 0, refused: 0, oldest: undefined };
    const activity = { polls: everyFiveMinutes };
    expect(watchOf({ activity, waiting }, '2026-11-23T12:15:00Z')).toEqual({
      silentSince: undefined,
      outstanding: 0,
      refused: 0,
      waitingSince: undefined,
      waitingSeconds: 0,
      isDeaf: false,
    });
  });

  test.each([
    ['of which nothing has reached its webstore for an hour', true, '2026-11-23T11:15:00Z', true],
    ['whose webstore has failed for a shorter time', true, '2026-11-23T11:15:01Z', false],
    ['whose URL was switched off by hand', false, '2026-11-23T11:15:00Z', false],
  ])('%s', (_, enabled, failingSince, isDeaf) => {
    const waiting = { outstanding: 0, refused: 0, oldest: undefined };
    const activity = { polls: [], listening: { failures: 7, failingSince } };
    expect(watchOf({ activity, waiting, webhook: { enabled } }, '2026-11-23T12:15:00Z').isDeaf).toBe(isDeaf);
  });
});

test('a store needs attention when it is silent, when its webstore is deaf, or when an order has waited as long as it may', () => {
  expect(needsAttention(aWatch({ waitingSeconds: 99 }), 100)).toBe(false);
  expect(needsAttention(aWatch({ waitingSeconds: 100 }), 100)).toBe(true);
  expect(needsAttention(aWatch({ silentSince: '2026-11-23T12:00:00Z' }), 100)).toBe(true);
  expect(needsAttention(aWatch({ isDeaf: true }), 100)).toBe(true);
});

test('stores add up, but for the longest wait', () => {
  const watches = [
    aWatch({ outstanding: 2, refused: 1, waitingSeconds: 30 }),
    aWatch({ outstanding: 1, waitingSeconds: 70, silentSince: '2026-11-23T12:00:00Z' }),
    aWatch({ waitingSeconds: 50, isDeaf: true }),
  ];
  expect(watches.reduce(addWatch, NOTHING_WATCHED)).toEqual({
    stores: 3,
    silent: 1,
    deaf: 1,
    outstanding: 3,
    refused: 1,
    waitingSeconds: 70,
  });
});
