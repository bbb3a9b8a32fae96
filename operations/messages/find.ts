import {
  allMessagesOfOrder,
  allMessagesOfStore,
  type Placed,
  tellAgain,
  unfinishedMessages,
} from '../../lib/database/messages.ts';
import type { Message } from '../../lib/domain/delivery.ts';
import type { Instant } from '../../lib/domain/instant.ts';

/** A message as it is listed: without its bytes. */
export type Listed = Omit<Message, 'body' | 'tries'>;

const NEWEST = 100;

/** A store's messages, newest first: all, those of an order, or those that were given up. */
export async function listMessages(
  storeId: string,
  { orderId, failedOnly = false }: { orderId?: string | undefined; failedOnly?: boolean },
): Promise<Listed[]> {
  const placed = await found(storeId, { orderId, failedOnly });
  return placed
    .map(({ message }) => message)
    .filter(({ status }) => !failedOnly || status === 'failed')
    .toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at) || b.sequence - a.sequence)
    .slice(0, NEWEST)
    .map(({ body: _, tries: __, ...listed }) => listed);
}

async function found(
  storeId: string,
  { orderId, failedOnly }: { orderId: string | undefined; failedOnly: boolean },
): Promise<Placed[]> {
  if (orderId !== undefined) return allMessagesOfOrder(storeId, orderId);
  return Array.fromAsync(failedOnly ? unfinishedMessages(storeId, 'failed') : allMessagesOfStore(storeId));
}

/** Tells everything of a store that was given up again, now. Returns how many messages that are. */
export async function resendAllFailed(storeId: string, now: Instant): Promise<number> {
  let count = 0;
  for await (const place of unfinishedMessages(storeId, 'failed'))
    if (await tellAgain(place, now)) count += 1;
  return count;
}
