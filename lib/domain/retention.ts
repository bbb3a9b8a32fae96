import { Failure } from './failure.ts';
import type { Instant } from './instant.ts';
import { isFinal } from './life-cycle.ts';
import type { Order } from './order.ts';

const DAY = 86_400;

/**
 * When an order was shipped or canceled, or a later shipment recorded. `undefined` while it is not settled. By our own
 * clock: a carrier's date may be of any year.
 */
export function settledAt(order: Order): Instant | undefined {
  if (!isFinal(order.status)) return undefined;
  const times = [order.canceledAt, ...order.shipments.map(({ recordedAt }) => recordedAt)];
  return (
    times
      .filter((time) => time !== undefined)
      .toSorted(byTime)
      .at(-1) ?? order.updatedAt
  );
}

/**
 * When an order is to be removed, in seconds since 1970; `undefined`: it is kept. Never in the past: DynamoDB ignores
 * what expired more than five years ago.
 */
export function expiryOf(
  order: Order,
  { settledDays, now }: { settledDays: number | undefined; now: Instant },
): number | undefined {
  const settled = settledAt(order);
  if (settled === undefined || settledDays === undefined) return undefined;
  return Math.max(secondsOf(settled) + settledDays * DAY, secondsOf(now));
}

/**
 * Throws `InvalidRequest` for a new order that was placed longer ago than orders are kept: it may have been shipped and
 * removed, and Lightspeed would book it again.
 */
export function refuseForgotten({ content, receivedAt }: Order, settledDays: number | undefined): void {
  if (settledDays === undefined) return;
  if (secondsOf(receivedAt) - secondsOf(content.placedAt) < settledDays * DAY) return;
  const detail = `is more than ${settledDays} days ago; an order that old may have been shipped and removed`;
  throw new Failure('InvalidRequest', 'The request is not valid; see errors.', {
    faults: [{ pointer: '/placedAt', detail }],
  });
}

export function secondsOf(instant: Instant): number {
  return Math.floor(Date.parse(instant) / 1000);
}

function byTime(a: Instant, b: Instant): number {
  return Date.parse(a) - Date.parse(b);
}
