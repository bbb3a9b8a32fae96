import { connectionTo, isTwoWay } from './connection.ts';
import type { Instant } from './instant.ts';
import type { NoteSource } from './note.ts';
import { isRefused, type Order, type OrderStatus, type Shipment } from './order.ts';
import type { Store } from './store.ts';

/** The messages about an order (contract 9). */
export type MessageType =
  | 'order.downloaded'
  | 'order.refused'
  | 'order.shipped'
  | 'order.canceled'
  | 'order.requeued';

/**
 * Who changes an order, and in which store. The webstore is told what Lightspeed and staff do, not what it did itself.
 */
export interface Acting {
  store: Pick<Store, 'id' | 'webhook' | 'connections'>;
  by: NoteSource;
}

/** A message that is still in its order's item. It is small: the order has the shipments that it names. */
export interface Untold {
  /** Counts the messages of one order, from 1. */
  sequence: number;
  type: MessageType;
  /** When it happened: the message's timestamp. */
  at: Instant;
  /** What the order was then. */
  status: OrderStatus;
  /** The index of the first new shipment in the order's list, and the index after the last. */
  shipments?: { from: number; to: number } | undefined;
  errors?: string[] | undefined;
  reason?: string | undefined;
}

/** The messages of an order that are still to be sent. */
export interface Outbox {
  /** How many messages the order has had. */
  count: number;
  /** In the order in which they happened. */
  pending: Untold[];
  /** How many cannot be read. They are dropped with the next write. */
  damaged?: number;
}

/** UTF-8 bytes of the texts of one message: a note keeps them whole. */
const MAX_TEXT_BYTES = 1500;

/**
 * When this many messages, or bytes, wait in an order's item, further ones are merged. It happens only if the teller
 * stands still for long. With a body of 256 KiB and the shares of notes and shipments the item stays under DynamoDB's
 * 400 KB.
 */
export const MAX_PENDING = 20;
export const MAX_PENDING_BYTES = 8 * 1024;

/** Whether a store's messages go anywhere: to its URL, or to a shop. */
export function tellsAnybody({ webhook, connections = [] }: Pick<Store, 'webhook' | 'connections'>): boolean {
  return webhook !== undefined || connections.some(isTwoWay);
}

/**
 * Whether this actor's changes of an order are sent anywhere: to the store's URL, or to the shop that the order came
 * from. A store with neither pays nothing for messages.
 */
export function isTold({ store, by }: Acting, { source }: Pick<Order, 'source'>): boolean {
  if (by !== 'lightspeed' && by !== 'staff') return false;
  const shop = source && connectionTo(source, store);
  return store.webhook !== undefined || (shop !== undefined && isTwoWay(shop));
}

/** The outbox after a change: what was in it, and the change's messages. The same object if there are none. */
export function outboxAfter(
  outbox: Outbox | undefined,
  { before, after, acting }: { before: Order; after: Order; acting: Acting },
): Outbox | undefined {
  if (!isTold(acting, after)) return outbox;
  return messagesOf(before, after).reduce<Outbox | undefined>(withMessage, outbox);
}

type Message = Omit<Untold, 'sequence'>;

/** What happened between two states of an order, in the order of the messages. */
export function messagesOf(before: Order, after: Order): Message[] {
  const { status, updatedAt: at } = after;
  const messages: Message[] = [];
  const add = (type: MessageType, more: Partial<Message> = {}) =>
    messages.push({ type, at, status, ...more });

  if (status === 'New' && (before.status !== 'New' || (isRefused(before) && !isRefused(after))))
    add('order.requeued', reasonIn(before, after));
  const errors = newErrors(before, after);
  if (errors.length > 0) add('order.refused', { errors });
  if (before.downloadedAt === undefined && after.downloadedAt !== undefined) add('order.downloaded');
  const [from, to] = [before.shipments.length, after.shipments.length];
  if (to > from) add('order.shipped', { shipments: { from, to } });
  if (before.status !== 'Canceled' && status === 'Canceled') add('order.canceled', reasonIn(before, after));
  return messages;
}

/**
 * What Lightspeed said when it refused the order, if any of it is new since the order last became outstanding: a
 * refused order is refused again at every poll. An order that is no longer outstanding cannot be refused.
 */
function newErrors(before: Order, after: Order): string[] {
  if (after.failedDownloads <= before.failedDownloads) return [];
  const since = Date.parse(after.outstandingSince ?? '');
  const known = new Set(
    before.notes
      .filter(({ source, lastAt }) => source === 'lightspeed' && Date.parse(lastAt) >= since)
      .map(({ text }) => text),
  );
  const said = writtenBetween(before, after).filter(({ source }) => source === 'lightspeed');
  return said.every(({ text }) => known.has(text)) ? [] : withinBytes(said.map(({ text }) => text));
}

/** What the actor gave as the reason: the note that the change wrote. */
function reasonIn(before: Order, after: Order): { reason?: string | undefined } {
  const note = writtenBetween(before, after).find(({ source }) => source !== 'system');
  return note === undefined ? {} : { reason: withinBytes([note.text])[0] };
}

/** The notes that a change wrote or counted. Notes are plain data, so an untouched one is the same object. */
function writtenBetween(before: Order, after: Order): Order['notes'] {
  const untouched = new Set(before.notes);
  return after.notes.filter((note) => !untouched.has(note));
}

/** The first texts that fit; the last may be cut, and the number of omitted ones is added. */
function withinBytes(texts: string[]): string[] {
  const kept: string[] = [];
  let left = MAX_TEXT_BYTES;
  for (const [at, text] of texts.entries()) {
    const { read, written } = encoder.encodeInto(text, new Uint8Array(left));
    const isWhole = read === text.length;
    kept.push(isWhole ? text : `${text.slice(0, read)}…`);
    left = isWhole ? left - written : 0;
    const more = texts.length - at - 1;
    if (left > 0 || more === 0) continue;
    kept.push(`… and ${more} more.`);
    break;
  }
  return kept;
}

/**
 * Appends a message. A full outbox, which the teller has not emptied, merges it with the last one of its type: all
 * shipments and errors of both, the newest status and reason. So it is bounded and nothing is lost. The merged message
 * gets a new number, since the earlier one may just have been taken.
 */
function withMessage(outbox: Outbox | undefined, message: Message): Outbox {
  const { count, pending } = outbox ?? { count: 0, pending: [] };
  const sequence = count + 1;
  const same = isFull(pending) ? pending.findLast(({ type }) => type === message.type) : undefined;
  const added: Untold = same ? { ...merged(same, message), sequence } : { ...message, sequence };
  return { count: sequence, pending: [...pending.filter((one) => one !== same), added] };
}

function isFull(pending: Untold[]): boolean {
  return pending.length >= MAX_PENDING || bytesOf(JSON.stringify(pending)) > MAX_PENDING_BYTES;
}

function merged(earlier: Untold, later: Message): Message {
  const { shipments, errors } = earlier;
  const allErrors = [...new Set([...(later.errors ?? []), ...(errors ?? [])])];
  return {
    ...later,
    ...(later.shipments && {
      shipments: { ...later.shipments, from: shipments?.from ?? later.shipments.from },
    }),
    ...(later.errors && { errors: withinBytes(allErrors) }),
  };
}

/** The outbox without what the teller took. */
export function without(outbox: Outbox, sequences: ReadonlySet<number>): Outbox {
  return { count: outbox.count, pending: outbox.pending.filter(({ sequence }) => !sequences.has(sequence)) };
}

/** What the webstore is sent, before it becomes JSON: no name, no address, no email. */
export interface MessageBody {
  type: MessageType;
  timestamp: Instant;
  data: {
    store: string;
    sequence: number;
    order: { orderId: string; status: OrderStatus; updatedAt: Instant };
    shipments?: Omit<Shipment, 'recordedAt'>[];
    errors?: string[];
    reason?: string;
  };
}

export function messageBody(storeId: string, order: Order, untold: Untold): MessageBody {
  const { sequence, type, at, status, shipments, errors, reason } = untold;
  return {
    type,
    timestamp: at,
    data: {
      store: storeId,
      sequence,
      order: { orderId: order.orderId, status, updatedAt: at },
      ...(shipments && { shipments: order.shipments.slice(shipments.from, shipments.to).map(toldShipment) }),
      ...(errors && { errors }),
      ...(reason !== undefined && { reason }),
    },
  };
}

function toldShipment({ recordedAt: _, ...shipment }: Shipment): Omit<Shipment, 'recordedAt'> {
  return shipment;
}

const encoder = new TextEncoder();

function bytesOf(text: string): number {
  return encoder.encode(text).length;
}
