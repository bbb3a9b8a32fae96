import { settings } from './current-settings.ts';
import { getActivities } from './database/activity.ts';
import { allSettled } from './database/all-settled.ts';
import { summarizeOutstanding } from './database/listing.ts';
import { allStores } from './database/stores.ts';
import type { Activity } from './domain/activity.ts';
import { type Instant, toInstant } from './domain/instant.ts';
import type { Store } from './domain/store.ts';
import {
  addWatch,
  needsAttention,
  NOTHING_WATCHED,
  type StoreWatch,
  watchOf,
  type WatchTotal,
} from './domain/watch.ts';
import { log } from './telemetry/log.ts';
import { emitMetrics } from './telemetry/metrics.ts';

/** Stores whose activity is read by one request; their orders are read in parallel. */
const BATCH = 10;

/** Batches at a time: some forty requests, fewer than the AWS SDK's open connections. */
const BATCHES_AT_ONCE = 4;

/** Milliseconds before its timeout at which the watch stops reading and reports: two requests may hang. */
const TIME_TO_TELL = 30_000;

/** Each failure of a run is counted; at most this many are logged, each with its error. */
const FAILURES_TOLD = 20;

export interface Watch {
  now: Instant;
  /** Milliseconds until the watch itself is ended. */
  timeLeft: () => number;
}

/**
 * Looks at every store that is on, and counts what no call can: who is silent, and how long orders wait. A store that
 * cannot be read, or that there is no time for, is counted and does not stop the others. Throws `ServiceUnavailable` if
 * the stores themselves cannot be read: then nothing is counted, which is an alarm too.
 */
export async function watchStores({ now, timeLeft }: Watch): Promise<WatchTotal & { failures: number }> {
  let total = NOTHING_WATCHED;
  let failures = 0;
  const fail = (storeId: string, error: unknown): void => {
    failures += 1;
    if (failures <= FAILURES_TOLD) log.error('watch failed', { store: storeId, error });
  };
  const batches = inBatches(allStores({ onDamaged: (id) => fail(id, 'Its item is damaged.') }));

  const lookAtAll = async (stores: Store[]): Promise<void> => {
    const activities = await getActivities(stores.map(({ id }) => id));
    const looks = stores.map(async (store) => {
      try {
        const watch = await lookAt(store, activities.get(store.id), now);
        tell(store.id, watch);
        total = addWatch(total, watch);
      } catch (error) {
        fail(store.id, error);
      }
    });
    await Promise.all(looks);
  };
  const work = async (): Promise<void> => {
    for await (const stores of batches) {
      try {
        if (timeLeft() < TIME_TO_TELL) throw new Error('There was no time left to look at it.');
        await lookAtAll(stores);
      } catch (error) {
        for (const { id } of stores) fail(id, error);
      }
    }
  };
  // Each takes the next batch when it is done with its own.
  await allSettled(Array.from({ length: BATCHES_AT_ONCE }, work));

  const { stores, silent, deaf, outstanding, refused, waitingSeconds } = total;
  emitMetrics(
    {
      SilentStores: silent,
      DeafWebstores: deaf,
      OldestOutstandingSeconds: waitingSeconds,
      OutstandingOrders: outstanding,
      RefusedOrders: refused,
      WatchedStores: stores,
      WatchFailures: failures,
    },
    undefined,
  );
  return { ...total, failures };
}

async function lookAt(store: Store, activity: Activity | undefined, now: Instant): Promise<StoreWatch> {
  const waiting = await summarizeOutstanding(store.id, store);
  return watchOf({ activity: activity ?? { polls: [] }, waiting, webhook: store.webhook }, now);
}

/** Counts what was seen of a store, and logs it if it needs attention. */
function tell(storeId: string, watch: StoreWatch): void {
  const { silentSince, outstanding, refused, waitingSince, waitingSeconds, isDeaf } = watch;
  const counts = {
    SilentStores: silentSince === undefined ? 0 : 1,
    DeafWebstores: isDeaf ? 1 : 0,
    OldestOutstandingSeconds: waitingSeconds,
    OutstandingOrders: outstanding,
    RefusedOrders: refused,
  };
  emitMetrics(counts, storeId, { total: false });
  if (!needsAttention(watch, settings.waitingTooLongSeconds)) return;
  const since = waitingSince && toInstant(new Date(waitingSince));
  log.warn('store', {
    store: storeId,
    silentSince,
    waitingSince: since,
    waitingSeconds,
    outstanding,
    refused,
    ...(isDeaf && { isDeaf }),
  });
}

/** The stores that are on, in batches. Several workers may take from it at the same time. */
async function* inBatches(stores: AsyncIterable<Store>): AsyncGenerator<Store[]> {
  let batch: Store[] = [];
  for await (const store of stores) {
    if (store.enabled) batch.push(store);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
