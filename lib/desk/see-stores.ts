import { getActivities, getActivity } from '../database/activity.ts';
import { getLastRejection } from '../database/attempts.ts';
import { chunks } from '../database/batches.ts';
import { getConnectionFacts } from '../database/connections.ts';
import { summarizeOutstanding } from '../database/listing.ts';
import { countMessages } from '../database/messages.ts';
import { countUntold, countUntoldByStore } from '../database/outbox.ts';
import { allStores, getStore } from '../database/stores.ts';
import type { Activity } from '../domain/activity.ts';
import type { Instant } from '../domain/instant.ts';
import { tellsAnybody } from '../domain/messages.ts';
import { type StoreStatus, statusOf } from '../domain/status.ts';
import type { Store } from '../domain/store.ts';

/** The stores of a stage, as far as they could be read. */
export interface Seen {
  statuses: StoreStatus[];
  unreadable: { storeId: string; reason: string }[];
  /** How many were not read, because the command was told to stop. */
  notSeen: number;
}

/** Two requests each: fewer than the AWS SDK's open connections. */
const STORES_AT_ONCE = 16;

/** Reads every store. One that cannot be read does not hide the others. */
export async function seeStores(now: Instant, signal: AbortSignal): Promise<Seen> {
  const unreadable: Seen['unreadable'] = [];
  const onDamaged = (storeId: string): void => {
    unreadable.push({ storeId, reason: 'The item of this store is damaged.' });
  };
  const stores = await Array.fromAsync(allStores({ onDamaged }));
  const activities = await getActivities(stores.map(({ id }) => id));
  const untold = stores.some(tellsAnybody) ? await countUntoldByStore() : new Map<string, number>();
  const statuses: StoreStatus[] = [];
  const failed: Seen['unreadable'] = [];
  const look = async (store: Store): Promise<void> => {
    try {
      const facts = {
        activity: activities.get(store.id) ?? { polls: [] },
        untold: untold.get(store.id) ?? 0,
      };
      statuses.push((await see(store, facts, now)).status);
    } catch (error) {
      failed.push({ storeId: store.id, reason: error instanceof Error ? error.message : String(error) });
    }
  };
  for (const some of chunks(stores, STORES_AT_ONCE)) {
    if (signal.aborted) break;
    await Promise.all(some.map(look));
  }
  const notSeen = stores.length - statuses.length - failed.length;
  return { statuses, unreadable: [...unreadable, ...failed], notSeen };
}

/** One store; `undefined` if there is none with this id. */
export async function seeStore(storeId: string, now: Instant): Promise<StoreStatus | undefined> {
  const store = await getStore(storeId);
  return store && (await seeReadStore(store, now)).status;
}

interface SeenStore {
  status: StoreStatus;
  /** The ids of the orders that are left out of the answers. */
  leftOut: string[];
}

/** A store that was just read. */
export async function seeReadStore(store: Store, now: Instant): Promise<SeenStore> {
  const untold = tellsAnybody(store) ? countUntold(store.id) : 0;
  return see(store, { activity: getActivity(store.id), untold }, now);
}

async function see(
  store: Store,
  facts: { activity: Activity | Promise<Activity>; untold: number | Promise<number> },
  now: Instant,
): Promise<SeenStore> {
  const [activity, untold, waiting, lastRejection, { pending, failed }, connections] = await Promise.all([
    facts.activity,
    facts.untold,
    summarizeOutstanding(store.id, store),
    getLastRejection(store.id),
    tellsAnybody(store) ? countMessages(store.id) : { pending: 0, failed: 0 },
    getConnectionFacts(store),
  ]);
  const messages = { pending: pending + untold, failed };
  const status = statusOf(store, { activity, waiting, lastRejection, messages, connections }, now);
  return { status, leftOut: waiting.leftOut };
}
