import { changeOrder, getOrderWithOutbox, readItems } from '../../lib/database/orders.ts';
import { hasExpired, tryFromItem } from '../../lib/database/stored-order.ts';
import { erase, isFree, isOf } from '../../lib/domain/erase.ts';
import { Failure } from '../../lib/domain/failure.ts';
import type { Instant } from '../../lib/domain/instant.ts';
import { type Item, itemsOf } from '../store-items.ts';
import { storeTable } from '../store-tables.ts';
import { eraseMessages } from './messages.ts';

export interface Erased {
  orderId: string;
  /** A sentence on what was done, or why nothing was. */
  told: string;
  done: boolean;
}

/** Erases the person from the messages of one order, and then from the order, by one conditional write. */
export async function eraseOrder(
  storeId: string,
  orderId: string,
  options: { now: Instant; allNotes: boolean },
): Promise<Erased> {
  try {
    const acting = { store: { id: storeId }, by: 'system' } as const;
    const stored = await getOrderWithOutbox(storeId, orderId);
    const isOpen = erase(stored.order, options).result === 'Outstanding';
    if (!isOpen && !(await eraseMessages(storeId, stored, options)))
      return { orderId, told: BEING_TOLD, done: false };
    const { order, result } = await changeOrder(acting, orderId, (before) => erase(before, options));
    const told = {
      Erased: 'erased.',
      AlreadyErased: 'was erased before.',
      Outstanding:
        'NOT erased: it is outstanding, and Lightspeed still needs the address. Have it canceled first.',
    }[result];
    const free = order.notes.filter((note) => isFree(note) && note.text !== '(erased)').length;
    const rest = free > 0 && !options.allNotes && result !== 'Outstanding' ? ` ${notesLeft(free)}` : '';
    return { orderId, told: `${told}${rest}`, done: result !== 'Outstanding' };
  } catch (error) {
    return { orderId, told: whyNot(error), done: false };
  }
}

const BEING_TOLD =
  'NOT erased: its webstore is just being told of it. Run the command again in some minutes.';

function notesLeft(count: number): string {
  const what = count === 1 ? '1 note that somebody wrote is' : `${count} notes that somebody wrote are`;
  return `${what} left, without what quotes the person; --notes empties them.`;
}

/** Any other error ends the command, which can be repeated. */
function whyNot(error: unknown): string {
  if (error instanceof Failure && error.code === 'OrderNotFound')
    return 'NOT erased: there is no such order.';
  if (error instanceof Failure) throw error;
  return 'NOT erased: its item is damaged. Mend it, or delete it by hand.';
}

/** The ids of a store's orders that were placed with this email, including damaged ones that hold it. */
export async function ordersOf(email: string, storeId: string): Promise<string[]> {
  const found: string[] = [];
  for await (const item of itemsOf(storeTable('Orders'), storeId))
    if (!hasExpired(item) && isItemOf(email, item)) found.push(String(item['orderId']));
  return found;
}

function isItemOf(email: string, item: Item): boolean {
  const stored = tryFromItem(item);
  if (stored) return isOf(email, stored.order.content);
  return JSON.stringify(item).toLowerCase().includes(email.trim().toLowerCase());
}

/** The orders from which the person may be erased. */
export async function erasable(storeId: string, orderIds: string[], now: Instant): Promise<string[]> {
  const items = await readItems(storeId, orderIds);
  return orderIds.filter((orderId) => {
    const stored = tryFromItem(items.get(orderId) ?? {});
    return stored && erase(stored.order, { now }).result !== 'Outstanding';
  });
}
