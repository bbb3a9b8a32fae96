import { type Activity, silence } from './activity.ts';
import { isDeaf } from './delivery.ts';
import { type Instant, secondsBetween } from './instant.ts';
import type { Webhook } from './store.ts';

/** What one look at a store found. */
export interface StoreWatch {
  /** The last poll of a Lightspeed that used to poll regularly and has stopped. */
  silentSince: Instant | undefined;
  outstanding: number;
  refused: number;
  /** Since when the order that has waited longest is outstanding. */
  waitingSince: Instant | undefined;
  waitingSeconds: number;
  /** Its webstore has a URL, and nothing has reached it for an hour. */
  isDeaf: boolean;
}

interface Facts {
  activity: Activity;
  waiting: { outstanding: number; refused: number; oldest: { since: Instant } | undefined };
  webhook?: Pick<Webhook, 'enabled'> | undefined;
}

export function watchOf({ activity, waiting, webhook }: Facts, now: Instant): StoreWatch {
  const { outstanding, refused, oldest } = waiting;
  return {
    silentSince: silence(activity, now),
    outstanding,
    refused,
    waitingSince: oldest?.since,
    waitingSeconds: oldest ? secondsBetween(oldest.since, now) : 0,
    // One that was switched off by hand is meant to get nothing.
    isDeaf: webhook?.enabled === true && activity.listening !== undefined && isDeaf(activity.listening, now),
  };
}

/** Whether this store needs attention. */
export function needsAttention(watch: StoreWatch, waitingTooLongSeconds: number): boolean {
  return watch.silentSince !== undefined || watch.waitingSeconds >= waitingTooLongSeconds || watch.isDeaf;
}

/** All stores together: sums, and the longest wait. */
export interface WatchTotal {
  stores: number;
  silent: number;
  deaf: number;
  outstanding: number;
  refused: number;
  waitingSeconds: number;
}

export const NOTHING_WATCHED: WatchTotal = {
  stores: 0,
  silent: 0,
  deaf: 0,
  outstanding: 0,
  refused: 0,
  waitingSeconds: 0,
};

export function addWatch(total: WatchTotal, watch: StoreWatch): WatchTotal {
  return {
    stores: total.stores + 1,
    silent: total.silent + (watch.silentSince === undefined ? 0 : 1),
    deaf: total.deaf + (watch.isDeaf ? 1 : 0),
    outstanding: total.outstanding + watch.outstanding,
    refused: total.refused + watch.refused,
    waitingSeconds: Math.max(total.waitingSeconds, watch.waitingSeconds),
  };
}
