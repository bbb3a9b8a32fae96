import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { settings } from '../current-settings.ts';
import { entryKey, type InboxEntry } from '../domain/inbox.ts';
import { shopKey, type Waiting } from '../domain/connection.ts';
import { type Instant, toInstant } from '../domain/instant.ts';
import { documents } from './client.ts';
import { sortable } from './keys.ts';
import { putOnRevision } from './revisions.ts';
import { isConditionFailure, send } from './send.ts';

/*
 * Access patterns of the Inbox table (key: store, key):
 *
 *   an order of a shop's            GetItem   store, woocommerce#123
 *   whose is a number               GetItem   store, number#1001
 *   what waits for somebody         Query     attention: store, attention        (only held and not understood)
 *   what is to be done now          Query     due: queue, dueAt                  (of all stores; may lag)
 *
 * connections.ts has the items connection#woocommerce.
 */

/** An entry as the table holds it, and what its next write needs. */
export interface StoredEntry {
  entry: InboxEntry;
  /** The newest payload, as it arrived. Absent: there is none, it was removed, or it was too large to keep. */
  payload?: Buffer | undefined;
  /** Its gzip is larger than an item may be, so it could not be kept. */
  tooLarge: boolean;
  revision: string;
}

export interface EntryPlace {
  storeId: string;
  key: string;
}

/** The limit of a payload's gzip: with the entry an item is well under DynamoDB's 400 KB. */
export const MAX_PAYLOAD_BYTES = 300 * 1024;
/** The largest accepted body. */
const MAX_BODY_BYTES = 1024 * 1024;

const QUEUE = 'inbox';

const text = z.string();
const instant = z.iso.datetime();
const whole = z.int().check(z.gte(0));

const storedEntry: z.ZodMiniType<InboxEntry> = z.object({
  platform: z.enum(['woocommerce', 'shopify', 'bigcommerce']),
  ordinal: z.optional(whole),
  platformId: text,
  from: z.optional(text),
  sender: z.optional(text),
  version: text,
  digest: text,
  todo: z.optional(z.enum(['read', 'fetch'])),
  deleted: z.boolean(),
  concluded: z.optional(
    z.object({
      conclusion: z.enum(['Placed', 'Canceled', 'Held', 'Ignored', 'NotUnderstood']),
      reason: z.optional(text),
      version: text,
      at: instant,
    }),
  ),
  orderId: z.optional(text),
  number: z.optional(text),
  takenIds: z.array(text),
  payments: z.optional(text),
  setAsideAt: z.optional(instant),
  firstAt: instant,
  lastAt: instant,
  deliveries: whole,
  attempts: whole,
  failure: z.optional(text),
  dueAt: z.optional(instant),
});

const bytes = z.instanceof(Uint8Array);

/** One order of a shop; `undefined` if the shop has not sent it. */
export async function findEntry({ storeId, key }: EntryPlace): Promise<StoredEntry | undefined> {
  const command = new GetCommand({
    TableName: settings.inboxTable,
    Key: { store: storeId, key },
    ConsistentRead: true,
  });
  const { Item } = await send(documents.send(command));
  return Item && fromItem(Item);
}

/**
 * Writes an entry: a new one, or the next state of one that is still as it was read. `undefined` if it is not. A write
 * whose answer was lost and that the client therefore repeated counts as done.
 */
export async function writeEntry(
  storeId: string,
  entry: InboxEntry,
  { before, payload }: { before?: StoredEntry | undefined; payload?: Buffer | undefined },
): Promise<StoredEntry | undefined> {
  const zipped = payload && (await zip(payload));
  const tooLarge = zipped !== undefined && zipped.length > MAX_PAYLOAD_BYTES;
  const key = entryKey(entry);
  const item = {
    store: storeId,
    key,
    entry,
    ...(zipped && !tooLarge && { payload: zipped }),
    ...(tooLarge && { tooLarge }),
    ...indexAttributes(entry),
  };
  const read = async () => (await findEntry({ storeId, key }))?.revision;
  const revision = await putOnRevision(settings.inboxTable, item, { before: before?.revision, read });
  return revision === undefined ? undefined : { entry, payload, tooLarge, revision };
}

/** Claims a number permanently for a shop's order; `false` if another one has it. */
export async function claimNumber(storeId: string, orderId: string, owner: string): Promise<boolean> {
  const key = `number#${orderId}`;
  const command = new PutCommand({
    TableName: settings.inboxTable,
    Item: { store: storeId, key, owner },
    ConditionExpression: 'attribute_not_exists(#key) OR #owner = :owner',
    ExpressionAttributeNames: { '#key': 'key', '#owner': 'owner' },
    ExpressionAttributeValues: { ':owner': owner },
  });
  try {
    await send(documents.send(command));
    return true;
  } catch (error) {
    if (isConditionFailure(error)) return false;
    throw error;
  }
}

/** The entry that a number was claimed for, as `woocommerce#123`. */
export async function ownerOf(storeId: string, orderId: string): Promise<string | undefined> {
  const command = new GetCommand({
    TableName: settings.inboxTable,
    Key: { store: storeId, key: `number#${orderId}` },
    ConsistentRead: true,
  });
  const { Item } = await send(documents.send(command));
  return Item && String(Item['owner']);
}

/** The due entries of all stores, longest due first. */
export async function dueEntries(now: Instant, limit: number): Promise<EntryPlace[]> {
  const command = new QueryCommand({
    TableName: settings.inboxTable,
    IndexName: 'due',
    KeyConditionExpression: '#queue = :queue AND dueAt <= :now',
    ExpressionAttributeNames: { '#queue': 'queue' },
    ExpressionAttributeValues: { ':queue': QUEUE, ':now': sortable(now) },
    Limit: limit,
  });
  const { Items = [] } = await send(documents.send(command));
  return Items.map(({ store, key }) => ({ storeId: String(store), key: String(key) }));
}

/** A store's entries that wait for somebody, longest waiting first, up to a number. */
export async function waitingEntries(
  storeId: string,
  conclusion: 'Held' | 'NotUnderstood',
  limit: number,
): Promise<InboxEntry[]> {
  const entries: InboxEntry[] = [];
  let ExclusiveStartKey: Record<string, unknown> | undefined;
  do {
    const command = new QueryCommand({
      TableName: settings.inboxTable,
      IndexName: 'attention',
      KeyConditionExpression: '#store = :store AND begins_with(attention, :conclusion)',
      ExpressionAttributeNames: { '#store': 'store' },
      ExpressionAttributeValues: { ':store': storeId, ':conclusion': `${conclusion}#` },
      ConsistentRead: true,
      Limit: limit - entries.length,
      ExclusiveStartKey,
    });
    const { Items = [], LastEvaluatedKey } = await send(documents.send(command));
    entries.push(...Items.flatMap(({ entry }) => z.safeParse(storedEntry, entry).data ?? []));
    ExclusiveStartKey = LastEvaluatedKey;
  } while (ExclusiveStartKey && entries.length < limit);
  return entries;
}

/** How many orders of a store wait, by the key of their shop. */
export async function countWaiting(storeId: string): Promise<Map<string, Waiting>> {
  const counts = new Map<string, Waiting>();
  let ExclusiveStartKey: Record<string, unknown> | undefined;
  do {
    const command = new QueryCommand({
      TableName: settings.inboxTable,
      IndexName: 'attention',
      KeyConditionExpression: '#store = :store',
      ProjectionExpression: 'attention, #entry.platform, #entry.ordinal',
      ExpressionAttributeNames: { '#store': 'store', '#entry': 'entry' },
      ExpressionAttributeValues: { ':store': storeId },
      ConsistentRead: true,
      ExclusiveStartKey,
    });
    const { Items = [], LastEvaluatedKey } = await send(documents.send(command));
    for (const { attention, entry } of Items) {
      const key = shopKey(entry as Pick<InboxEntry, 'platform' | 'ordinal'>);
      const { held, notUnderstood } = counts.get(key) ?? { held: 0, notUnderstood: 0 };
      const isHeld = String(attention).startsWith('Held#');
      counts.set(key, { held: held + Number(isHeld), notUnderstood: notUnderstood + Number(!isHeld) });
    }
    ExclusiveStartKey = LastEvaluatedKey;
  } while (ExclusiveStartKey);
  return counts;
}

/** The entry of an order number: the one that has it, or one that waits for somebody. */
export async function findByNumber(storeId: string, orderId: string): Promise<InboxEntry | undefined> {
  const key = await ownerOf(storeId, orderId);
  if (key !== undefined) return (await findEntry({ storeId, key }))?.entry;
  for (const conclusion of ['Held', 'NotUnderstood'] as const) {
    const waiting = await waitingEntries(storeId, conclusion, LOOKED_THROUGH);
    const found = waiting.find(({ number }) => number === orderId);
    if (found) return found;
  }
  return undefined;
}

/** At most this many waiting entries are searched for a number. */
const LOOKED_THROUGH = 1000;

/** A hash of a payload's bytes. */
export function digestOf(payload: Buffer): string {
  return createHash('sha256').update(payload).digest('base64url').slice(0, 22);
}

function indexAttributes({ concluded, firstAt, dueAt }: InboxEntry): Record<string, string> {
  const conclusion = concluded?.conclusion;
  // Once its payload is removed, only the shop can do anything about it.
  const waits = (conclusion === 'Held' || conclusion === 'NotUnderstood') && dueAt !== undefined;
  return {
    ...(waits && { attention: `${conclusion}#${sortable(firstAt)}` }),
    ...(dueAt !== undefined && { queue: QUEUE, dueAt: sortable(dueAt) }),
  };
}

const zip = promisify(gzip);
const unzip = promisify<Uint8Array, object, Buffer>(gunzip);

/** Throws if the item is not a valid entry. */
async function fromItem(item: Record<string, unknown>): Promise<StoredEntry> {
  const { data } = z.safeParse(
    z.object({ entry: storedEntry, revision: text, payload: z.optional(bytes) }),
    item,
  );
  // Without the cause, which may quote the item.
  if (!data || entryKey(data.entry) !== item['key'])
    throw new Error(`The inbox item ${String(item['key'])} is damaged.`);
  const { payload } = data;
  return {
    entry: data.entry,
    revision: data.revision,
    tooLarge: item['tooLarge'] === true,
    ...(payload && { payload: await unzip(payload, { maxOutputLength: MAX_BODY_BYTES }) }),
  };
}

/** An instant from its sortable form. */
export function instantIn(stored: unknown): Instant | undefined {
  const date = new Date(typeof stored === 'string' ? stored : Number.NaN);
  return Number.isNaN(date.getTime()) ? undefined : toInstant(date);
}
