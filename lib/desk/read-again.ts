import { findEntry } from '../database/inbox.ts';
import { connectionTo } from '../domain/connection.ts';
import { entryKey, type InboxEntry } from '../domain/inbox.ts';
import type { Instant } from '../domain/instant.ts';
import type { PlatformName } from '../domain/platform.ts';
import type { Store } from '../domain/store.ts';
import { readOnceMore } from '../inbox/read-again.ts';
import { connectionOf } from '../inbox/shop.ts';
import { platforms } from '../platforms/all.ts';

/** What a shop's order that was read again came to. */
interface ReadAgain {
  platform: PlatformName;
  platformId: string;
  orderId?: string | undefined;
  /** In words: what the delivery would have been answered, or why it could not be read. */
  result: string;
  reason?: string | undefined;
}

/** Reads it again, by what the store and this version of the project make of it now. */
export async function readEntryAgain(store: Store, entry: InboxEntry, now: Instant): Promise<ReadAgain> {
  const { platform, platformId, from } = entry;
  const stored = await findEntry({ storeId: store.id, key: entryKey(entry) });
  // What another shop sent may be of the one that is connected now.
  const connection = from === undefined ? connectionTo(entry, store) : connectionOf(store, platform);
  if (!stored || !connection) return { platform, platformId, result: 'not connected' };
  const outcome = await readOnceMore(stored, { store, connection, platform: platforms[platform], now });
  if (!outcome) return { platform, platformId, result: 'changed meanwhile' };
  const { orderId, result, reason } = outcome;
  return { platform, platformId, orderId, result, reason };
}
