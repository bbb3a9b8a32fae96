import type { Instant } from '../domain/instant.ts';
import { dateFormat } from './formats.ts';

/** The day of an instant in a time zone: `2026-11-23`. */
export function dayIn(at: Instant, timeZone: string): string {
  // Sweden writes dates as ISO does.
  return dateFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(new Date(at));
}

/** A number of days up to today, earliest first. */
export function daysUntil({ now, timeZone }: { now: Instant; timeZone: string }, days: number): string[] {
  const [year = 0, month = 1, day = 1] = dayIn(now, timeZone).split('-').map(Number);
  // Counted at noon UTC, so that a change of the clock does not repeat a day.
  return Array.from({ length: days }, (_, at) =>
    new Date(Date.UTC(year, month - 1, day - days + 1 + at, 12)).toISOString().slice(0, 10),
  );
}
