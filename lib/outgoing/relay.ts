import { type DuePlace, keepMessage } from '../database/messages.ts';
import { takeUntold, type UntoldOrder, untoldPage } from '../database/outbox.ts';
import type { Instant } from '../domain/instant.ts';
import type { Order } from '../domain/order.ts';
import type { Store } from '../domain/store.ts';
import { log } from '../telemetry/log.ts';
import type { KnownStores } from './known-stores.ts';
import { shopOf } from './shop.ts';
import { targetsOf } from './targets.ts';

/** Orders whose messages are moved in parallel. */
const AT_ONCE = 20;
const PAGE = 200;

interface Relaying {
  stores: KnownStores;
  now: () => Instant;
  /** What is due now. */
  onKept: (place: DuePlace) => Promise<void>;
  onFailure: (storeId: string, error: unknown) => void;
}

/**
 * Moves what must be told from the orders into the Messages table, where each message has its own life: a page of
 * orders, those first that wait longest. Returns how many orders it moved. One that fails does not stop the others.
 */
export async function relay(relaying: Relaying, after?: Record<string, unknown>): Promise<number> {
  const { orders, last } = await untoldPage(PAGE, after);
  let moved = 0;
  const rest = orders.values();
  const work = async (): Promise<void> => {
    for (const order of rest) {
      try {
        if (await move(order, relaying)) moved += 1;
      } catch (error) {
        relaying.onFailure(order.storeId, error);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  // A page that holds only orders that cannot be moved must not hide those behind it.
  return moved === 0 && last ? relay(relaying, last) : moved;
}

async function move(order: UntoldOrder, { stores, now, onKept }: Relaying): Promise<boolean> {
  const { storeId } = order;
  return takeUntold(order, async ({ order: current, outbox }) => {
    const store = await storeOf(current, { storeId, stores });
    const { damaged } = outbox;
    if (damaged !== undefined)
      log.error('messages damaged', { store: storeId, order: order.orderId, damaged });
    // One after the other: if a message is there, the earlier ones are too.
    for (const untold of outbox.pending) {
      for (const target of targetsOf(store, current)) {
        const place = await keepMessage(storeId, { order: current, untold, target }, now());
        if (place) await onKept(place);
      }
    }
  });
}

/**
 * An order's store. It is asked for again if it is not known to be connected to the shop that the order came from: it
 * may be since a moment ago, and what is not moved to the shop now never is.
 */
async function storeOf(
  order: Order,
  { storeId, stores }: { storeId: string; stores: KnownStores },
): Promise<Store> {
  const known = await stores.store(storeId);
  if (known && order.source && !shopOf(known, order)) stores.forgetIfOlder(storeId, performance.now());
  const store = await stores.store(storeId);
  if (!store) throw new Error(`There is no store ${storeId}.`);
  return store;
}
