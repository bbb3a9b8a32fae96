import type { Message } from './delivery.ts';
import type { Instant } from './instant.ts';
import type { MessageBody } from './messages.ts';
import { addNote, type Note } from './note.ts';
import type { Order, OrderContent } from './order.ts';
import { ERASED, quoteMask, withoutPerson } from './without-person.ts';

/** `Outstanding`: Lightspeed still needs the address, so nothing was erased. */
export type EraseResult = 'Erased' | 'AlreadyErased' | 'Outstanding';

interface Erasing {
  now: Instant;
  /** Empties every note that a person or Lightspeed wrote. */
  allNotes?: boolean;
}

/**
 * The order without the person who placed it. What the books need stays: lines, totals, payments, shipments, times, and
 * city, state and country of the addresses. Notes lose what quotes the person.
 */
export function erase(
  order: Order,
  { now, allNotes = false }: Erasing,
): { order: Order; result: EraseResult } {
  if (order.status === 'New') return { order, result: 'Outstanding' };
  const mask = quoteMask(order.content);
  const notes = order.notes.map((note) => ({
    ...note,
    text: allNotes && isFree(note) ? ERASED : mask(note.text),
  }));
  const isKnown =
    order.erasedAt !== undefined && notes.every(({ text }, at) => text === order.notes[at]?.text);
  if (isKnown) return { order, result: 'AlreadyErased' };
  const erased = { ...order, content: withoutPeople(order.content), notes, erasedAt: now, updatedAt: now };
  const text = 'The person was erased from this order on request.';
  return { order: addNote(erased, { source: 'system', text, now }), result: 'Erased' };
}

/**
 * What a message says, and what came of it, without the person: texts of refusals and reasons, and what a webstore
 * answered.
 */
export function messageWithoutPerson<M extends Pick<Message, 'body' | 'lastError' | 'log'>>(
  message: M,
  mask: (text: string) => string,
): M {
  const body = JSON.parse(message.body) as MessageBody;
  const { errors, reason } = body.data;
  const data = {
    ...body.data,
    ...(errors && { errors: errors.map(mask) }),
    ...(reason !== undefined && { reason: mask(reason) }),
  };
  return {
    ...message,
    body: JSON.stringify({ ...body, data }),
    ...(message.lastError !== undefined && { lastError: mask(message.lastError) }),
    log: message.log.map(({ at, told }) => ({ at, told: mask(told) })),
  };
}

/** Whether an order was placed with this email, in any letter case. */
export function isOf(email: string, { billTo, shipTo }: OrderContent): boolean {
  const wanted = email.trim().toLowerCase();
  return [billTo, shipTo].some((address) => address?.email?.trim().toLowerCase() === wanted);
}

function withoutPeople(content: OrderContent): OrderContent {
  const { billTo, shipTo } = content;
  return { ...content, billTo: withoutPerson(billTo), shipTo: shipTo && withoutPerson(shipTo) };
}

/** Whether a person or Lightspeed wrote a note: it may say anything. */
export function isFree({ source }: Note): boolean {
  return source !== 'system';
}
