import { expect, test } from '@jest/globals';
import { connectionName, connectionSentences, connectionState } from '../../../lib/desk/connections.ts';
import { healthOf } from '../../../lib/desk/health.ts';
import type { ConnectionStatus } from '../../../lib/domain/connection-status.ts';

const NOW = '2026-11-24T12:00:00Z';
const working: ConnectionStatus = {
  platform: 'shopify',
  shop: 'coolbike.myshopify.com',
  webhookOnly: false,
  connectedAt: '2026-11-20T00:00:00Z',
  health: 'working',
  problems: [],
  lastDeliveryAt: '2026-11-24T11:55:00Z',
  lastResult: 'Placed',
  unsigned: 0,
  lastUnsignedAt: null,
  lastSweptAt: '2026-11-24T11:50:00Z',
  sweptTo: '2026-11-24T11:50:00Z',
  held: 0,
  notUnderstood: 0,
  unknownPayments: [],
};

test('a connection that works is told in two sentences', () => {
  expect(connectionName(working)).toBe('Shopify, coolbike.myshopify.com');
  expect(connectionState(working)).toBe('working');
  expect(connectionSentences(working, NOW)).toEqual([
    'It last sent something 5 minutes ago: Placed.',
    'It was last asked for what changed 10 minutes ago.',
  ]);
});

test('one of which only the webhook is connected says so, and all that waits is told', () => {
  const webhookOnly = { ...working, shop: null, webhookOnly: true, lastDeliveryAt: null, lastResult: null };
  const waits = { held: 1, notUnderstood: 2, unknownPayments: ['stripe', 'klarna'] };
  const status: ConnectionStatus = { ...webhookOnly, ...waits, health: 'untried' };
  expect(connectionName(status)).toBe('Shopify');
  expect(connectionState(status)).toBe('2 not understood');
  expect(connectionState({ ...status, notUnderstood: 0 })).toBe('nothing has come yet');
  expect(connectionSentences(status, NOW)).toEqual([
    'It has sent nothing yet.',
    'Only its webhook is connected: there is no sweep, and nothing goes back to it.',
    '1 order not paid yet.',
    '2 orders not understood.',
    'Booked as OTHER: stripe, klarna.',
  ]);
});

test('all is not well in a store whose shop is in trouble', () => {
  const store = {
    store: 'coolbike',
    name: 'Cool Bike',
    enabled: true,
    lastPolledAt: '2026-11-24T11:58:00Z',
    lastAcknowledgedAt: null,
    lastShippedAt: null,
    usualPollSeconds: 300,
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
  };
  const failing: ConnectionStatus = { ...working, health: 'failing', problems: ['The shop answered 401.'] };
  const health = (...platforms: ConnectionStatus[]) => healthOf({ ...store, platforms }, NOW);
  expect(health(working).level).toBe('good');
  expect(health(working, failing)).toEqual({
    level: 'bad',
    seen: { words: '2 minutes ago', at: '2026-11-24T11:58:00Z' },
    trouble: 'webstore',
    text: 'Lightspeed polled 2 minutes ago, as it does every 5 minutes. Shopify: The shop answered 401. Nothing waits.',
  });
  expect(health({ ...working, notUnderstood: 2 })).toEqual({
    level: 'bad',
    seen: { words: '2 minutes ago', at: '2026-11-24T11:58:00Z' },
    trouble: 'webstore',
    text: 'Lightspeed polled 2 minutes ago, as it does every 5 minutes. Shopify: 2 orders not understood. Nothing waits.',
  });
});
