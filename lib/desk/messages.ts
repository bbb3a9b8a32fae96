import { listenAgain } from '../database/listening.ts';
import {
  allMessagesOfOrder,
  messageId,
  messagesOfOrder,
  newestOfStore,
  type Placed,
  tellAgain,
  unfinishedMessages,
} from '../database/messages.ts';
import type { Message, MessageStatus } from '../domain/delivery.ts';
import type { Instant } from '../domain/instant.ts';
import type { MessageType, Outbox } from '../domain/messages.ts';
import type { Order } from '../domain/order.ts';
import type { Store } from '../domain/store.ts';

/** A message as people and webstores see it (contract 9). */
export interface ShownMessage {
  id: string;
  sequence: number;
  type: MessageType;
  at: Instant;
  status: MessageStatus;
  attempts: number;
  lastAttemptAt?: Instant | undefined;
  lastError?: string | undefined;
}

/** Of one order the newest ones are shown. */
const NEWEST = 10;

type Told = Pick<Store, 'id' | 'webhook'>;

/** The newest messages of an order to its webstore, newest first: those that still stand in it, and those that left it. */
export async function newestMessages(
  store: Told,
  { order, outbox }: { order: Order; outbox: Outbox | undefined },
): Promise<ShownMessage[]> {
  if (!store.webhook) return [];
  const placed = await messagesOfOrder(store.id, order.orderId, NEWEST);
  const left = placed.map(({ message }) => message).filter(({ target }) => target === 'webhook');
  const leftIds = new Set(left.map(({ id }) => id));
  const standing = (outbox?.pending ?? []).toReversed().map(({ sequence, type, at }) => ({
    id: messageId(store.id, order, sequence),
    sequence,
    type,
    at,
    status: 'pending' as const,
    attempts: 0,
  }));
  // One that was moved, and not taken out of the order yet, is in both places.
  const all = [...standing.filter(({ id }) => !leftIds.has(id)), ...left.map(shown)];
  return all.slice(0, NEWEST).map((message) => asHeld(message, store));
}

/** A message as it is listed: without its bytes. */
export type ListedMessage = Omit<Message, 'body' | 'tries'>;

/** A store's messages, newest first: the newest hundred, those of an order, or those that were given up. */
export async function listMessages(
  storeId: string,
  { orderId, failedOnly = false, limit = 100 }: { orderId?: string; failedOnly?: boolean; limit?: number },
): Promise<ListedMessage[]> {
  const placed = await found(storeId, { orderId, failedOnly, limit });
  return placed
    .map(({ message }) => message)
    .filter(({ status }) => !failedOnly || status === 'failed')
    .toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at) || b.sequence - a.sequence)
    .slice(0, limit)
    .map(({ body: _, tries: __, ...listed }) => listed);
}

async function found(
  storeId: string,
  { orderId, failedOnly, limit }: { orderId: string | undefined; failedOnly: boolean; limit: number },
): Promise<Placed[]> {
  if (orderId !== undefined) return allMessagesOfOrder(storeId, orderId);
  if (failedOnly) return Array.fromAsync(unfinishedMessages(storeId, 'failed'));
  return newestOfStore(storeId, limit);
}

/** Tells everything of a store that was given up again, now. Returns how many messages that are. */
export async function resendAllFailed(storeId: string, now: Instant): Promise<number> {
  await listenAgain({ storeId, target: 'webhook' });
  let count = 0;
  for await (const place of unfinishedMessages(storeId, 'failed'))
    if (await tellAgain(place, now)) count += 1;
  return count;
}

/** Tells what is pending or has failed again, now. Returns how many messages that are. */
export async function resendMessages(store: Told, orderId: string, now: Instant): Promise<number> {
  if (!store.webhook) return 0;
  const placed = await allMessagesOfOrder(store.id, orderId);
  const untold = placed.filter(({ message }) => message.status !== 'delivered');
  if (untold.length > 0) await listenAgain({ storeId: store.id, target: 'webhook' });
  let count = 0;
  for (const place of untold) if (await tellAgain(place, now)) count += 1;
  return count;
}

function shown(message: Message): ShownMessage {
  const { id, sequence, type, at, status, attempts, lastAttemptAt, lastError } = message;
  return {
    id,
    sequence,
    type,
    at,
    status,
    attempts,
    ...(lastAttemptAt !== undefined && { lastAttemptAt }),
    ...(lastError !== undefined && { lastError }),
  };
}

/** Nothing is sent while the URL is off, whether or not the teller has come to it. */
function asHeld(message: ShownMessage, { webhook }: Told): ShownMessage {
  return message.status === 'pending' && webhook?.enabled === false
    ? { ...message, status: 'held' }
    : message;
}
