import type { Instant } from '../domain/instant.ts';
import { byWaitingTime, leaveOut, moveTo, offer, turnBehind } from '../domain/offer.ts';
import type { Order } from '../domain/order.ts';
import { leaveOutDamaged } from './damaged.ts';
import { nextInTurn, nextOf, type QueueEnds, readQueueEnds } from './listing.ts';
import { changeOrder, readItems, writeIfUnchanged } from './orders.ts';
import { type StoredOrder, tryFromItem } from './stored-order.ts';

/** An order as the answer holds it. */
export interface Written<T> {
  value: T;
  bytes: number;
}

interface Offering<T> {
  /** How many orders at most. */
  limit: number;
  /** How many bytes in all; a single order may be larger. */
  maxBytes: number;
  now: Instant;
  /** Orders placed before it are not offered. */
  startAt?: Instant | undefined;
  /** The part of the queue that is being read already: at least `limit` orders. */
  queue?: Promise<QueueEnds | undefined>;
  /** Nothing is written before this has succeeded. If it fails, its error is thrown. */
  after?: Promise<unknown>;
  /**
   * Gives the writer of orders; called only if there is an order. If the writer throws, the order is left out for that
   * reason.
   */
  writer: () => Promise<(order: Order) => Written<T>>;
  /** Called with the failure of an order that keeps its turn, when others go out. */
  onFailure?: (reason: unknown) => void;
  /** Called for each order that was left out, once its note is written. */
  onLeftOut?: (orderId: string) => void;
}

interface Candidate<T> {
  stored: StoredOrder;
  written: Written<T>;
}

interface Offered<T> {
  order: Order;
  written: Written<T>;
}

/**
 * An order that others keep changing is read again in the next round; after the last round it waits for the next poll.
 */
const MAX_ROUNDS = 10;

/**
 * Takes the outstanding orders whose turn is next, moves each to the end of the queue by one conditional write, and
 * gives them longest waiting first (contract 3). If that write fails, the order is read again, so what is offered was
 * outstanding, with this content, when it was offered. An order whose write fails does not spoil the answer to the
 * others; throws only if nothing else is left to answer.
 */
export async function offerOutstanding<T>(
  storeId: string,
  { limit, maxBytes, now, startAt, queue, after, writer, onFailure, onLeftOut }: Offering<T>,
): Promise<Offered<T>[]> {
  // Offering sends the webstore no message.
  const acting = { store: { id: storeId }, by: 'system' } as const;
  const ends = (await queue) ?? (await readQueueEnds(storeId, { limit }));
  const turn = turnBehind(ends.lastTurn, now);
  const offered: Offered<T>[] = [];
  const failures: unknown[] = [];
  const done = new Set<string>();
  for (let round = 1; round <= MAX_ROUNDS && offered.length < limit; round += 1) {
    const wanted = limit - offered.length;
    // In a short queue orders that have just had their turn are next again.
    const seen = { limit: wanted + done.size, startAt };
    const next = (round === 1 && nextOf(ends, seen)) || (await nextInTurn(storeId, seen));
    const ids = [...new Set(next)].filter((orderId) => !done.has(orderId)).slice(0, wanted);
    if (ids.length === 0) break;

    const [items, write] = await Promise.all([readItems(storeId, ids), writer(), after]);
    const leavingOut: Promise<void>[] = [];
    const candidates: Candidate<T>[] = [];
    for (const orderId of ids) {
      const candidate = look(items.get(orderId), write);
      if (candidate.kind === 'writable') candidates.push(candidate);
      else done.add(orderId);
      if (candidate.kind === 'damaged') {
        leavingOut.push(
          leaveOutDamaged(storeId, items.get(orderId) ?? {}, { reason: candidate.reason, now, turn }).then(
            () => onLeftOut?.(orderId),
          ),
        );
      }
      if (candidate.kind === 'unwritable') {
        const { reason } = candidate;
        const left = (order: Order) => ({
          order: moveTo(turn, leaveOut(order, reason, now)),
          result: undefined,
        });
        leavingOut.push(changeOrder(acting, orderId, left).then(() => onLeftOut?.(orderId)));
      }
    }

    const fitting = thatFit(candidates, maxBytes - totalBytes(offered), offered.length === 0);
    const claims = fitting.map(async ({ stored, written }) => {
      const order = moveTo(turn, offer(stored.order, now));
      if (!(await writeIfUnchanged(acting, stored, order))) return;
      done.add(order.orderId);
      offered.push({ order, written });
    });
    for (const one of await Promise.allSettled([...claims, ...leavingOut])) {
      if (one.status === 'rejected') failures.push(one.reason);
    }
    if (failures.length > 0 || fitting.length < candidates.length) break;
    // Orders that joined the queue since then are for the next poll.
    if (next.length < seen.limit && ids.every((orderId) => done.has(orderId))) break;
  }
  await after;
  if (offered.length === 0 && failures.length > 0) throw failures[0];
  for (const reason of failures) onFailure?.(reason);
  return offered.toSorted((a, b) => byWaitingTime(a.order, b.order));
}

type Look<T> =
  | { kind: 'settled' }
  | { kind: 'damaged' | 'unwritable'; reason: string }
  | ({ kind: 'writable' } & Candidate<T>);

/** What the index named: an order, a damaged item, or nothing any longer. */
function look<T>(item: Record<string, unknown> | undefined, write: (order: Order) => Written<T>): Look<T> {
  if (!item) return { kind: 'settled' };
  const stored = tryFromItem(item);
  if (!stored) return { kind: 'damaged', reason: 'it could not be read from the database.' };
  if (stored.order.status !== 'New') return { kind: 'settled' };
  try {
    return { kind: 'writable', stored, written: write(stored.order) };
  } catch (error) {
    return { kind: 'unwritable', reason: error instanceof Error ? error.message : String(error) };
  }
}

/** The first orders that fit into the bytes; an answer's first order always does. */
function thatFit<T>(candidates: Candidate<T>[], maxBytes: number, first: boolean): Candidate<T>[] {
  let bytes = 0;
  const beyond = candidates.findIndex(({ written }, at) => {
    bytes += written.bytes;
    return bytes > maxBytes && !(first && at === 0);
  });
  return beyond === -1 ? candidates : candidates.slice(0, beyond);
}

function totalBytes<T>(offered: Offered<T>[]): number {
  return offered.reduce((sum, { written }) => sum + written.bytes, 0);
}
