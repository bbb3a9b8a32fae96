import type { Instant } from '../domain/instant.ts';
import { dayIn, daysUntil } from './days.ts';

interface Zone {
  timeZone: string;
  now: Instant;
}

/** Of an order that Lightspeed took. */
interface Handled {
  placedAt: Instant;
  receivedAt: Instant;
  takenAt: Instant;
  shippedAt?: Instant | undefined;
}

export interface Day {
  /** `2026-11-23` */
  day: string;
  /** How many orders were placed on it. */
  orders: number;
  /** The median time until Lightspeed took them, in seconds; `undefined` if it took none that is known. */
  untilTaken: number | undefined;
}

/** A number of days up to today, earliest first. */
export function month(
  { placed, handled }: { placed: Instant[]; handled: Handled[] },
  zone: Zone,
  days: number,
): Day[] {
  const orders = Map.groupBy(placed, (at) => dayIn(at, zone.timeZone));
  const taken = Map.groupBy(handled, ({ placedAt }) => dayIn(placedAt, zone.timeZone));
  return daysUntil(zone, days).map((day) => ({
    day,
    orders: orders.get(day)?.length ?? 0,
    untilTaken: medianUntilTaken(taken.get(day) ?? []),
  }));
}

/** In seconds; `undefined` for none. */
export function medianUntilTaken(handled: Handled[]): number | undefined {
  return median(
    handled.map(({ receivedAt, takenAt }) => (Date.parse(takenAt) - Date.parse(receivedAt)) / 1000),
  );
}

/** How many were taken and shipped today. */
export function today(handled: Handled[], { now, timeZone }: Zone): { taken: number; shipped: number } {
  const day = dayIn(now, timeZone);
  const isToday = (at: Instant | undefined) => at !== undefined && dayIn(at, timeZone) === day;
  return {
    taken: handled.filter(({ takenAt }) => isToday(takenAt)).length,
    shipped: handled.filter(({ shippedAt }) => isToday(shippedAt)).length,
  };
}

function median(numbers: number[]): number | undefined {
  const sorted = numbers.toSorted((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const [low, high] = [sorted[sorted.length % 2 === 0 ? half - 1 : half], sorted[half]];
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
}
