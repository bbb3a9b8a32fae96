import { isLeftOut, turnOf } from '../domain/offer.ts';
import { isRefused, type Order } from '../domain/order.ts';
import type { Outbox } from '../domain/messages.ts';
import type { Instant } from '../domain/instant.ts';

/*
 * Access patterns of the Orders table (key: store, orderId). Every key starts with the store. The indexes are local
 * ones because those can be read consistently (docs/decisions/0001-local-indexes.md), except `updated`
 * (docs/decisions/0008-changes-by-a-global-index.md).
 *
 *   one order                              GetItem     store, orderId
 *   some orders                            BatchGetItem
 *   outstanding, next in turn first        Query       outstanding: store, turn            (only New orders)
 *   newest first                           Query       newest: store, placed
 *   newest first, of one status            Query       byStatus: store, statusPlaced begins with the status; it ends with
 *                                                      when the order was taken and last shipped, for the console's month
 *   newest first, refused                  Query       refused: store, refusedPlaced       (only refused orders)
 *   changed since a time, oldest first     Query       updated: store, updated             (may lag: a global index)
 *   how many are outstanding and refused,  Query       outstanding, which also holds what counts them
 *   which are left out of the answers, and
 *   which has waited longest
 *
 *   which orders of all stores have         Query       untold: toTell, toTellSince         (only those that have)
 *   something to tell, oldest first
 *
 * `untold` is a global index, because it spans the stores. It cannot be read consistently; what one query misses, the
 * next one sees (docs/decisions/0009-messages-from-the-orders-item.md).
 *
 * The Activity table (key: store) has one item a store: when Lightspeed last polled, acknowledged and shipped.
 */

/** The attributes of the indexes. An absent sort key keeps the order out of that index. */
export function indexAttributes(order: Order): Record<string, string | undefined> {
  const turn = turnOf(order);
  const waitingSince = order.outstandingSince && sortable(order.outstandingSince);
  const placed = `${sortable(order.content.placedAt)}#${sortable(order.receivedAt)}`;
  return {
    turn: turn && sortable(turn),
    outstandingSince: waitingSince && (isLeftOut(order) ? markedLeftOut(waitingSince) : waitingSince),
    placed,
    statusPlaced: [`${statusPrefix(order.status)}${placed}`, ...handledAt(order)].join('#'),
    refusedPlaced: isRefused(order) ? placed : undefined,
    updated: sortable(order.updatedAt),
  };
}

const LEFT_OUT = '#left out';

/** Since when an order waits, marked if the polls leave it out. */
export function markedLeftOut(since: string): string {
  return since.endsWith(LEFT_OUT) ? since : `${since}${LEFT_OUT}`;
}

/** Since when an item of the queue waits, and whether the polls leave it out. Only damaged ones have no such time. */
export function readWaitingSince(written: unknown): { since: Instant | undefined; isLeftOut: boolean } {
  const [since = ''] = typeof written === 'string' ? written.split('#') : [];
  const isTime = !Number.isNaN(Date.parse(since));
  return { since: isTime ? since : undefined, isLeftOut: !isTime || written !== since };
}

/** When Lightspeed took the order and when it last told a shipment of it, as far as it did. */
function handledAt({ downloadedAt, shipments }: Order): string[] {
  if (downloadedAt === undefined) return [];
  const shippedAt = shipments.at(-1)?.recordedAt;
  return [downloadedAt, ...(shippedAt === undefined ? [] : [shippedAt])].map(sortable);
}

/** The one partition of the index `untold`. */
export const TO_TELL = 'yes';

/** The attributes by which an order with something to tell is found. */
export const UNTOLD_ATTRIBUTES = ['toTell', 'toTellSince', 'toTellCount'] as const;

/** None for an order that has nothing to tell. */
export function untoldAttributes(
  outbox: Outbox | undefined,
): Partial<Record<(typeof UNTOLD_ATTRIBUTES)[number], string | number>> {
  const { pending } = outbox ?? { pending: [] };
  const [oldest] = pending;
  if (!oldest) return {};
  return { toTell: TO_TELL, toTellSince: sortable(oldest.at), toTellCount: pending.length };
}

export function statusPrefix(status: string): string {
  return `${status}#`;
}

/** Instants of equal width, so that they sort as text. */
export function sortable(instant: Instant): string {
  return new Date(instant).toISOString();
}
