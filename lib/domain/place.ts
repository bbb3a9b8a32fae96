import type { Instant } from './instant.ts';
import { advance } from './life-cycle.ts';
import type { Order, OrderContent } from './order.ts';

export type PlaceResult = 'created' | 'unchanged' | 'replaced';

/** A new order, outstanding from now on (contract 8). */
export function newOrder(orderId: string, content: OrderContent, now: Instant): Order {
  return {
    orderId,
    status: 'New',
    content,
    shipments: [],
    notes: [],
    notesDropped: 0,
    failedDownloads: 0,
    offers: { count: 0 },
    receivedAt: now,
    updatedAt: now,
    outstandingSince: now,
  };
}

/**
 * The same order sent again. The same content changes nothing, in any status; other content replaces it while the order
 * is `New` and is refused later. The order keeps its place in the queue.
 */
export function placeAgain(
  order: Order,
  content: OrderContent,
  now: Instant,
): { order: Order; result: PlaceResult } {
  if (isSame(order.content, content)) return { order, result: 'unchanged' };
  const replaced = { ...advance(order, 'replace', now), content, updatedAt: now, replacedAt: now };
  return { order: replaced, result: 'replaced' };
}

/** Deep equality of plain data; a property that is `undefined` equals one that is absent. */
export function isSame(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const left = new Map(Object.entries(a));
  const right = new Map(Object.entries(b));
  return [...new Set([...left.keys(), ...right.keys()])].every((key) =>
    isSame(left.get(key), right.get(key)),
  );
}
