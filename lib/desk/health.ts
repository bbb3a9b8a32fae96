import type { Instant } from '../domain/instant.ts';
import { platformTitles } from '../domain/platform.ts';
import type { StoreStatus } from '../domain/status.ts';
import { ago, count, span } from './times.ts';

/** A store's health in a sentence. `good` means that something was just seen to work, and nothing else does. */
export interface Health {
  level: 'good' | 'bad' | 'unknown' | 'off';
  text: string;
  /** The words of the text that tell a time, and that time. */
  seen?: { words: string; at: Instant };
  /** Where the trouble is, if it is not with Lightspeed's calls. */
  trouble?: 'orders' | 'webstore';
}

/** A call counts as just now for so many seconds, where it is not known how often Lightspeed calls. */
const JUST_NOW = 3600;
/** An order waits for long after so many seconds, and after so many polls. */
const LONG_WAIT = 3600;
const POLLS_UNTIL_LONG = 3;

/** The state of a store in words. `needsPerson`: something was found that the status does not count. */
export function healthOf(status: StoreStatus, now: Instant, needsPerson = false): Health {
  return (
    troubleWithCalls(status, now) ??
    troubleWithOrders(status, now) ??
    troubleWithWebstore(status, now) ??
    (needsPerson ? orderTrouble('something needs a person', status, now) : wellOrUnknown(status, now))
  );
}

/** Lightspeed does not call, or is turned away. */
function troubleWithCalls(status: StoreStatus, now: Instant): Health | undefined {
  const { enabled, silentSince, lastPolledAt, lastRejection } = status;
  const waits = waiting(status);
  if (!enabled) return { level: 'off', text: `The module is off: Lightspeed is turned away. ${waits}` };
  const turnedAway = lastRejection?.face === 'lightspeed' && isAfter(lastRejection.at, lastPolledAt);
  // One that was turned away within the hour is not silent. A rejection of last week does not explain a silence.
  if (turnedAway && (silentSince === null || isJustNow(lastRejection.at, now))) {
    const seen = { words: ago(lastRejection.at, now), at: lastRejection.at };
    const text = `Lightspeed calls and is turned away: ${lastRejection.kind}, ${seen.words}. ${waits}`;
    return { level: 'bad', text, seen };
  }
  if (silentSince !== null) {
    const seen = { words: forHowLong(silentSince, now), at: silentSince };
    const text = `Lightspeed has been silent for ${seen.words}. Usually it polls every ${usually(status)}. ${waits}`;
    return { level: 'bad', text, seen };
  }
  return lastPolledAt === null
    ? { level: 'unknown', text: `Lightspeed has never polled. ${waits}` }
    : undefined;
}

/** Lightspeed polls, and orders do not arrive. */
function troubleWithOrders(status: StoreStatus, now: Instant): Health | undefined {
  const { oldestOutstanding, usualPollSeconds } = status;
  const tooLong = Math.max(LONG_WAIT, POLLS_UNTIL_LONG * (usualPollSeconds ?? 0));
  const isTooOld = oldestOutstanding !== null && oldestOutstanding.ageSeconds > tooLong;
  const what = stuckOrders(status) ?? (isTooOld ? 'it has not taken every order' : undefined);
  return what === undefined ? undefined : orderTrouble(what, status, now);
}

function orderTrouble(what: string, status: StoreStatus, now: Instant): Health {
  const { text, seen } = polled(status, now);
  return { level: 'bad', text: `${text}, but ${what}. ${waiting(status)}`, seen, trouble: 'orders' };
}

/** The webstore or a shop does not do its part. */
function troubleWithWebstore(status: StoreStatus, now: Instant): Health | undefined {
  const what = troubleWithAShop(status) ?? troubleWithMessages(status, now);
  if (what === undefined) return undefined;
  const { text, seen } = polled(status, now);
  return { level: 'bad', text: `${text}. ${what} ${waiting(status)}`, seen, trouble: 'webstore' };
}

function wellOrUnknown(status: StoreStatus, now: Instant): Health {
  const { text, seen } = polled(status, now);
  const waits = waiting(status);
  if (usually(status) !== undefined) return { level: 'good', text: `All is well. ${text}. ${waits}`, seen };
  const level = isJustNow(seen.at, now) ? 'good' : 'unknown';
  return { level, text: `${text}. How often it usually does is not known yet. ${waits}`, seen };
}

/** `Lightspeed polled 2 minutes ago, as it does every 5 minutes` */
function polled(status: StoreStatus, now: Instant): { text: string; seen: { words: string; at: Instant } } {
  const at = status.lastPolledAt ?? now;
  const words = ago(at, now);
  const usual = usually(status);
  return {
    text: `Lightspeed polled ${words}${usual === undefined ? '' : `, as it does every ${usual}`}`,
    seen: { words, at },
  };
}

function usually({ usualPollSeconds }: StoreStatus): string | undefined {
  return usualPollSeconds === null ? undefined : span(usualPollSeconds);
}

/** Orders that do not get into Lightspeed, though it calls; `undefined` if there is none. */
function stuckOrders({ refused, leftOut }: StoreStatus): string | undefined {
  const stuck = [
    ...(refused > 0 ? [`it refused ${count(refused, 'order')}`] : []),
    ...(leftOut > 0 ? [`${count(leftOut, 'order')} cannot be written for it`] : []),
  ];
  return stuck.length === 0 ? undefined : stuck.join(' and ');
}

/** A shop whose orders may be missing; `undefined` if there is none. */
function troubleWithAShop({ platforms }: StoreStatus): string | undefined {
  const worst =
    platforms.find(({ health }) => health === 'failing') ??
    platforms.find(({ notUnderstood }) => notUnderstood > 0);
  if (!worst) return undefined;
  const { problems, notUnderstood } = worst;
  const what = problems[0] ?? `${count(notUnderstood, 'order')} not understood.`;
  return `${platformTitles[worst.platform]}: ${what}`;
}

/** What the webstore or a shop should know and does not. */
function troubleWithMessages({ webhook, messagesFailed }: StoreStatus, now: Instant): string | undefined {
  const since = webhook?.failingSince ?? null;
  if (since !== null) return `The webstore has taken no message for ${forHowLong(since, now)}.`;
  return messagesFailed === 0 ? undefined : `${count(messagesFailed, 'message')} given up.`;
}

function waiting({ outstanding, oldestOutstanding }: StoreStatus): string {
  if (outstanding === 0) return 'Nothing waits.';
  const oldest = oldestOutstanding ? `, the oldest for ${span(oldestOutstanding.ageSeconds)}` : '';
  return `${count(outstanding, 'order')} ${outstanding === 1 ? 'waits' : 'wait'}${oldest}.`;
}

function forHowLong(since: Instant, now: Instant): string {
  return span(Math.max(0, (Date.parse(now) - Date.parse(since)) / 1000));
}

function isJustNow(at: Instant, now: Instant): boolean {
  return Date.parse(now) - Date.parse(at) < JUST_NOW * 1000;
}

function isAfter(at: Instant, other: Instant | null): boolean {
  return other === null || Date.parse(at) > Date.parse(other);
}

/** A store, and its health. */
export interface Judged {
  status: StoreStatus;
  health: Health;
}

/**
 * Stores with their health, worst first: problems, then unknown, then the others; among equals those that are silent for
 * the longest, then those whose orders wait the longest.
 */
export function worstFirst(statuses: StoreStatus[], now: Instant): Judged[] {
  const level = ({ health }: Judged) => LEVELS.indexOf(health.level);
  const silent = ({ status: { silentSince } }: Judged) =>
    silentSince === null ? Infinity : Date.parse(silentSince);
  const age = ({ status }: Judged) => status.oldestOutstanding?.ageSeconds ?? 0;
  return statuses
    .map((status) => ({ status, health: healthOf(status, now) }))
    .toSorted(
      (a, b) =>
        level(a) - level(b) ||
        Math.sign(silent(a) - silent(b)) ||
        age(b) - age(a) ||
        (a.status.store < b.status.store ? -1 : 1),
    );
}

const LEVELS: readonly Health['level'][] = ['bad', 'unknown', 'good', 'off'];

/** Several stores in one sentence. Green only if each of them that is on was just seen to work. */
export function healthOfAll(judged: Judged[], unread: number): Health {
  const number = (level: Health['level']) => judged.filter(({ health }) => health.level === level).length;
  const all = judged.length + unread;
  const bad = number('bad') + unread;
  const unknown = number('unknown');
  if (all === 0) return { level: 'unknown', text: 'No store yet.' };
  if (bad > 0)
    return { level: 'bad', text: `${bad} of ${count(all, 'store')} ${bad === 1 ? 'needs' : 'need'} a look.` };
  if (unknown === all) return { level: 'unknown', text: 'It is not known yet whether all is well.' };
  if (unknown > 0)
    return {
      level: 'unknown',
      text: `It is not known yet whether all is well in ${unknown} of ${all} stores. Nothing is wrong in the others.`,
    };
  if (number('good') === 0) return { level: 'off', text: 'The module of every store is off.' };
  return { level: 'good', text: `All is well: ${count(all, 'store')}, and none needs a look.` };
}
