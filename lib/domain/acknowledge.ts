import type { Instant } from './instant.ts';
import { advance } from './life-cycle.ts';
import { addNote, atMost } from './note.ts';
import type { Order } from './order.ts';

/** What Lightspeed says about one order (contract 4). */
export interface Acknowledgement {
  orderId: string;
  /** Whether Lightspeed says explicitly that it took the order. */
  saysSuccess: boolean;
  failed: boolean;
  errors: string[];
}

export type AcknowledgeResult =
  | 'Downloaded'
  | 'AlreadyDownloaded'
  | 'ErrorsRecorded'
  | 'Canceled'
  | 'NotFound';

/**
 * One acknowledgement for each order named, in the order of the request. Named twice: a failure wins. Errors outside
 * any order apply to every order that does not say it succeeded.
 */
export function mergeAcknowledgements(said: Acknowledgement[], errorsOutside: string[]): Acknowledgement[] {
  const merged = new Map<string, Acknowledgement>();
  for (const one of said) {
    const before = merged.get(one.orderId);
    if (!before) merged.set(one.orderId, { ...one, errors: [...one.errors] });
    else {
      before.failed ||= one.failed;
      before.saysSuccess &&= one.saysSuccess;
      before.errors.push(...one.errors);
    }
  }
  // Cut once, not for each order: a request can hold thousands of both.
  const outside = atMost(errorsOutside, 'errors');
  return [...merged.values()].map((one) => {
    const concerned = outside.length > 0 && !(one.saysSuccess && !one.failed);
    const own = atMost(one.errors, 'errors');
    const errors = concerned ? [...new Set([...own, ...outside])] : own;
    return { ...one, failed: one.failed || concerned, errors };
  });
}

/** Applies an acknowledgement to its order. Failure keeps an outstanding order outstanding and counts. */
export function acknowledge(
  order: Order,
  { failed, errors }: Acknowledgement,
  now: Instant,
): { order: Order; result: AcknowledgeResult } {
  const outstanding = order.status === 'New';
  if (failed) {
    const noted = withErrors(order, errors, now);
    if (!outstanding) return { order: noted, result: settledResult(order) };
    return { order: { ...noted, failedDownloads: order.failedDownloads + 1 }, result: 'ErrorsRecorded' };
  }
  if (!outstanding) return { order, result: settledResult(order) };
  return { order: warnIfReplaced(advance(order, 'download', now), now), result: 'Downloaded' };
}

function settledResult(order: Order): AcknowledgeResult {
  return order.status === 'Canceled' ? 'Canceled' : 'AlreadyDownloaded';
}

function withErrors(order: Order, errors: string[], now: Instant): Order {
  const texts = errors.length > 0 ? errors : ['Refused without a reason.'];
  const noted = texts.reduce((so, text) => addNote(so, { source: 'lightspeed', text, now }), order);
  return { ...noted, updatedAt: now };
}

/** Lightspeed names no version: what it acknowledges is what it was last offered, which may be older. */
function warnIfReplaced(order: Order, now: Instant): Order {
  const { replacedAt, offers } = order;
  if (!replacedAt || !offers.lastAt) return order;
  const text =
    'Downloaded in an older version: it was replaced after Lightspeed had been offered it. Compare, or requeue.';
  return addNote(order, { source: 'system', text, now });
}
