import { shopKey } from './connection.ts';
import { type Instant, toInstant } from './instant.ts';
import type { PlatformName } from './platform.ts';

/** The result of a delivery, in the words of contract 10. */
export type InboxResult =
  | 'Placed'
  | 'Replaced'
  | 'Unchanged'
  | 'Canceled'
  | 'Held'
  | 'Outdated'
  | 'Ignored'
  | 'NotUnderstood';

/** The conclusion of a version of a shop's order. */
export type Conclusion = 'Placed' | 'Canceled' | 'Held' | 'Ignored' | 'NotUnderstood';

export interface Concluded {
  conclusion: Conclusion;
  reason?: string | undefined;
  /** The version that was concluded. */
  version: string;
  at: Instant;
}

/** One order of a shop, from what the shop sent. Its newest payload is kept beside it. */
export interface InboxEntry {
  platform: PlatformName;
  /** The number of its shop among those of the platform; absent: the first. */
  ordinal?: number | undefined;
  /** The platform's own key of the order; for a payload without one, `unread-` and a hash of its content. */
  platformId: string;
  /** The shop that sent it, if that is not the one that is connected. */
  from?: string | undefined;
  /** The shop that first sent it, where the connection names none. */
  sender?: string | undefined;
  /** The newest kept version; '' if there is none yet. Versions are compared as texts. */
  version: string;
  /** A hash of the payload's bytes; '' while there is none. */
  digest: string;
  /** What is still to be done: read what is kept, or ask the shop for the order. Absent: nothing. */
  todo?: 'read' | 'fetch' | undefined;
  /** The shop deleted it. */
  deleted: boolean;
  /** The conclusion of the newest version that was read. */
  concluded?: Concluded | undefined;
  /** Its number here, claimed before the order is written, and never changed. */
  orderId?: string | undefined;
  /** The number that people see in the shop, from its newest version. */
  number?: string | undefined;
  /** Numbers that it could not have, because other orders have them. */
  takenIds: string[];
  /** How it was paid, as JSON, where the shop was asked for that: its payload does not tell. */
  payments?: string | undefined;
  /** Somebody has dealt with it by hand; it is no longer listed. */
  setAsideAt?: Instant | undefined;
  firstAt: Instant;
  lastAt: Instant;
  /** How many deliveries were kept; a repeated one is not counted. */
  deliveries: number;
  /** Failed attempts at the next step. */
  attempts: number;
  failure?: string | undefined;
  /** When it is due: for its next step, or to remove its payload. */
  dueAt?: Instant | undefined;
}

export type Arrival =
  /** The order itself, in one version. */
  | { kind: 'order'; version: string; digest: string; sender?: string | undefined }
  /** Something happened to the order: ask. */
  | { kind: 'thin' }
  | { kind: 'deleted' }
  /** The shop was asked, and has no such order. */
  | { kind: 'gone' }
  | { kind: 'notUnderstood'; reason: string; digest: string; from?: string | undefined };

interface Identity {
  platform: PlatformName;
  ordinal?: number | undefined;
  platformId: string;
}

/** Either the entry to keep, and whether the new payload replaces the kept one, or the answer. */
export type Kept = { entry: InboxEntry; takesPayload: boolean } | { repeats: InboxResult };

const SECOND = 1000;
const HOUR = 3600 * SECOND;
const DAY = 24 * HOUR;

/** The schedule repeats interrupted work after this time. */
const REPEAT_AFTER = 60 * SECOND;
const REPEAT_AT_MOST_EVERY = 6 * HOUR;
const GIVE_UP_AFTER = 2 * DAY;

/** How long a payload, which holds a customer's data, is kept once the order is settled, and while it is not. */
const KEPT_WHEN_SETTLED = 30 * DAY;
const KEPT_OTHERWISE = 90 * DAY;

/** The key of an entry in its store. */
export function entryKey({ platformId, ...shop }: Identity): string {
  return `${shopKey(shop)}#${platformId}`;
}

/** What to keep of a delivery. The version decides, never the order of arrival. */
export function keep(
  before: InboxEntry | undefined,
  arrival: Arrival,
  { now, ...identity }: Identity & { now: Instant },
): Kept {
  const entry = before ?? newEntry(identity, now);
  const counted = {
    ...entry,
    lastAt: now,
    deliveries: entry.deliveries + 1,
    attempts: 0,
    failure: undefined,
  };
  const soon = later(now, REPEAT_AFTER);
  switch (arrival.kind) {
    case 'order': {
      const { version, digest, sender = entry.sender } = arrival;
      // A deleted order comes back only with a later change.
      if (version < entry.version || (entry.deleted && version === entry.version))
        return { repeats: 'Outdated' };
      if (version === entry.version && digest === entry.digest && entry.todo !== 'fetch')
        return repeated(entry);
      const next = {
        ...counted,
        sender,
        version,
        digest,
        deleted: false,
        todo: 'read' as const,
        dueAt: soon,
      };
      return { entry: next, takesPayload: true };
    }
    case 'thin':
      return { entry: { ...counted, todo: 'fetch', dueAt: now }, takesPayload: false };
    case 'deleted':
    case 'gone': {
      if (entry.deleted) return repeated(entry);
      // The webhook of a deletion tells no time: of an order not heard of before, what is older than its arrival is late.
      const version = arrival.kind === 'deleted' && entry.version === '' ? now : entry.version;
      const next = { ...counted, version, deleted: true, todo: 'read' as const, dueAt: soon };
      return { entry: next, takesPayload: false };
    }
    case 'notUnderstood': {
      const { reason, digest, from } = arrival;
      if (digest === entry.digest) return repeated(entry);
      const concluded = { conclusion: 'NotUnderstood' as const, reason, version: '', at: now };
      const next = {
        ...counted,
        from,
        digest,
        concluded,
        todo: undefined,
        dueAt: later(now, KEPT_OTHERWISE),
      };
      return { entry: next, takesPayload: true };
    }
  }
}

/** A repetition: if it is not read yet, it is read now; otherwise nothing changes. */
function repeated(entry: InboxEntry): Kept {
  if (entry.todo !== undefined || !entry.concluded) return { entry, takesPayload: false };
  return { repeats: wordFor(entry.concluded.conclusion) };
}

/** The result for an order without news. */
export function wordFor(conclusion: Conclusion): InboxResult {
  return conclusion === 'Placed' ? 'Unchanged' : conclusion;
}

function newEntry({ platform, ordinal, platformId }: Identity, now: Instant): InboxEntry {
  return {
    platform,
    ...(ordinal !== undefined && { ordinal }),
    platformId,
    version: '',
    digest: '',
    deleted: false,
    takenIds: [],
    firstAt: now,
    lastAt: now,
    deliveries: 0,
    attempts: 0,
  };
}

/**
 * A shop's clock counts seconds, which cannot order two versions of one second. Then the one farther in an order's life
 * is newer, whichever came first.
 */
const PROGRESS: Readonly<Record<Conclusion, number>> = {
  NotUnderstood: 0,
  Held: 0,
  Ignored: 1,
  Placed: 2,
  Canceled: 3,
};

/** Whether another version of the same second, which was read before, is the newer one. */
export function isBehind({ version, concluded, deleted }: InboxEntry, conclusion: Conclusion): boolean {
  if (deleted || concluded?.version !== version) return false;
  return PROGRESS[conclusion] < PROGRESS[concluded.conclusion];
}

/** The entry after its newest version was read and applied. */
export function conclude(
  entry: InboxEntry,
  { conclusion, reason }: Pick<Concluded, 'conclusion' | 'reason'>,
  now: Instant,
): InboxEntry {
  const isSettled = conclusion !== 'Held' && conclusion !== 'NotUnderstood';
  return {
    ...entry,
    concluded: { conclusion, reason, version: entry.version, at: now },
    todo: undefined,
    attempts: 0,
    failure: undefined,
    dueAt: later(now, isSettled ? KEPT_WHEN_SETTLED : KEPT_OTHERWISE),
  };
}

/**
 * The entry whose number is claimed but whose order is missing: somebody may be about to write it. It is checked again
 * in a minute, when that writer has ended, and then concluded.
 */
export function lookAgain(
  entry: InboxEntry,
  concluded: Pick<Concluded, 'conclusion' | 'reason'>,
  now: Instant,
): InboxEntry {
  const next = conclude(entry, concluded, now);
  const isSecondLook = entry.attempts > 0 && entry.dueAt !== undefined && isBy(entry.dueAt, now);
  if (isSecondLook) return next;
  return { ...next, todo: 'read', attempts: 1, dueAt: later(now, REPEAT_AFTER) };
}

/** The entry whose newest version changes nothing: the earlier conclusion stands. */
export function standBy(entry: InboxEntry, now: Instant): InboxEntry {
  const { concluded } = entry;
  return concluded ? { ...conclude(entry, concluded, now), concluded } : entry;
}

/** The entry after a failed step: repeated later, less and less often, and given up after two days. */
export function failed(
  entry: InboxEntry,
  { reason, retryAfter }: { reason: string; retryAfter?: number | undefined },
  now: Instant,
): InboxEntry {
  if (Date.parse(now) - Date.parse(entry.lastAt) > GIVE_UP_AFTER)
    return conclude(entry, { conclusion: 'NotUnderstood', reason: `Given up: ${reason}` }, now);
  const wait = Math.min(REPEAT_AFTER * 2 ** entry.attempts, REPEAT_AT_MOST_EVERY);
  const asked = Math.min((retryAfter ?? 0) * SECOND, DAY);
  return {
    ...entry,
    attempts: entry.attempts + 1,
    failure: reason,
    dueAt: later(now, Math.max(wait, asked)),
  };
}

/** The entry to be read again on request. */
export function readAgain(entry: InboxEntry, now: Instant): InboxEntry {
  return { ...entry, todo: 'read', attempts: 0, lastAt: now, dueAt: now };
}

/** The entry after somebody has dealt with it by hand. */
export function setAside(entry: InboxEntry, now: Instant): InboxEntry {
  const reason = `Set aside by hand. ${entry.concluded?.reason ?? ''}`.trim();
  return { ...conclude(entry, { conclusion: 'Ignored', reason }, now), setAsideAt: now };
}

/** The entry without its payload. */
export function withoutPayload(entry: InboxEntry): InboxEntry {
  return { ...entry, digest: '', dueAt: undefined };
}

/**
 * Its possible order ids: the number that people see; else with the platform's own key; else with the shop's key too,
 * which is unique.
 */
export function numbersFor(number: string, order: Identity): string[] {
  const marks = [order.platformId, `${order.platformId}-${shopKey(order)}`];
  return [number, ...marks.map((mark) => `${number.slice(0, 63 - mark.length)}-${mark}`)];
}

function isBy(due: Instant, now: Instant): boolean {
  return Date.parse(due) <= Date.parse(now);
}

function later(now: Instant, milliseconds: number): Instant {
  return toInstant(new Date(Date.parse(now) + milliseconds));
}
