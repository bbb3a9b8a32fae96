import type { Instant } from './instant.ts';
import { advance, step } from './life-cycle.ts';
import { addNote, addNoteOnce, type NoteToAdd } from './note.ts';
import type { Order } from './order.ts';

export type CancelResult = 'Canceled' | 'AlreadyCanceled' | 'AlreadyShipped';

/** Staff void the order in Lightspeed (contract 6). What has shipped keeps its status; the request is noted. */
export function cancelInLightspeed(
  order: Order,
  reason: string | undefined,
  now: Instant,
): { order: Order; result: CancelResult } {
  const text = reason ?? 'Canceled in Lightspeed without a reason.';
  if ('refusal' in step(order.status, 'cancel')) {
    const note = { source: 'lightspeed', text: `Cancellation after shipping: ${text}`, now } as const;
    return { order: touch(order, addNoteOnce(order, note), now), result: 'AlreadyShipped' };
  }
  const note = { source: 'lightspeed', text, now } as const;
  if (order.status !== 'Canceled') {
    // The note is counted if Lightspeed said the same before; the webstore gets what was said now.
    return { order: advance(addNote(order, note), 'cancel', now), result: 'Canceled' };
  }
  const noted = touch(order, addNoteOnce(order, note), now);
  return { order: reason === undefined ? order : noted, result: 'AlreadyCanceled' };
}

/** The webstore cancels (contract 8). Throws `OrderShipped` if anything has shipped. */
export function cancelInWebstore(order: Order, reason: string, now: Instant): Order {
  return cancelHere(order, { source: 'webstore', text: reason, now });
}

/** Staff cancel in the console. Throws `OrderShipped` if anything has shipped. */
export function cancelByStaff(
  order: Order,
  reason: string,
  { by, now }: { by: string; now: Instant },
): Order {
  return cancelHere(order, { source: 'staff', text: reason, by, now });
}

function cancelHere(order: Order, note: NoteToAdd): Order {
  const { now } = note;
  const canceled = advance(order, 'cancel', now);
  const noted = addNoteOnce(canceled, note);
  if (order.status !== 'Downloaded') return touch(canceled, noted, now);
  return addNoteOnce(noted, {
    source: 'system',
    text: `Canceled ${note.source === 'staff' ? 'by staff' : 'on the webstore'}: void it in Lightspeed too.`,
    now,
  });
}

function touch(before: Order, after: Order, now: Instant): Order {
  return after === before ? before : { ...after, updatedAt: now };
}
