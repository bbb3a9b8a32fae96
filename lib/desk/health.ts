import type { Instant } from '../domain/instant.ts';
import { platformTitles } from '../domain/platform.ts';
import type { StoreStatus } from '../domain/status.ts';
import { ago, count, span } from './times.ts';

/** A store's health in a sentence. `good` means that something was just seen to work, and nothing else does. */
export interface Health {
  level: 'good' | 'bad' | 'unknown' | 'off';
  text: string;
  /** The trouble is with the webstore or a shop, not with Lightspeed. */
  isOfWebstore?: boolean;
}

/** A call counts as just now for so many seconds, where it is not known how often Lightspeed calls. */
const JUST_NOW = 3600;

/** The state of a store in words. */
export function healthOf(status: StoreStatus, now: Instant): Health {
  const { enabled, silentSince, lastPolledAt, usualPollSeconds, lastRejection } = status;
  const waits = waiting(status);
  if (!enabled) return { level: 'off', text: `The module is off: Lightspeed is turned away. ${waits}` };
  const usual = usualPollSeconds === null ? undefined : span(usualPollSeconds);
  const turnedAway = lastRejection?.face === 'lightspeed' && isAfter(lastRejection.at, lastPolledAt);
  // Who knocks at the wrong door now is not silent; a call of last week explains no silence.
  if (turnedAway && (silentSince === null || isJustNow(lastRejection.at, now))) {
    return {
      level: 'bad',
      text: `Lightspeed calls and is turned away: ${lastRejection.kind}, ${ago(lastRejection.at, now)}. ${waits}`,
    };
  }
  if (silentSince !== null) {
    return {
      level: 'bad',
      text: `Lightspeed has been silent for ${forHowLong(silentSince, now)}. Usually it polls every ${usual}. ${waits}`,
    };
  }
  if (lastPolledAt === null) return { level: 'unknown', text: `Lightspeed has never polled. ${waits}` };
  const polled = `Lightspeed polled ${ago(lastPolledAt, now)}`;
  const asUsual = usual === undefined ? '' : `, as it does every ${usual}`;
  if (status.refused > 0) {
    const refused = count(status.refused, 'order');
    return { level: 'bad', text: `${polled}${asUsual}, but it refused ${refused}. ${waits}` };
  }
  const trouble = troubleWithAShop(status) ?? troubleWithMessages(status, now);
  if (trouble !== undefined)
    return { level: 'bad', text: `${polled}${asUsual}. ${trouble} ${waits}`, isOfWebstore: true };
  if (usual === undefined) {
    const text = `${polled}. How often it usually does is not known yet. ${waits}`;
    return { level: isJustNow(lastPolledAt, now) ? 'good' : 'unknown', text };
  }
  return { level: 'good', text: `All is well. ${polled}${asUsual}. ${waits}` };
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
