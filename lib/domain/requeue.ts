import { Failure } from './failure.ts';
import type { Instant } from './instant.ts';
import { advance, beOutstanding } from './life-cycle.ts';
import { addNote } from './note.ts';
import { isRefused, type Order } from './order.ts';

/** Who asks for it; `by` is an email. */
type Asking = { now: Instant } & ({ source: 'webstore'; by?: undefined } | { source: 'staff'; by?: string });

/**
 * Makes a downloaded order outstanding again (contract 8). An outstanding one stays as it is, but for a refused one that
 * staff requeue: they have put right what it was refused for, so it waits like a new one. Throws `OrderShipped` or
 * `OrderCanceled` for one that can no longer be offered, and `InvalidRequest` for one whose person was erased:
 * Lightspeed would make a new order for nobody.
 */
export function requeue(order: Order, reason: string, { source, by, now }: Asking): Order {
  const again =
    source === 'staff' && isRefused(order) ? beOutstanding(order, now) : advance(order, 'requeue', now);
  if (order.erasedAt !== undefined)
    throw new Failure('InvalidRequest', `The person was erased from order ${order.orderId}.`);
  return again === order ? order : addNote(again, { source, text: reason, by, now });
}
