import { describe, expect, test } from '@jest/globals';
import { statusOf } from '../../../lib/domain/status.ts';

const coolbike = { id: 'coolbike', name: 'Cool Bike', enabled: true };
const messages = { pending: 0, failed: 0 };
const connections: [] = [];
const nothing = { outstanding: 0, refused: 0, leftOut: [], beforeStart: 0, oldest: undefined };
const polls = [
  '2026-11-23T18:00:00Z',
  '2026-11-23T17:55:00Z',
  '2026-11-23T17:50:00Z',
  '2026-11-23T17:45:00Z',
];

describe('the state of a store', () => {
  test('of which nothing is known', () => {
    const facts = {
      activity: { polls: [] },
      waiting: nothing,
      lastRejection: undefined,
      messages,
      connections,
    };
    expect(statusOf(coolbike, facts, '2026-11-23T18:00:00Z')).toEqual({
      store: 'coolbike',
      name: 'Cool Bike',
      enabled: true,
      lastPolledAt: null,
      lastAcknowledgedAt: null,
      lastShippedAt: null,
      usualPollSeconds: null,
      silentSince: null,
      outstanding: 0,
      refused: 0,
      leftOut: 0,
      beforeStart: 0,
      oldestOutstanding: null,
      lastRejection: null,
      messagesPending: 0,
      messagesFailed: 0,
      webhook: null,
      platforms: [],
    });
  });

  test('of which everything is known', () => {
    const facts = {
      activity: {
        polls,
        lastAcknowledgedAt: '2026-11-23T17:00:00Z',
        lastShippedAt: '2026-11-23T16:00:00Z',
      },
      waiting: {
        outstanding: 3,
        refused: 2,
        leftOut: ['100235'],
        beforeStart: 1,
        oldest: { orderId: '100234', since: '2026-11-23T17:58:00.000Z' },
      },
      lastRejection: {
        at: '2026-11-23T18:20:00Z',
        kind: 'wrong credentials' as const,
        face: 'lightspeed' as const,
      },
      messages: { pending: 3, failed: 1 },
      connections,
    };
    expect(statusOf(coolbike, facts, '2026-11-23T18:30:00Z')).toEqual({
      store: 'coolbike',
      name: 'Cool Bike',
      enabled: true,
      lastPolledAt: '2026-11-23T18:00:00Z',
      lastAcknowledgedAt: '2026-11-23T17:00:00Z',
      lastShippedAt: '2026-11-23T16:00:00Z',
      usualPollSeconds: 300,
      silentSince: '2026-11-23T18:00:00Z',
      outstanding: 3,
      refused: 2,
      leftOut: 1,
      beforeStart: 1,
      oldestOutstanding: { orderId: '100234', since: '2026-11-23T17:58:00Z', ageSeconds: 1920 },
      lastRejection: { at: '2026-11-23T18:20:00Z', kind: 'wrong credentials', face: 'lightspeed' },
      messagesPending: 3,
      messagesFailed: 1,
      webhook: null,
      platforms: [],
    });
  });

  test('that is off is not called silent', () => {
    const facts = { activity: { polls }, waiting: nothing, lastRejection: undefined, messages, connections };
    expect(statusOf({ ...coolbike, enabled: false }, facts, '2026-11-24T18:00:00Z')).toMatchObject({
      enabled: false,
      lastPolledAt: '2026-11-23T18:00:00Z',
      silentSince: null,
    });
  });
});
