import { type Instant, toInstant } from '../domain/instant.ts';

const DATE =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/i;

/** The year 10000 has five digits; our instants have four. */
const END_OF_TIME = Date.UTC(10_000, 0);

/**
 * Reads an ISO 8601 date, or date and time; without an offset it is UTC. `undefined` for anything else, also for
 * a day that does not exist, for `11/12/2026`, which could be either of two days, and for `0001-01-01`, which is how
 * .NET writes that there is none.
 */
export function readShipDate(text: string): Instant | undefined {
  const [, year, month, day, hour = '00', minute = '00', second = '00', zone = 'Z'] =
    DATE.exec(text.trim()) ?? [];
  if (year === undefined || month === undefined || day === undefined) return undefined;
  const lastDay = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  if (Number(day) > lastDay) return undefined;
  const offset = zone.toUpperCase() === 'Z' ? 'Z' : `${zone.slice(0, 3)}:${zone.slice(-2)}`;
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}${offset}`);
  return date.getTime() > 0 && date.getTime() < END_OF_TIME ? toInstant(date) : undefined;
}
