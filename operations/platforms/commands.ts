import { getConnectionActivity, placeOf, sweepFrom } from '../../lib/database/connections.ts';
import { waitingEntries } from '../../lib/database/inbox.ts';
import { allStores } from '../../lib/database/stores.ts';
import { disconnectShop, existingConnection, valueOf } from '../../lib/desk/connect-shop.ts';
import { readEntryAgain } from '../../lib/desk/read-again.ts';
import { setEntryAside } from '../../lib/desk/shop-entries.ts';
import { isTwoWay } from '../../lib/domain/connection.ts';
import type { InboxEntry } from '../../lib/domain/inbox.ts';
import { type Instant, toInstant } from '../../lib/domain/instant.ts';
import { type PlatformName, platformTitles } from '../../lib/domain/platform.ts';
import type { Store } from '../../lib/domain/store.ts';
import type { Shop } from '../../lib/inbox/shop.ts';
import { apiOf, paymentsOf } from '../../lib/inbox/shop-api.ts';
import { sweepShop } from '../../lib/inbox/sweep.ts';
import { platforms } from '../../lib/platforms/all.ts';
import { UsageError } from '../../terminal/usage-error.ts';
import { changingStore } from '../changing-store.ts';
import type { Given } from '../run.ts';
import type { Origin } from '../stores/card.ts';
import { existingStore, theOnly } from '../existing-store.ts';
import { connectBothWays, connectWebhookOnly } from './connect.ts';
import { firstDelivery } from './first-delivery.ts';
import { instantOption, platformOf } from './options.ts';
import { connectionCard, connectionList, entryBlock, entryList, type SeenConnection, wayOf } from './show.ts';

export interface Context {
  values: Given['values'];
  now: Instant;
  originOf: (storeId: string) => Origin;
  signal: AbortSignal;
}

type Command = (words: string[], context: Context) => Promise<string>;

/** Each returns what to print. */
export const commands: Record<string, Command> = {
  connect,
  list,
  show,
  test,
  sync,
  held: (words, context) => waiting(words, 'Held', context),
  'not-understood': notUnderstood,
  disconnect,
};

const LISTED = 200;

async function connect(words: string[], context: Context): Promise<string> {
  const { store, name } = await storeAndPlatform(words);
  const connected =
    context.values['webhook-only'] === true
      ? await connectWebhookOnly(store, name, context)
      : await connectBothWays(store, name, context);
  // A program that enters the secrets goes on by itself.
  if (context.values['no-wait'] === true || !process.stdin.isTTY) return connected;
  console.log(connected);
  return firstDelivery(store.id, name, context);
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
    throw new Error(`Store ${id} is not connected${name ? ` to ${platformTitles[name]}` : ''}.`);
  return seen.map((one) => connectionCard(one, now)).join('');
}

async function connectionsOf(store: Store): Promise<SeenConnection[]> {
  return Promise.all(
    (store.connections ?? []).map(async (connection) => ({
      storeId: store.id,
      connection,
      activity: await getConnectionActivity(placeOf(store.id, connection)),
    })),
  );
}

async function waiting(
  words: string[],
  conclusion: 'Held' | 'NotUnderstood',
  { now }: Context,
): Promise<string> {
  const { id } = await existingStore(theOnly(words));
  const entries = await waitingEntries(id, conclusion, LISTED);
  if (entries.length > 0) return entryList(entries, { now, limit: LISTED });
  return conclusion === 'Held' ? 'No order is held.' : 'Everything was understood.';
}

async function notUnderstood(words: string[], context: Context): Promise<string> {
  const { again, 'set-aside': key } = context.values;
  if (again !== true && typeof key !== 'string') return waiting(words, 'NotUnderstood', context);
  const [id, ...more] = words;
  if (id === undefined || more.length > 0)
    throw new UsageError('Which store? not-understood coolbike --again');
  const store = await existingStore(id);
  const entries = await waitingEntries(id, 'NotUnderstood', LISTED);
  if (typeof key === 'string') return setAside(store, { entries, key }, context.now);
  const blocks: string[] = [];
  for (const entry of entries) blocks.push(await readAgain(store, entry, context.now));
  return blocks.length === 0 ? 'Everything was understood.' : blocks.join('\n');
}

async function readAgain(store: Store, entry: InboxEntry, now: Instant): Promise<string> {
  const { orderId, result, reason = '' } = await readEntryAgain(store, entry, now);
  return entryBlock({ ...entry, orderId }, result, reason);
}

/** Takes it off the list: somebody has dealt with it. */
async function setAside(
  { id }: Store,
  { entries, key }: { entries: InboxEntry[]; key: string },
  now: Instant,
): Promise<string> {
  const meant = entries.filter(({ platformId }) => platformId === key);
  if (meant.length === 0)
    throw new Error(`Nothing with the shop’s key ${key} waits. What does: not-understood ${id}`);
  for (const entry of meant) {
    if (!(await setEntryAside(id, entry, now))) throw new Error(`${key} was changed meanwhile. Try again.`);
  }
  return `${key} is set aside: it is listed no more.`;
}

/** Tries the credentials, and shows when the shop last sent something. */
async function test(words: string[], { now }: Context): Promise<string> {
  const { store, name } = await storeAndPlatform(words);
  const connection = existingConnection(store, name);
  const api = await apiOf({ store, connection });
  const activity = await getConnectionActivity(placeOf(store.id, connection));
  const card = connectionCard({ storeId: store.id, connection, activity }, now);
  const tried = api ? valueOf(await api.check(), 'The credentials were tried') : wayOf(connection);
  const hasSent = activity.lastDeliveryAt ?? activity.lastPingAt;
  const sent =
    hasSent === undefined ? '\nThe shop has sent nothing yet: are its webhooks saved and active?' : '';
  return `${tried}${sent}\n${card}`;
}

/** Asks the shop for everything that changed since a time, now and here. */
async function sync(words: string[], { values, now, signal }: Context): Promise<string> {
  const { store, name } = await storeAndPlatform(words);
  const connection = existingConnection(store, name);
  if (!isTwoWay(connection))
    throw new Error(
      `Only the webhook of ${platformTitles[name]} is connected, so the shop cannot be asked: connect it again without --webhook-only.`,
    );
  const since = instantOption(values, 'since');
  if (since === undefined) throw new UsageError('Since when? --since 2026-11-01');
  const place = placeOf(store.id, connection);
  await sweepFrom(place, since, now);
  let orders = 0;
  for (;;) {
    const shop: Shop = {
      store,
      connection,
      platform: platforms[name],
      now: toInstant(new Date()),
      paymentsOf,
    };
    const swept = await sweepShop(shop, { goesOn: () => !signal.aborted, evenIfEarly: true });
    orders += swept?.orders ?? 0;
    if (swept?.failure !== undefined)
      throw new Error(`After ${orders} orders the shop stopped answering. ${swept.failure}`);
    if ((await getConnectionActivity(place)).sweepPage === undefined || signal.aborted) break;
  }
  return `${orders} orders have changed since ${since}; each was read. See: show ${store.id}, held ${store.id}, not-understood ${store.id}`;
}

async function disconnect(words: string[], { now }: Context): Promise<string> {
  const { store, name } = await storeAndPlatform(words);
  const removed = await disconnectShop(changingStore(store, now), name);
  return `${store.id} is no longer connected to ${platformTitles[name]}. ${removed}`;
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
