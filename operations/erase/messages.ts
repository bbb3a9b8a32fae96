import { isDeepStrictEqual } from 'node:util';
import { allMessagesOfOrder, rewriteMessage } from '../../lib/database/messages.ts';
import type { Outbox } from '../../lib/domain/messages.ts';
import { messageWithoutPerson } from '../../lib/domain/erase.ts';
import type { Order } from '../../lib/domain/order.ts';
import { ERASED, quoteMask } from '../../lib/domain/without-person.ts';

/**
 * Takes the person out of the messages of an order, whether they were told or not: before the order itself, which says
 * what to look for. `false` if the webstore is being told of it at this moment, or is still to be.
 */
export async function eraseMessages(
  storeId: string,
  { order, outbox }: { order: Order; outbox: Outbox | undefined },
  { allNotes }: { allNotes: boolean },
): Promise<boolean> {
  if ((outbox?.pending.length ?? 0) > 0) return false;
  const mask = allNotes ? () => ERASED : quoteMask(order.content);
  for (const placed of await allMessagesOfOrder(storeId, order.orderId)) {
    const message = messageWithoutPerson(placed.message, mask);
    const isKnown = isDeepStrictEqual(message, placed.message);
    if (!isKnown && !(await rewriteMessage({ ...placed, message }))) return false;
  }
  return true;
}
