import { dueEntries, type EntryPlace, findEntry, type StoredEntry, writeEntry } from '../database/inbox.ts';
import { getStore } from '../database/stores.ts';
import { connectionTo } from '../domain/connection.ts';
import { conclude, failed, type InboxEntry, withoutPayload } from '../domain/inbox.ts';
import { type Instant, toInstant } from '../domain/instant.ts';
import { platforms } from '../platforms/all.ts';
import { log } from '../telemetry/log.ts';
import { fetchParcel } from './fetch.ts';
import { readKept } from './read-again.ts';
import { connectionOf, type Shop } from './shop.ts';
import { apiOf, paymentsOf } from './shop-api.ts';
import { take } from './take.ts';

/** The result of a run. */
export interface Repeated {
  done: number;
  failures: number;
}

export interface Repeating {
  now: () => Instant;
  /** Whether there is time for one more. */
  goesOn: () => boolean;
}

const AT_ONCE = 10;
const FAILURES_TOLD = 20;

/**
 * Processes what is due in the inboxes of all stores: reads again what failed, asks shops for orders, removes payloads
 * that are no longer needed. An entry that fails is due again later and does not stop the others.
 */
export async function repeatDue({ now, goesOn }: Repeating): Promise<Repeated> {
  const repeated: Repeated = { done: 0, failures: 0 };
  const seen = new Set<string>();
  while (goesOn()) {
    const places = (await dueEntries(now(), 100)).filter((place) => !seen.has(nameOf(place)));
    if (places.length === 0) break;
    for (const place of places) seen.add(nameOf(place));
    const rest = places.values();
    const work = async (): Promise<void> => {
      for (const place of rest) if (goesOn()) await doOne(place, now(), repeated);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  }
  return repeated;
}

function nameOf({ storeId, key }: EntryPlace): string {
  return `${storeId} ${key}`;
}

async function doOne(place: EntryPlace, now: Instant, repeated: Repeated): Promise<void> {
  try {
    const stored = await findEntry(place);
    // The index lags: it may be done already.
    if (!stored || stored.entry.dueAt === undefined || Date.parse(stored.entry.dueAt) > Date.parse(now))
      return;
    await doDue(place.storeId, stored, now);
    repeated.done += 1;
  } catch (error) {
    repeated.failures += 1;
    if (repeated.failures <= FAILURES_TOLD) log.error('repeating failed', { ...place, error });
  }
}

async function doDue(storeId: string, stored: StoredEntry, now: Instant): Promise<void> {
  const { entry } = stored;
  if (entry.todo === undefined) return write(storeId, withoutPayload(entry), { before: stored });
  const store = await getStore(storeId);
  // What another shop sent may be of the one that is connected now.
  const connection =
    store && (entry.from === undefined ? connectionTo(entry, store) : connectionOf(store, entry.platform));
  if (!store || !connection)
    return giveUp(storeId, stored, { reason: 'The shop is no longer connected.', now });
  const shop: Shop = { store, connection, platform: platforms[entry.platform], now, paymentsOf };
  if (entry.todo === 'read' && (stored.payload || entry.deleted)) return readAgain(stored, shop);
  return askAgain(stored, shop);
}

/** An entry that keeps failing is tried less and less often. */
async function readAgain(stored: StoredEntry, shop: Shop): Promise<void> {
  try {
    await readKept(stored, shop);
  } catch (error) {
    await write(shop.store.id, failed(stored.entry, { reason: 'The database did not answer.' }, shop.now), {
      before: stored,
    });
    throw error;
  }
}

/** Asks the shop for an order whose payload we do not have. */
async function askAgain(stored: StoredEntry, shop: Shop): Promise<void> {
  const { entry } = stored;
  const storeId = shop.store.id;
  const api = await apiOf(shop);
  if (!api)
    return giveUp(storeId, stored, {
      reason: 'The order has to be asked for, and the shop’s API is not connected.',
      now: shop.now,
    });
  const asked = await fetchParcel(api, entry.platformId, shop);
  if (!asked.ok) return write(storeId, failed(entry, asked, shop.now), { before: stored });
  await take(asked.value, { ...shop, now: toInstant(new Date(shop.now)) });
}

function giveUp(
  storeId: string,
  stored: StoredEntry,
  { reason, now }: { reason: string; now: Instant },
): Promise<void> {
  return write(storeId, conclude(stored.entry, { conclusion: 'NotUnderstood', reason }, now), {
    before: stored,
  });
}

/** If somebody else was faster, it is due again, or done. */
async function write(storeId: string, entry: InboxEntry, { before }: { before: StoredEntry }): Promise<void> {
  const payload = entry.digest === '' ? undefined : before.payload;
  await writeEntry(storeId, entry, { before, payload });
}
