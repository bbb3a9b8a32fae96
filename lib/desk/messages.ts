import { listenAgain, type Listener, listenAnew } from '../database/listening.ts';
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
import { type MessageType, type Outbox, tellsAnybody } from '../domain/messages.ts';
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

type Told = Pick<Store, 'id' | 'webhook' | 'connections'>;

/**
 * The newest messages of an order to its webstore, newest first: those that still stand in it, and those that left it.
 */
export async function newestMessages(
  store: Told,
  { order, outbox }: { order: Order; outbox: Outbox | undefined },
): Promise<ShownMessage[]> {
  if (!store.webhook) return [];
  // Each may have gone to a shop too.
  const placed = await messagesOfOrder(store.id, order.orderId, 2 * NEWEST);
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

/** A target is there, or there again: what was held, and what waits for long, is told now. */
export async function tellHeld(listener: Listener, now: Instant): Promise<void> {
  await listenAnew(listener);
  for (const status of ['held', 'pending'] as const)
    for await (const place of unfinishedMessages(listener.storeId, status)) await tellAgain(place, now);
}

/** Tells everything of a store that was given up again, now. Returns how many messages that are. */
export async function resendAllFailed(storeId: string, now: Instant): Promise<number> {
  for (const target of ['webhook', 'shop'] as const) await listenAgain({ storeId, target });
  let count = 0;
  for await (const place of unfinishedMessages(storeId, 'failed'))
    if (await tellAgain(place, now)) count += 1;
  return count;
}

/** Tells the webstore, and the shop, what is pending or has failed again, now. Returns how many messages that are. */
export async function resendMessages(store: Told, orderId: string, now: Instant): Promise<number> {
  if (!tellsAnybody(store)) return 0;
  const placed = await allMessagesOfOrder(store.id, orderId);
  const untold = placed.filter(({ message }) => message.status !== 'delivered');
  const targets = new Set(untold.map(({ message }) => message.target));
  for (const target of targets) await listenAgain({ storeId: store.id, target });
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
