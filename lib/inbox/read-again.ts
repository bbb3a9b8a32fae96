import { type StoredEntry, writeEntry } from '../database/inbox.ts';
import { conclude, readAgain } from '../domain/inbox.ts';
import { parcelOfOrder } from './fetch.ts';
import { isOnHost, type Shop } from './shop.ts';
import { take } from './take.ts';
import { type Outcome, understand } from './understand.ts';

/**
 * Reads it again, by what the store and this version of the project make of it now. `undefined` if the entry was
 * changed meanwhile. Throws `ServiceUnavailable`.
 */
export async function readOnceMore(stored: StoredEntry, shop: Shop): Promise<Outcome | undefined> {
  const { entry, payload } = stored;
  const kept = await writeEntry(shop.store.id, readAgain(entry, shop.now), { before: stored, payload });
  return kept && readKept({ ...kept, payload }, shop);
}

/** Reads what is to be read: an order of the shop's, or what named none when it came. */
export async function readKept(stored: StoredEntry, shop: Shop): Promise<Outcome> {
  const { entry, payload } = stored;
  if (!entry.platformId.startsWith('unread-')) return understand(stored, shop);
  const { from } = entry;
  const isOthers =
    from !== undefined && !(shop.connection.shop !== undefined && isOnHost(from, shop.connection.shop));
  const parcel = parcelOfOrder(payload?.toString('utf8') ?? '', shop);
  if (isOthers || parcel.arrival.kind !== 'order') return stillNot(stored, shop);
  const outcome = await take(parcel, shop);
  const reason = `It is read as the shop’s order ${parcel.platformId}.`;
  const done = conclude(entry, { conclusion: 'Ignored', reason }, shop.now);
  await writeEntry(shop.store.id, done, { before: stored, payload });
  return outcome;
}

async function stillNot(stored: StoredEntry, { store, now }: Shop): Promise<Outcome> {
  const { entry, payload } = stored;
  const reason = entry.concluded?.reason;
  const still = conclude(entry, { conclusion: 'NotUnderstood', reason }, now);
  await writeEntry(store.id, still, { before: stored, payload });
  return { result: 'NotUnderstood', reason, counts: {} };
}
