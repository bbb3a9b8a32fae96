/** A moment as ISO 8601 in UTC, with milliseconds only where there are any: `2026-11-23T18:04:05Z`. */
export type Instant = string;

export function toInstant(date: Date): Instant {
  return date.toISOString().replace('.000Z', 'Z');
}

/** Whether this is a day of the calendar, as in `2026-11-23`. */
export function isDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  // The 31st of February is taken for the 3rd of March.
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
  );
}

/** A day, which begins at midnight in UTC, or an instant with its offset; `undefined` for anything else. */
export function dayOrInstant(text: string): Instant | undefined {
  const isWritten =
    /^.{10}(T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2}))?$/.test(text) && isDay(text.slice(0, 10));
  const date = new Date(text);
  return isWritten && !Number.isNaN(date.getTime()) ? toInstant(date) : undefined;
}

/** Whole seconds from one instant to a later one; 0 if it is not later. */
export function secondsBetween(from: Instant, to: Instant): number {
  return Math.max(0, Math.floor((Date.parse(to) - Date.parse(from)) / 1000));
}
