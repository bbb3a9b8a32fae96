import { setTimeout as sleep } from 'node:timers/promises';
import { changeStore, getStore } from '../../lib/database/stores.ts';
import type { Instant } from '../../lib/domain/instant.ts';
import { takeStoreFromAll } from '../../lib/desk/invite.ts';
import type { Store } from '../../lib/domain/store.ts';
import { hashMade, newApiToken, newPassword } from '../../lib/door/secrets.ts';
import { countOf, deleteItems, type Item, itemsOf } from '../store-items.ts';
import { STORE_TABLES, type StoreTable, storeTable } from '../store-tables.ts';

/** What a store has in each table. */
export type Holdings = { table: StoreTable; count: number }[];

/** How many items are read before they are deleted. */
const AT_ONCE = 500;
/** A removed store is skipped again until nothing has come in meanwhile, but not forever. */
const MAX_PASSES = 20;

export async function holdingsOf(storeId: string): Promise<Holdings> {
  const counts = STORE_TABLES.map(async (table) => ({ table, count: await countOf(table, storeId) }));
  return Promise.all(counts);
}

/** What will be removed, for a person to read. */
export function holdingsText(storeId: string, holdings: Holdings): string {
  const rows = holdings
    .filter(({ count }) => count > 0)
    .map(({ table, count }) => `  ${String(count).padStart(9)}  ${table.items}`);
  return `Of store ${storeId} this removes, forever:\n\n${rows.join('\n')}\n`;
}

interface Removing {
  now: Instant;
  /** Milliseconds for which a function may still finish what it began before it saw that the store is off. */
  quietMs: number;
  signal: AbortSignal;
  say: (sentence: string) => void;
}

/**
 * Removes everything of a store. It is switched off first and its own item is deleted last, so an interrupted removal
 * can be repeated. Between two passes over the tables it waits until every function knows that the store is off.
 */
export async function removeEverything(
  storeId: string,
  { now, quietMs, signal, say }: Removing,
): Promise<void> {
  await switchOff(storeId, now);
  // Otherwise they would see the next store of this name.
  const people = await takeStoreFromAll(storeId, now);
  if (people > 0) say(`It is taken from ${people === 1 ? 'one person' : `${people} people`} of the console.`);
  const quietAt = performance.now() + quietMs;
  say(`${storeId} is off: nobody is let in.`);
  await removeItems(storeId, { signal, say });
  const wait = quietAt - performance.now();
  if (wait > 0) {
    say(`Waiting ${Math.ceil(wait / 1000)} seconds for calls that began before that.`);
    await sleep(wait, undefined, { signal });
  }
  for (let pass = 1; (await removeItems(storeId, { signal, say })) > 0 && pass < MAX_PASSES; pass += 1);
  await deleteItems(storeTable('Stores'), [{ store: storeId }]);
  say(`${storeId} is removed.`);
}

/**
 * Replaces the secrets by ones that nobody has, which keeps Lightspeed and the webstore out, and drops every other way
 * in. A store that cannot be read lets nobody in anyway.
 */
async function switchOff(storeId: string, now: Instant): Promise<void> {
  const off = ({ id, name, username, createdAt }: Store): Store => ({
    id,
    name,
    enabled: false,
    username,
    passwords: [{ hash: hashMade(newPassword()), since: now }],
    apiTokens: [{ hash: hashMade(newApiToken()), since: now }],
    createdAt,
    updatedAt: now,
  });
  if (await isReadable(storeId)) await changeStore(storeId, off);
}

async function isReadable(storeId: string): Promise<boolean> {
  try {
    return (await getStore(storeId)) !== undefined;
  } catch (error) {
    if (error instanceof Error && error.name === 'Failure') throw error;
    return false;
  }
}

/** Removes a store's items in every table but its own item. Returns their number. */
async function removeItems(
  storeId: string,
  { signal, say }: Pick<Removing, 'signal' | 'say'>,
): Promise<number> {
  let removed = 0;
  for (const table of STORE_TABLES.filter(({ name }) => name !== 'Stores')) {
    const count = await removeAll(table, storeId, signal);
    if (count > 0) say(`${count} ${table.items} removed.`);
    // Lightspeed may go on calling, and each refused call is noted there for five minutes.
    if (table.name !== 'Attempts') removed += count;
  }
  return removed;
}

async function removeAll(table: StoreTable, storeId: string, signal: AbortSignal): Promise<number> {
  let count = 0;
  let some: Item[] = [];
  for await (const item of itemsOf(table, storeId, { keysOnly: true })) {
    if (some.push(item) < AT_ONCE) continue;
    signal.throwIfAborted();
    await deleteItems(table, some);
    count += some.length;
    some = [];
  }
  signal.throwIfAborted();
  await deleteItems(table, some);
  return count + some.length;
}
