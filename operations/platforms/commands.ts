import { getConnectionActivity } from '../../lib/database/connections.ts';
import { findEntry, waitingEntries, writeEntry } from '../../lib/database/inbox.ts';
import { allStores, changeStore } from '../../lib/database/stores.ts';
import { entryKey, type InboxEntry, readAgain } from '../../lib/domain/inbox.ts';
import type { Instant } from '../../lib/domain/instant.ts';
import type { PlatformName } from '../../lib/domain/platform.ts';
import type { Store } from '../../lib/domain/store.ts';
import { connectionOf, type Shop } from '../../lib/inbox/shop.ts';
import { understand } from '../../lib/inbox/understand.ts';
import { platforms } from '../../lib/platforms/all.ts';
import { table } from '../../terminal/table.ts';
import { UsageError } from '../../terminal/usage-error.ts';
import type { Given } from '../run.ts';
import type { Origin } from '../stores/card.ts';
import { connectWebhookOnly, existingStore, titleOf } from './connect.ts';
import { platformOf } from './options.ts';
import { connectionCard, connectionList, entryList, type SeenConnection } from './show.ts';

export interface Context {
  values: Given['values'];
  now: Instant;
  originOf: (storeId: string) => Origin;
  signal: AbortSignal;
}

type Command = (words: string[], context: Context) => Promise<string>;

/** Each gives what to print. */
export const commands: Record<string, Command> = {
  connect,
  list,
  show,
  held: (words, context) => waiting(words, 'Held', context),
  'not-understood': notUnderstood,
  disconnect,
};

const LISTED = 200;

async function connect(words: string[], context: Context): Promise<string> {
  const { store, name } = await storeAndPlatform(words);
  return connectWebhookOnly(store, name, context);
}

async function list([id, ...more]: string[], { now }: Context): Promise<string> {
  if (more.length > 0) throw new UsageError('list takes one store at most.');
  const stores = id === undefined ? await Array.fromAsync(allStores()) : [await existingStore(id)];
  const sorted = stores.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return connectionList((await Promise.all(sorted.map(connectionsOf))).flat(), now);
}

async function show([id, word, ...more]: string[], { now }: Context): Promise<string> {
  if (id === undefined || more.length > 0) throw new UsageError('Which store? show coolbike');
  const store = await existingStore(id);
  const name = word === undefined ? undefined : platformOf(word);
  const seen = (await connectionsOf(store)).filter(
    ({ connection }) => name === undefined || connection.platform === name,
  );
  if (seen.length === 0)
    throw new Error(`Store ${id} is not connected${name ? ` to ${titleOf(name)}` : ''}.`);
  return seen.map((one) => connectionCard(one, now)).join('');
}

async function connectionsOf(store: Store): Promise<SeenConnection[]> {
  return Promise.all(
    (store.connections ?? []).map(async (connection) => ({
      storeId: store.id,
      connection,
      activity: await getConnectionActivity({ storeId: store.id, platform: connection.platform }),
    })),
  );
}

async function waiting(
  [id, ...more]: string[],
  conclusion: 'Held' | 'NotUnderstood',
  { now }: Context,
): Promise<string> {
  if (id === undefined || more.length > 0) throw new UsageError('Which store? Name one, by its id.');
  await existingStore(id);
  const entries = await waitingEntries(id, conclusion, LISTED);
  if (entries.length > 0) return entryList(entries, { now, limit: LISTED });
  return conclusion === 'Held' ? 'No order is held.' : 'Everything was understood.';
}

async function notUnderstood(words: string[], context: Context): Promise<string> {
  if (context.values['again'] !== true) return waiting(words, 'NotUnderstood', context);
  const [id, ...more] = words;
  if (id === undefined || more.length > 0)
    throw new UsageError('Which store? not-understood coolbike --again');
  const store = await existingStore(id);
  const entries = await waitingEntries(id, 'NotUnderstood', LISTED);
  const rows: string[][] = [];
  for (const entry of entries) rows.push(await again(store, entry, context.now));
  if (rows.length === 0) return 'Everything was understood.';
  return table(['Platform', 'Shop’s key', 'Order', 'Now', 'Why'], rows);
}

/** Reads one again, by what the store and this version of the project make of it now. */
async function again(store: Store, { platform, platformId }: InboxEntry, now: Instant): Promise<string[]> {
  const key = entryKey({ platform, platformId });
  const told = (result: string, reason = '', orderId = '') => [
    titleOf(platform),
    platformId,
    orderId,
    result,
    reason,
  ];
  const stored = await findEntry({ storeId: store.id, key });
  const connection = connectionOf(store, platform);
  if (!stored || !connection) return told('not connected');
  if (!stored.payload && !stored.entry.deleted)
    return told('not kept', 'What the shop sent is not kept any more.');
  const kept = await writeEntry(store.id, readAgain(stored.entry, now), {
    before: stored,
    payload: stored.payload,
  });
  if (!kept) return told('changed meanwhile');
  const shop: Shop = { store, connection, platform: platforms[platform], now };
  const { result, reason, orderId } = await understand({ ...kept, payload: stored.payload }, shop);
  return told(result, reason, orderId);
}

async function disconnect(words: string[], { now }: Context): Promise<string> {
  const { store, name } = await storeAndPlatform(words);
  if (!connectionOf(store, name)) throw new Error(`Store ${store.id} is not connected to ${titleOf(name)}.`);
  await changeStore(store.id, (before) => ({
    ...before,
    connections: (before.connections ?? []).filter(({ platform }) => platform !== name),
    updatedAt: now,
  }));
  return `${store.id} is no longer connected to ${titleOf(name)}. Delete the webhooks in the shop too: they are answered 404 from now on.`;
}

/** Of the words of a command. */
export async function storeAndPlatform([id, word, ...more]: string[]): Promise<{
  store: Store;
  name: PlatformName;
}> {
  if (id === undefined) throw new UsageError('Which store? Name one, by its id.');
  const name = platformOf(word);
  if (more.length > 0) throw new UsageError(`"${more[0]}" is one word too many.`);
  return { store: await existingStore(id), name };
}
