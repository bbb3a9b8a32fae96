import { GetCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { settings } from '../current-settings.ts';
import { Failure } from '../domain/failure.ts';
import type { Store } from '../domain/store.ts';
import { documents } from './client.ts';
import { putOnRevision } from './revisions.ts';
import { send } from './send.ts';

const text = z.string();
const instant = z.iso.datetime();
const secrets = z.array(z.object({ hash: text, since: instant })).check(z.minLength(1), z.maxLength(2));

const webhook = z.object({
  url: text,
  enabled: z.boolean(),
  secrets: z.array(z.object({ sealed: text, since: instant })).check(z.minLength(1), z.maxLength(2)),
  since: instant,
});

const sealed = z.object({ sealed: text, since: instant });
const tableOfTexts = z.optional(z.record(text, text));

const knownShop = z.object({
  platform: z.enum(['woocommerce', 'shopify', 'bigcommerce']),
  shop: z.optional(text),
  ordinal: z.optional(z.int()),
});
const connection = z.extend(knownShop, {
  secrets: z.array(sealed),
  api: z.optional(sealed),
  webhookIds: z.array(text),
  offeredStates: z.optional(z.array(text)),
  testOrders: z.boolean(),
  numberPrefix: text,
  cancelInShop: z.boolean(),
  importSince: instant,
  connectedAt: instant,
});

const storedStore: z.ZodMiniType<Store> = z.object({
  id: text,
  name: text,
  enabled: z.boolean(),
  username: text,
  passwords: secrets,
  apiTokens: secrets,
  machineAddress: z.optional(text),
  timeZone: z.optional(text),
  startAt: z.optional(instant),
  recordUntil: z.optional(instant),
  webhook: z.optional(webhook),
  connections: z.optional(z.array(connection)),
  formerShops: z.optional(z.array(knownShop)),
  payments: tableOfTexts,
  supplierCodes: tableOfTexts,
  partWithoutSku: z.optional(text),
  createdAt: instant,
  updatedAt: instant,
});

const MAX_ATTEMPTS = 8;

interface StoredStore {
  store: Store;
  /** A random mark of the last write; the next write's condition. */
  revision: string;
}

/** One store, read consistently; `undefined` if there is none with this id. */
export async function getStore(storeId: string): Promise<Store | undefined> {
  return (await find(storeId))?.store;
}

/** Every store, in no order. `onDamaged` gets the ids of those that cannot be read; without it, they throw. */
export async function* allStores({
  onDamaged,
}: {
  onDamaged?: (storeId: string) => void;
} = {}): AsyncGenerator<Store> {
  let ExclusiveStartKey: Record<string, unknown> | undefined;
  do {
    const TableName = settings.storesTable;
    const command = new ScanCommand({ TableName, ConsistentRead: true, ExclusiveStartKey });
    const { Items = [], LastEvaluatedKey } = await send(documents.send(command));
    for (const item of Items) {
      const stored = tryFromItem(item);
      if (stored) yield stored.store;
      else if (onDamaged) onDamaged(String(item['store']));
      else throw damaged(item);
    }
    ExclusiveStartKey = LastEvaluatedKey;
  } while (ExclusiveStartKey);
}

/** Adds a store; `false` if its id is taken. */
export async function addStore(store: Store): Promise<boolean> {
  return write(store);
}

/** Changes a store by one conditional write, and gives what it became; `undefined` if there is none. */
export async function changeStore(
  storeId: string,
  change: (store: Store) => Store,
): Promise<Store | undefined> {
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const before = await find(storeId);
    if (!before) return undefined;
    const after = change(before.store);
    if (await write(after, before.revision)) return after;
  }
  throw new Failure('ServiceUnavailable', `Store ${storeId} is being changed by others.`);
}

/** `false` if the store is not as it was read. A write whose answer was lost and that was repeated counts as done. */
async function write(store: Store, before?: string): Promise<boolean> {
  const item = { store: store.id, details: store };
  const read = async () => (await find(store.id))?.revision;
  return (await putOnRevision(settings.storesTable, item, { before, read })) !== undefined;
}

async function find(storeId: string): Promise<StoredStore | undefined> {
  const TableName = settings.storesTable;
  const command = new GetCommand({ TableName, Key: { store: storeId }, ConsistentRead: true });
  const { Item } = await send(documents.send(command));
  const stored = Item && tryFromItem(Item);
  if (Item && !stored) throw damaged(Item);
  return stored;
}

function tryFromItem({ store, revision, details }: Record<string, unknown>): StoredStore | undefined {
  const { data } = z.safeParse(storedStore, details);
  // Somebody may have copied it: it would let in those of the other one.
  return data && data.id === store && typeof revision === 'string' ? { store: data, revision } : undefined;
}

/** Without what is in it. */
function damaged(item: Record<string, unknown>): Error {
  return new Error(`The item of store ${String(item['store'])} is damaged.`);
}
