import { type Activity, silence, usualInterval } from './activity.ts';
import type { LastRejection } from './attempts.ts';
import { type ConnectionFacts, type ConnectionStatus, connectionStatus } from './connection-status.ts';
import { type Instant, secondsBetween, toInstant } from './instant.ts';
import { isPaused, type Listening } from './delivery.ts';
import type { Store, Webhook } from './store.ts';

/** Whether Lightspeed is there, and what waits for it (contract 8). Null: never, none, or not known. */
export interface StoreStatus {
  store: string;
  name: string;
  enabled: boolean;
  lastPolledAt: Instant | null;
  lastAcknowledgedAt: Instant | null;
  lastShippedAt: Instant | null;
  /** The usual seconds between two polls, learned from the last ones. */
  usualPollSeconds: number | null;
  /** The last poll of a Lightspeed that used to poll regularly and has stopped. */
  silentSince: Instant | null;
  outstanding: number;
  refused: number;
  /** Left out of the answers to Lightspeed, because they cannot be written. */
  leftOut: number;
  /** Placed before the store's start point: kept, but not offered. */
  beforeStart: number;
  oldestOutstanding: { orderId: string; since: Instant; ageSeconds: number } | null;
  /** The last call, of either side, that was not let in. */
  lastRejection: LastRejection | null;
  /** The messages to its webstore and shops that wait, and those that were given up (contract 9). */
  messagesPending: number;
  messagesFailed: number;
  /** How its webstore takes messages; null: it has no URL. */
  webhook: WebhookStatus | null;
  /** How its shops are connected (contract 10). */
  platforms: ConnectionStatus[];
}

export interface WebhookStatus {
  /** Off: by an operator, or because nothing reached it. */
  enabled: boolean;
  lastDeliveredAt: Instant | null;
  /** Since when nothing has reached it. */
  failingSince: Instant | null;
  /** Until when it is left alone after failures. */
  pausedUntil: Instant | null;
  lastError: string | null;
}

export interface MessageCounts {
  pending: number;
  failed: number;
}

interface Facts {
  activity: Activity;
  waiting: {
    outstanding: number;
    refused: number;
    leftOut: string[];
    beforeStart: number;
    oldest: { orderId: string; since: Instant } | undefined;
  };
  lastRejection: LastRejection | undefined;
  messages: MessageCounts;
  connections: ConnectionFacts[];
}

/** The status of a store, from the known facts. */
export function statusOf(
  { id, name, enabled, webhook, payments }: Pick<Store, 'id' | 'name' | 'enabled' | 'webhook' | 'payments'>,
  { activity, waiting, lastRejection, messages, connections }: Facts,
  now: Instant,
): StoreStatus {
  const { outstanding, refused, leftOut, beforeStart, oldest } = waiting;
  return {
    store: id,
    name,
    enabled,
    lastPolledAt: activity.polls[0] ?? null,
    lastAcknowledgedAt: activity.lastAcknowledgedAt ?? null,
    lastShippedAt: activity.lastShippedAt ?? null,
    usualPollSeconds: usualInterval(activity.polls) ?? null,
    // The calls of a store that is off are refused and do not count as polls.
    silentSince: (enabled ? silence(activity, now) : undefined) ?? null,
    outstanding,
    refused,
    leftOut: leftOut.length,
    beforeStart,
    oldestOutstanding: oldest
      ? {
          orderId: oldest.orderId,
          since: toInstant(new Date(oldest.since)),
          ageSeconds: secondsBetween(oldest.since, now),
        }
      : null,
    lastRejection: lastRejection ?? null,
    messagesPending: messages.pending,
    messagesFailed: messages.failed,
    webhook: webhook ? webhookStatus(webhook, activity.listening, now) : null,
    platforms: connections.map((facts) =>
      connectionStatus(facts, { payments, listening: activity.shopListening }, now),
    ),
  };
}

function webhookStatus(
  { enabled }: Webhook,
  listening: Listening = { failures: 0 },
  now: Instant,
): WebhookStatus {
  const { lastDeliveredAt, failingSince, pausedUntil, lastError, off } = listening;
  return {
    enabled: enabled && off === undefined,
    lastDeliveredAt: lastDeliveredAt ?? null,
    failingSince: failingSince ?? null,
    pausedUntil: (isPaused(listening, now) ? pausedUntil : undefined) ?? null,
    lastError: lastError ?? null,
  };
}
