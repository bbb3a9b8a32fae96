import { describe, expect, test } from '@jest/globals';
import type { Connection, ConnectionActivity } from '../../../lib/domain/connection.ts';
import { type ConnectionFacts, connectionStatus } from '../../../lib/domain/connection-status.ts';

const NOW = '2026-11-24T12:00:00Z';
const connected: Connection = {
  platform: 'woocommerce',
  shop: 'https://shop.example',
  secrets: [],
  webhookIds: [],
  testOrders: false,
  numberPrefix: '',
  cancelInShop: false,
  importSince: '2026-11-01T00:00:00Z',
  connectedAt: '2026-11-24T08:00:00Z',
};
const bothWays: Connection = { ...connected, api: { sealed: 'x', since: NOW } };
const nothing: ConnectionActivity = { deliveries: 0, rejected: 0, unknownMethods: [] };

function facts(activity: Partial<ConnectionActivity>, connection = bothWays): ConnectionFacts {
  return { connection, activity: { ...nothing, ...activity }, waiting: { held: 0, notUnderstood: 0 } };
}

describe('the state of a connection', () => {
  test('of which nothing is known yet', () => {
    expect(connectionStatus(facts({}, { ...connected, shop: undefined }), {}, NOW)).toEqual({
      platform: 'woocommerce',
      shop: null,
      webhookOnly: true,
      connectedAt: '2026-11-24T08:00:00Z',
      health: 'untried',
      problems: [],
      lastDeliveryAt: null,
      lastResult: null,
      unsigned: 0,
      lastUnsignedAt: null,
      lastSweptAt: null,
      sweptTo: null,
      held: 0,
      notUnderstood: 0,
      unknownPayments: [],
    });
  });

  test('that works', () => {
    const activity = {
      deliveries: 7,
      rejected: 2,
      lastRejectedAt: '2026-11-24T10:00:00Z',
      lastDeliveryAt: '2026-11-24T11:00:00Z',
      lastResult: 'Placed',
      lastSweptAt: '2026-11-24T11:55:00Z',
      sweptTo: '2026-11-24T11:54:00Z',
      newestChangeAt: '2026-11-24T10:59:59Z',
      unknownMethods: ['stripe', 'Klarna – later', 'my pay'],
    };
    const known = { ...facts(activity), waiting: { held: 3, notUnderstood: 1 } };
    expect(connectionStatus(known, { payments: { Stripe: 'VISA', mypay: 'OTHER' } }, NOW)).toEqual({
      platform: 'woocommerce',
      shop: 'https://shop.example',
      webhookOnly: false,
      connectedAt: '2026-11-24T08:00:00Z',
      health: 'working',
      problems: [],
      lastDeliveryAt: '2026-11-24T11:00:00Z',
      lastResult: 'Placed',
      unsigned: 2,
      lastUnsignedAt: '2026-11-24T10:00:00Z',
      lastSweptAt: '2026-11-24T11:55:00Z',
      sweptTo: '2026-11-24T11:54:00Z',
      held: 3,
      notUnderstood: 1,
      unknownPayments: ['Klarna – later'],
    });
  });
});

describe('what is wrong with a connection', () => {
  test.each<[string, Partial<ConnectionActivity>, string[]]>([
    ['a fault that the shop told of', { fault: 'The user may not.' }, ['The user may not.']],
    [
      'a delivery that was not signed, after the last one that was',
      { lastDeliveryAt: '2026-11-24T11:00:00Z', lastRejectedAt: '2026-11-24T11:00:01Z' },
      ['Its last delivery was not signed with the secret of this connection.'],
    ],
    [
      'a shop that does not answer',
      { lastSweepFailure: 'The shop answered 401.' },
      ['It could not be asked for what changed: The shop answered 401.'],
    ],
    [
      'a webhook that missed what the sweep was told an hour ago',
      { lastDeliveryAt: '2026-11-24T09:00:00Z', newestChangeAt: '2026-11-24T11:00:00Z' },
      [
        'Orders have changed, and its webhook has told nothing since 2026-11-24T09:00:00Z: it may be switched off in the shop.',
      ],
    ],
    [
      'a webhook that never told anything',
      { newestChangeAt: '2026-11-24T08:15:01Z' },
      [
        'Orders have changed, and its webhook has told nothing since it was connected: it may be switched off in the shop.',
      ],
    ],
  ])('is %s', (_, activity, problems) => {
    expect(connectionStatus(facts(activity), {}, NOW)).toMatchObject({ health: 'failing', problems });
  });

  test.each<[string, Partial<ConnectionActivity>]>([
    ['a change that the webhook may still tell of', { newestChangeAt: '2026-11-24T11:00:01Z' }],
    ['a clock that is a little ahead', { newestChangeAt: '2026-11-24T08:15:00Z' }],
    [
      'a change that the webhook told of',
      { newestChangeAt: '2026-11-24T10:00:00Z', lastDeliveryAt: '2026-11-24T10:00:00Z' },
    ],
    ['what was changed before the shop was connected', { newestChangeAt: '2026-11-23T10:00:00Z' }],
  ])('is not %s', (_, activity) => {
    expect(connectionStatus(facts(activity), {}, NOW).problems).toEqual([]);
  });

  test('is what the shop does with what it is told, while it takes nothing', () => {
    const listening = {
      failures: 3,
      failingSince: '2026-11-24T09:00:00Z',
      lastError: 'The shop answered 403.',
    };
    const problems = (connection: Connection) =>
      connectionStatus(facts({}, connection), { listening }, NOW).problems;
    expect(problems(bothWays)).toEqual([
      'Nothing has reached it since 2026-11-24T09:00:00Z: The shop answered 403.',
    ]);
    expect(problems(connected)).toEqual([]);
  });
});
