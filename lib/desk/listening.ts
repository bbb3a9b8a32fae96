import { isPaused, type Listening } from '../domain/delivery.ts';
import type { Instant } from '../domain/instant.ts';
import type { Webhook } from '../domain/store.ts';
import { count } from './times.ts';

/* How a webstore takes its messages, in words that the command and the console share. */

interface Telling {
  listening: Listening;
  now: Instant;
  /** How to write a time: in UTC for a terminal, or in the store's own zone. */
  when: (at: Instant) => string;
}

/** Whether messages go to the URL, and why not. */
export function onInWords({ enabled }: Pick<Webhook, 'enabled'>, { listening, when }: Telling): string {
  if (!enabled) return 'no: its messages are held until it is switched on';
  if (!listening.off) return 'yes';
  const why = { gone: 'it answered 410', failing: 'nothing but failures for five days' }[listening.off.why];
  return `no: switched off ${when(listening.off.at)}, because of this: ${why}. Its messages are held until it is switched on`;
}

/** When something reached it last, and what keeps failing. */
export function listeningInWords({ listening, now, when }: Telling): string {
  const { failures, failingSince, lastDeliveredAt, pausedUntil, lastError } = listening;
  const last = lastDeliveredAt === undefined ? 'nothing yet' : `last at ${when(lastDeliveredAt)}`;
  if (failingSince === undefined) return lastDeliveredAt === undefined ? last : `yes, ${last}`;
  const pause =
    isPaused(listening, now) && pausedUntil !== undefined ? `; left alone until ${when(pausedUntil)}` : '';
  return `NO: ${count(failures, 'failure')} in a row since ${when(failingSince)}${pause}. ${lastError ?? ''} (${last})`;
}
