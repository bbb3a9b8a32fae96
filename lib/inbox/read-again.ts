import { type StoredEntry, writeEntry } from '../database/inbox.ts';
import { conclude, readAgain, setAside } from '../domain/inbox.ts';
import type { Instant } from '../domain/instant.ts';
import { parcelOfOrder } from './fetch.ts';
import { isOnHost, type Shop } from './shop.ts';
import { take } from './take.ts';
import { type Outcome, understand } from './understand.ts';

/*
 * What a person can do with an entry that was not understood. Each gives `undefined` if the entry was changed
 * meanwhile.
 */

/** Reads it again, by what the store and this version of the project make of it now. Throws `ServiceUnavailable`. */
export async function readOnceMore(stored: StoredEntry, shop: Shop): Promise<Outcome | undefined> {
  const { entry, payload } = stored;
  if (!entry.platformId.startsWith('unread-')) {
    const kept = await writeEntry(shop.store.id, readAgain(entry, shop.now), { before: stored, payload });
    return kept && understand({ ...kept, payload }, shop);
  }
  const { from } = entry;
  if (from !== undefined && !(shop.connection.shop !== undefined && isOnHost(from, shop.connection.shop)))
    return stillNot(entry.concluded?.reason);
  const parcel = parcelOfOrder(payload?.toString('utf8') ?? '', shop);
  if (parcel.arrival.kind !== 'order') return stillNot(entry.concluded?.reason);
  const outcome = await take(parcel, shop);
  const reason = `It is read as the shop’s order ${parcel.platformId}.`;
  const done = conclude(entry, { conclusion: 'Ignored', reason }, shop.now);
  await writeEntry(shop.store.id, done, { before: stored, payload });
  return outcome;
}

function stillNot(reason: string | undefined): Outcome {
  return { result: 'NotUnderstood', reason, counts: {} };
}

/** Removes it from the list: somebody has dealt with it by hand. */
export async function setAsideByHand(
  stored: StoredEntry,
  { storeId, now }: { storeId: string; now: Instant },
): Promise<boolean> {
  const { payload } = stored;
  const written = await writeEntry(storeId, setAside(stored.entry, now), { before: stored, payload });
  return written !== undefined;
}
