import { Failure } from './failure.ts';
import type { Instant } from './instant.ts';
import { advance } from './life-cycle.ts';
import { addNote } from './note.ts';
import type { Order } from './order.ts';

/**
 * Makes a downloaded order outstanding again (contract 8). An outstanding one stays as it is. Throws `OrderShipped` or
 * `OrderCanceled` for one that can no longer be offered, and `InvalidRequest` for one whose person was erased:
 * Lightspeed would make a new order for nobody.
 */
export function requeue(
  order: Order,
  reason: string,
  { source, now }: { source: 'webstore' | 'staff'; now: Instant },
): Order {
  const again = advance(order, 'requeue', now);
  if (order.erasedAt !== undefined)
    throw new Failure('InvalidRequest', `The person was erased from order ${order.orderId}.`);
  return again === order ? order : addNote(again, { source, text: reason, now });
}
