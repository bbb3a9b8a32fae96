import type { MessageCounts } from '../domain/status.ts';
import { tellsAnybody } from '../domain/messages.ts';
import type { Store } from '../domain/store.ts';
import { countMessages } from './messages.ts';
import { countUntold } from './outbox.ts';

/** How many messages of a store wait, inside and outside its orders, and how many have failed. */
export async function summarizeMessages(
  store: Pick<Store, 'id' | 'webhook' | 'connections'>,
): Promise<MessageCounts> {
  if (!tellsAnybody(store)) return { pending: 0, failed: 0 };
  const { id } = store;
  const [{ pending, failed }, untold] = await Promise.all([countMessages(id), countUntold(id)]);
  return { pending: pending + untold, failed };
}
