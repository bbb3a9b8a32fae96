import type { Instant } from '../domain/instant.ts';

/** `2026-11-23 18:04:05 UTC` */
export function clock(instant: Instant): string {
  return `${new Date(instant).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** `2026-11-23 18:04:05 UTC, 5 minutes ago` */
export function clockAndAgo(instant: Instant, now: Instant): string {
  return `${clock(instant)}, ${ago(instant, now)}`;
}

/** `5 minutes ago`; `in 5 minutes` for the future, or for a clock that is ahead. */
export function ago(instant: Instant, now: Instant): string {
  const seconds = (Date.parse(now) - Date.parse(instant)) / 1000;
  return seconds >= 0 ? `${span(seconds)} ago` : `in ${span(-seconds)}`;
}

/** What happens once a day or more often was seen to work just now, if that was in the last day. */
export function isLately(at: Instant, now: Instant): boolean {
  return Date.parse(now) - Date.parse(at) < 86_400_000;
}

const UNITS = [
  { name: 'day', seconds: 86_400 },
  { name: 'hour', seconds: 3600 },
  { name: 'minute', seconds: 60 },
];

/** `1 second`, `119 seconds`, `2 minutes`, `47 hours`, `2 days`: the largest unit of which there are two. */
export function span(seconds: number): string {
  const unit = UNITS.find((one) => seconds >= 2 * one.seconds) ?? { name: 'second', seconds: 1 };
  return count(Math.floor(seconds / unit.seconds), unit.name);
}

/** `1 order`, `2 orders` */
export function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
