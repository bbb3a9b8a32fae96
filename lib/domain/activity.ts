import type { Listening } from './delivery.ts';
import type { Instant } from './instant.ts';

/** What Lightspeed did recently. */
export interface Activity {
  /** When it last asked for orders, newest first, at most `POLLS_KEPT` times. */
  polls: Instant[];
  /** When *Test Connection* last succeeded. */
  lastTestedAt?: Instant | undefined;
  lastAcknowledgedAt?: Instant | undefined;
  lastShippedAt?: Instant | undefined;
  /** How its webstore takes messages; absent: none was sent yet. */
  listening?: Listening | undefined;
  /** How its shop takes messages; absent: none was sent yet. */
  shopListening?: Listening | undefined;
}

/** Enough polls to learn how often Lightspeed asks, even if one was late and another one repeated. */
export const POLLS_KEPT = 7;

/** With fewer gaps between polls, the usual interval is unknown. */
const ENOUGH_GAPS = 3;

/** Seconds: polls closer than this are repetitions, if others are much farther apart. */
const RETRY_GAP = 30;
const MUCH_FARTHER = 10;

/** A store is not silent before this many seconds, nor before it has missed two polls. */
const NEVER_SILENT_WITHIN = 600;
const INTERVALS_UNTIL_SILENT = 3;

/**
 * The usual seconds between two polls (given newest first): the median of the gaps, without those of repetitions.
 * `undefined` while too few are known.
 */
export function usualInterval(polls: Instant[]): number | undefined {
  const times = polls.map((poll) => Date.parse(poll));
  const gaps = times.slice(1).map((earlier, at) => ((times[at] ?? earlier) - earlier) / 1000);
  const longest = Math.max(...gaps);
  const regular = gaps.filter((gap) => gap >= RETRY_GAP || gap * MUCH_FARTHER >= longest);
  if (regular.length < ENOUGH_GAPS) return undefined;
  // Of an even number the longer middle one: better late than wrongly called silent.
  const median = regular.toSorted((a, b) => a - b)[Math.floor(regular.length / 2)];
  return median === undefined ? undefined : Math.round(median);
}

/**
 * Since when Lightspeed is silent: its last poll, if it used to poll regularly and should have done so again by now.
 */
export function silence({ polls }: Activity, now: Instant): Instant | undefined {
  const [last] = polls;
  const usual = usualInterval(polls);
  if (last === undefined || usual === undefined) return undefined;
  const seconds = (Date.parse(now) - Date.parse(last)) / 1000;
  return seconds > Math.max(INTERVALS_UNTIL_SILENT * usual, NEVER_SILENT_WITHIN) ? last : undefined;
}
