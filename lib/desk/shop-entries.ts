import { findEntry, writeEntry } from '../database/inbox.ts';
import { entryKey, type InboxEntry, readAgain, setAside } from '../domain/inbox.ts';
import type { Instant } from '../domain/instant.ts';

/*
 * What somebody does about a shop's orders that were not understood. Each gives `false` if the order was changed
 * meanwhile.
 */

/** Has it read again within a minute (functions/repeat-deliveries.ts). */
export async function askToReadAgain(storeId: string, entry: InboxEntry, now: Instant): Promise<boolean> {
  return change(storeId, entry, (before) => readAgain(before, now));
}

/** Somebody has seen to it by hand: it is listed no more. */
export async function setEntryAside(storeId: string, entry: InboxEntry, now: Instant): Promise<boolean> {
  return change(storeId, entry, (before) => setAside(before, now));
}

async function change(
  storeId: string,
  entry: InboxEntry,
  step: (before: InboxEntry) => InboxEntry,
): Promise<boolean> {
  const before = await findEntry({ storeId, key: entryKey(entry) });
  if (!before) return false;
  const { payload } = before;
  return (await writeEntry(storeId, step(before.entry), { before, payload })) !== undefined;
}
