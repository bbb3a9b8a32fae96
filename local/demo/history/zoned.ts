export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** The hour of the day and the day of the week at a time, in a time zone: Sunday is 0. */
export function hourAndDay(time: number, timeZone: string): { hour: number; day: number } {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hour: 'numeric',
    hourCycle: 'h23',
    weekday: 'short',
  });
  const parts = new Map(format.formatToParts(time).map(({ type, value }) => [type, value]));
  const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
  return { hour: Number(parts.get('hour')), day: days.indexOf(parts.get('weekday') ?? '') };
}

/** When the dealership is open next: Monday to Saturday, 9 to 17. */
export function whenOpen(time: number, timeZone: string): number {
  let at = time;
  for (;;) {
    const { hour, day } = hourAndDay(at, timeZone);
    if (day !== 0 && hour >= 9 && hour < 17) return at;
    at += HOUR;
  }
}
