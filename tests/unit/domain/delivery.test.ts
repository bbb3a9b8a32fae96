import { describe, expect, test } from '@jest/globals';
import {
  afterAttempt,
  afterFailure,
  DELAYS,
  isDeaf,
  isPaused,
  type Listening,
  type Outcome,
} from '../../../lib/domain/delivery.ts';

const now = '2026-11-24T18:00:00Z';
const failed: Outcome = { delivered: false, told: 'It answered 500.' };
const next = (tries: number, outcome: Outcome, random = 0.5) =>
  afterAttempt({ tries }, outcome, { now, random });

describe('a message that was not delivered is told again', () => {
  test.each([
    [1, '2026-11-24T18:00:05Z'],
    [2, '2026-11-24T18:05:00Z'],
    [3, '2026-11-24T18:30:00Z'],
    [4, '2026-11-24T20:00:00Z'],
    [5, '2026-11-24T23:00:00Z'],
    [6, '2026-11-25T04:00:00Z'],
    [7, '2026-11-25T08:00:00Z'],
    [8, '2026-11-25T14:00:00Z'],
    [9, '2026-11-25T18:00:00Z'],
  ])('after attempt %i at %s', (tries, dueAt) => {
    expect(next(tries, failed)).toEqual({ status: 'pending', dueAt, lastError: 'It answered 500.' });
  });

  test('ten percent earlier or later', () => {
    expect(next(2, failed, 0).dueAt).toBe('2026-11-24T18:04:30Z');
    expect(next(2, failed, 1).dueAt).toBe('2026-11-24T18:05:30Z');
  });

  test('nine times; after the tenth attempt it has failed', () => {
    expect(DELAYS).toHaveLength(9);
    expect(next(10, failed)).toEqual({ status: 'failed', endedAt: now, lastError: 'It answered 500.' });
  });

  test.each([
    ['later, if Retry-After asks for it', 120, '2026-11-24T18:02:00Z'],
    ['not earlier than it would be', 1, '2026-11-24T18:00:05Z'],
    ['a day later at most', 10 * 86_400, '2026-11-25T18:00:00Z'],
  ])('%s', (_, retryAfter, dueAt) => {
    expect(next(1, { ...failed, retryAfter }).dueAt).toBe(dueAt);
  });

  test('not at all, if a repetition cannot succeed', () => {
    expect(next(1, { ...failed, giveUp: true })).toMatchObject({ status: 'failed', endedAt: now });
  });
});

test('a delivered one has ended, and nothing of what went wrong is left', () => {
  expect(next(3, { delivered: true, told: 'It answered 200.' })).toEqual({
    status: 'delivered',
    endedAt: now,
  });
});

test('one that was answered 410 is held, and looked at again a day later', () => {
  expect(next(1, { ...failed, gone: true })).toMatchObject({ status: 'held', dueAt: '2026-11-25T18:00:00Z' });
});

describe('a target that fails', () => {
  const failing = (failures: number, failingSince = '2026-11-24T17:59:00Z'): Listening => ({
    failures,
    failingSince,
  });

  test.each([
    [4, {}],
    [5, { pausedUntil: '2026-11-24T18:01:00Z' }],
    [6, { pausedUntil: '2026-11-24T18:02:00Z' }],
    [9, { pausedUntil: '2026-11-24T18:15:00Z' }],
    [400, { pausedUntil: '2026-11-24T18:15:00Z' }],
  ])('%i times in a row is left alone for a while: %j', (failures, follows) => {
    expect(afterFailure(failing(failures), failed, now)).toEqual(follows);
  });

  test.each([
    ['2026-11-19T18:00:00Z', { off: { at: now, why: 'failing' } }],
    ['2026-11-19T18:00:01Z', {}],
  ])('and does nothing else since %s is switched off after five days: %j', (since, follows) => {
    expect(afterFailure(failing(3, since), failed, now)).toEqual(follows);
  });

  test('that wants no more is switched off at once', () => {
    expect(afterFailure(failing(1), { ...failed, gone: true }, now)).toEqual({
      off: { at: now, why: 'gone' },
    });
  });

  test('is deaf after an hour, and when it was switched off', () => {
    expect(isDeaf(failing(9, '2026-11-24T17:00:00Z'), now)).toBe(true);
    expect(isDeaf(failing(9, '2026-11-24T17:00:01Z'), now)).toBe(false);
    expect(isDeaf({ failures: 0 }, now)).toBe(false);
    expect(isDeaf({ failures: 1, off: { at: now, why: 'gone' } }, now)).toBe(true);
  });

  test('is left alone until its pause is over', () => {
    expect(isPaused({ failures: 5, pausedUntil: '2026-11-24T18:00:01Z' }, now)).toBe(true);
    expect(isPaused({ failures: 5, pausedUntil: now }, now)).toBe(false);
  });
});
