import { type Instant, toInstant } from './instant.ts';
import type { MessageType } from './messages.ts';
import { beginning } from './text.ts';

/*
 * The life of one message after it has left its order (contract 9). It goes to one target: a webstore's URL or a shop.
 */

/** Where messages go. A new kind of target needs a name here and a sender in `lib/outgoing/targets.ts`. */
export type Target = 'webhook' | 'shop';

export type MessageStatus = 'pending' | 'delivered' | 'failed' | 'held';

export interface Message {
  /** The receiver's key for it: the same for every attempt. */
  id: string;
  orderId: string;
  sequence: number;
  target: Target;
  type: MessageType;
  /** When it happened. */
  at: Instant;
  /** The bytes that are sent, fixed once. */
  body: string;
  status: MessageStatus;
  /** How often it was sent, in all. */
  attempts: number;
  /** Since it was last asked for by hand. */
  tries: number;
  /** When it is sent next; absent once it is delivered or has failed. */
  dueAt?: Instant | undefined;
  lastAttemptAt?: Instant | undefined;
  /** The result of the last attempt that did not succeed. */
  lastError?: string | undefined;
  /** When it was delivered or given up. */
  endedAt?: Instant | undefined;
  /** The newest attempts, earliest first. */
  log: Attempt[];
}

/** An attempt as people see it. */
export interface Attempt {
  at: Instant;
  /** The result, with the first characters of the answer. */
  told: string;
}

/** At most this many attempts of a message are listed: those of its three days, and two by hand. */
const LOGGED_ATTEMPTS = 12;
const LOGGED_CHARACTERS = 400;

/** The attempts, once the result of the last one is known. */
export function withOutcome(log: readonly Attempt[], { told }: Pick<Outcome, 'told'>): Attempt[] {
  const last = log.at(-1);
  if (!last) return [];
  return [...log.slice(0, -1), { ...last, told: beginning(told, LOGGED_CHARACTERS) }].slice(-LOGGED_ATTEMPTS);
}

/** The result of one attempt. */
export interface Outcome {
  delivered: boolean;
  /** In words. */
  told: string;
  /** Of an HTTP answer. */
  status?: number;
  /** Seconds that the receiver asks for. */
  retryAfter?: number;
  /** The receiver wants no more messages: its target is switched off. */
  gone?: boolean;
  /** A repetition cannot succeed. */
  giveUp?: boolean;
}

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

/** Seconds between one attempt and the next. After the last one the message has failed. */
export const DELAYS: readonly number[] = [
  5,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
];

/** Ten percent either way, so that messages that failed together are not repeated together. */
const SPREAD = 0.1;
const LONGEST_RETRY_AFTER = DAY;

/** The message after an attempt, whose `tries` are already counted. `random` is from 0 to 1. */
export function afterAttempt(
  { tries }: Pick<Message, 'tries'>,
  outcome: Outcome,
  { now, random }: { now: Instant; random: number },
): Pick<Message, 'status' | 'dueAt' | 'endedAt' | 'lastError'> {
  if (outcome.delivered) return { status: 'delivered', endedAt: now };
  const lastError = outcome.told;
  // It stays pending: its target is switched off, and it is held until the target is on again.
  if (outcome.gone) return { status: 'held', dueAt: later(now, RECHECK_HELD), lastError };
  const delay = DELAYS[tries - 1];
  if (delay === undefined || outcome.giveUp) return { status: 'failed', endedAt: now, lastError };
  const spread = delay * (1 - SPREAD + 2 * SPREAD * random);
  const asked = Math.min(outcome.retryAfter ?? 0, LONGEST_RETRY_AFTER);
  return { status: 'pending', dueAt: later(now, Math.max(spread, asked)), lastError };
}

/** Seconds after which a held message is looked at again, in case switching on missed it. */
export const RECHECK_HELD = DAY;

/** Seconds that an attempt may take before another may be made: the 15 of the request, and time to write it down. */
export const LEASE = 60;

/** Days for which a message is kept after its end. */
export const KEPT_DAYS = 30;

/** How a target has taken messages recently. */
export interface Listening {
  /** Failures since the last success. */
  failures: number;
  failingSince?: Instant | undefined;
  /** Until when it is left alone. */
  pausedUntil?: Instant | undefined;
  lastDeliveredAt?: Instant | undefined;
  lastError?: string | undefined;
  /** We switched it off; it stays off until somebody switches it on. */
  off?: { at: Instant; why: 'gone' | 'failing' } | undefined;
}

/** After this many failures in a row a target is left alone for a while, longer each time. */
const FAILURES_UNTIL_PAUSE = 5;
const PAUSES: readonly number[] = [MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 15 * MINUTE];
/** Nothing but failures for this long switches it off. */
const OFF_AFTER = 5 * DAY;
/** A target is *deaf* when nothing has reached it for this long. */
export const DEAF_AFTER = HOUR;

/** The target after one more failure, which `listening` already counts. */
export function afterFailure(
  { failures, failingSince = '' }: Listening,
  outcome: Outcome,
  now: Instant,
): Pick<Listening, 'pausedUntil' | 'off'> {
  if (outcome.gone) return { off: { at: now, why: 'gone' } };
  if (secondsFrom(failingSince, now) >= OFF_AFTER) return { off: { at: now, why: 'failing' } };
  const beyond = failures - FAILURES_UNTIL_PAUSE;
  const pause = PAUSES[Math.min(beyond, PAUSES.length - 1)];
  return pause === undefined ? {} : { pausedUntil: later(now, pause) };
}

/** Whether nothing has reached a target for an hour, or it was switched off because of that. */
export function isDeaf({ failingSince, off }: Listening, now: Instant): boolean {
  return off !== undefined || (failingSince !== undefined && secondsFrom(failingSince, now) >= DEAF_AFTER);
}

export function isPaused({ pausedUntil }: Listening, now: Instant): boolean {
  return pausedUntil !== undefined && Date.parse(now) < Date.parse(pausedUntil);
}

export function later(now: Instant, seconds: number): Instant {
  return toInstant(new Date(Date.parse(now) + Math.round(seconds * 1000)));
}

function secondsFrom(from: Instant, to: Instant): number {
  return (Date.parse(to) - Date.parse(from)) / 1000;
}
