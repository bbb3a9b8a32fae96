import { type Instant, toInstant } from './instant.ts';
import { addNote } from './note.ts';
import type { Order } from './order.ts';

/** At most 30 orders go into one answer (contract 3). */
export const MAX_BATCH = 30;

/** The order after it was put into an answer with its present content. */
export function offer(order: Order, now: Instant): Order {
  const { count, firstAt = now } = order.offers;
  return { ...order, offers: { count: count + 1, firstAt, lastAt: now }, replacedAt: undefined };
}

/** The order after it was left out of an answer, because it cannot be written. */
export function leaveOut(order: Order, reason: string, now: Instant): Order {
  return addNote(
    { ...order, leftOutAt: now, updatedAt: now },
    { source: 'system', text: leftOutNote(reason), now },
  );
}

export function leftOutNote(reason: string): string {
  return `Left out of the answer to Lightspeed: ${reason}`;
}

/**
 * When an outstanding order went to the end of the queue: when it came in, or when it last had its turn. The earliest
 * turn is served first, so each of n outstanding orders is offered within ⌈n/30⌉ polls, whatever Lightspeed does with
 * the others (contract 3, "No starvation").
 */
export function turnOf(order: Order): Instant | undefined {
  if (order.status !== 'New') return undefined;
  const times = [order.outstandingSince, order.offers.lastAt, order.leftOutAt, order.movedTo];
  return times.reduce((latest, time) =>
    time && (!latest || Date.parse(time) > Date.parse(latest)) ? time : latest,
  );
}

/**
 * The turn of an order that goes to the end of the queue now. Clocks differ, so the last turn may be later than now.
 */
export function turnBehind(last: Instant | undefined, now: Instant): Instant {
  const after = last === undefined ? Number.NaN : Date.parse(last) + 1;
  return after > Date.parse(now) ? toInstant(new Date(after)) : now;
}

/** The order after it had its turn, with its next turn. */
export function moveTo(turn: Instant, order: Order): Order {
  return turnOf(order) === turn ? order : { ...order, movedTo: turn };
}

/** Longest waiting first; between equals the id decides, so that the sequence is always the same. */
export function byWaitingTime(a: Order, b: Order): number {
  const difference =
    Date.parse(a.outstandingSince ?? a.receivedAt) - Date.parse(b.outstandingSince ?? b.receivedAt);
  return difference || (a.orderId < b.orderId ? -1 : 1);
}

/** Whether a poll left it out because it cannot be written, and nothing came after that. */
export function isLeftOut({ status, leftOutAt, offers, replacedAt, outstandingSince }: Order): boolean {
  if (status !== 'New' || leftOutAt === undefined) return false;
  const later = [offers.lastAt, replacedAt].filter((at) => at !== undefined);
  return (
    Date.parse(leftOutAt) >= Date.parse(outstandingSince ?? leftOutAt) &&
    later.every((at) => Date.parse(at) < Date.parse(leftOutAt))
  );
}
