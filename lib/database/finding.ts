import { settings } from '../current-settings.ts';
import type { Outbox } from '../domain/messages.ts';
import type { Note } from '../domain/note.ts';
import { isOrderId, type Order } from '../domain/order.ts';
import { BATCH_GET_LIMIT, chunks, readBatch } from './batches.ts';
import { damageNotesOf } from './damaged.ts';
import { readItems } from './orders.ts';
import { hasExpired, tryFromItem } from './stored-order.ts';

/** What an id names in a store: an order, or an item that cannot be read as one, with the polls' notes on it. */
export type FoundOrder = { order: Order; outbox?: Outbox | undefined } | { damageNotes: Note[] };

/** Looks for one order id in each of those stores; the answer holds those that have it. */
export async function findInStores(orderId: string, storeIds: string[]): Promise<Map<string, FoundOrder>> {
  const found = new Map<string, FoundOrder>();
  if (!isOrderId(orderId)) return found;
  for (const some of chunks([...new Set(storeIds)], BATCH_GET_LIMIT)) {
    const keys = some.map((store) => ({ store, orderId }));
    for (const item of await readBatch(settings.ordersTable, keys)) {
      if (hasExpired(item)) continue;
      found.set(String(item['store']), foundIn(item));
    }
  }
  return found;
}

/** What those ids name in a store. */
export async function findInStore(
  storeId: string,
  orderIds: string[],
): Promise<({ orderId: string } & FoundOrder)[]> {
  const items = await readItems(storeId, orderIds);
  return [...items].map(([orderId, item]) => ({ orderId, ...foundIn(item) }));
}

function foundIn(item: Record<string, unknown>): FoundOrder {
  const stored = tryFromItem(item);
  return stored ? { order: stored.order, outbox: stored.outbox } : { damageNotes: damageNotesOf(item) };
}
