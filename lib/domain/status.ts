import { type Activity, silence, usualInterval } from './activity.ts';
import type { LastRejection } from './attempts.ts';
import { type Instant, secondsBetween, toInstant } from './instant.ts';
import type { Store } from './store.ts';

/** Whether Lightspeed is there, and what waits for it (contract 8). Null: never, none, or not known. */
export interface StoreStatus {
  store: string;
  name: string;
  enabled: boolean;
  lastPolledAt: Instant | null;
  lastAcknowledgedAt: Instant | null;
  lastShippedAt: Instant | null;
  /** How many seconds usually lie between two polls, as learned from the last ones. */
  usualPollSeconds: number | null;
  /** The last poll of a Lightspeed that used to poll regularly and has stopped. */
  silentSince: Instant | null;
  outstanding: number;
  refused: number;
  /** Placed before the store's start point: kept, but not offered. */
  beforeStart: number;
  oldestOutstanding: { orderId: string; since: Instant; ageSeconds: number } | null;
  /** The last call, of either side, that was not let in. */
  lastRejection: LastRejection | null;
}

interface Facts {
  activity: Activity;
  waiting: {
    outstanding: number;
    refused: number;
    beforeStart: number;
    oldest: { orderId: string; since: Instant } | undefined;
  };
  lastRejection: LastRejection | undefined;
}

/** The state of a store, from what is known of it. */
export function statusOf(
  { id, name, enabled }: Pick<Store, 'id' | 'name' | 'enabled'>,
  { activity, waiting, lastRejection }: Facts,
  now: Instant,
): StoreStatus {
  const { outstanding, refused, beforeStart, oldest } = waiting;
  return {
    store: id,
    name,
    enabled,
    lastPolledAt: activity.polls[0] ?? null,
    lastAcknowledgedAt: activity.lastAcknowledgedAt ?? null,
    lastShippedAt: activity.lastShippedAt ?? null,
    usualPollSeconds: usualInterval(activity.polls) ?? null,
    // The calls of a store that is off are turned away, and no polls.
    silentSince: (enabled ? silence(activity, now) : undefined) ?? null,
    outstanding,
    refused,
    beforeStart,
    oldestOutstanding: oldest
      ? {
          orderId: oldest.orderId,
          since: toInstant(new Date(oldest.since)),
          ageSeconds: secondsBetween(oldest.since, now),
        }
      : null,
    lastRejection: lastRejection ?? null,
  };
}
