import { getActivities, getActivity } from '../../lib/database/activity.ts';
import { getLastRejection } from '../../lib/database/attempts.ts';
import { summarizeOutstanding } from '../../lib/database/listing.ts';
import { allStores, getStore } from '../../lib/database/stores.ts';
import type { Activity } from '../../lib/domain/activity.ts';
import type { Instant } from '../../lib/domain/instant.ts';
import { type StoreStatus, statusOf } from '../../lib/domain/status.ts';
import type { Store } from '../../lib/domain/store.ts';
import { inParallel } from '../../terminal/in-parallel.ts';

/** What could be seen of a stage's stores. */
export interface Seen {
  statuses: StoreStatus[];
  unreadable: { storeId: string; reason: string }[];
  /** How many more there are that nobody looked at, because the command was told to stop. */
  notSeen: number;
}

/** Two requests each: fewer than the connections that the AWS SDK keeps open. */
const STORES_AT_ONCE = 16;

/** Looks at every store. One that cannot be read does not hide the others. */
export async function seeStores(now: Instant, signal: AbortSignal): Promise<Seen> {
  const unreadable: Seen['unreadable'] = [];
  const onDamaged = (storeId: string): void => {
    unreadable.push({ storeId, reason: 'The item of this store is damaged.' });
  };
  const stores = await Array.fromAsync(allStores({ onDamaged }));
  const activities = await getActivities(stores.map(({ id }) => id));
  const statuses: StoreStatus[] = [];
  const failed: Seen['unreadable'] = [];
  await inParallel(stores, { concurrency: STORES_AT_ONCE, signal }, async (store) => {
    try {
      statuses.push(await see(store, activities.get(store.id) ?? { polls: [] }, now));
    } catch (error) {
      failed.push({ storeId: store.id, reason: error instanceof Error ? error.message : String(error) });
    }
  });
  const notSeen = stores.length - statuses.length - failed.length;
  return { statuses, unreadable: [...unreadable, ...failed], notSeen };
}

/** One store; `undefined` if there is none of this id. */
export async function seeStore(storeId: string, now: Instant): Promise<StoreStatus | undefined> {
  const store = await getStore(storeId);
  return store && see(store, await getActivity(store.id), now);
}

async function see(store: Store, activity: Activity, now: Instant): Promise<StoreStatus> {
  const [waiting, lastRejection] = await Promise.all([
    summarizeOutstanding(store.id, store),
    getLastRejection(store.id),
  ]);
  return statusOf(store, { activity, waiting, lastRejection }, now);
}
