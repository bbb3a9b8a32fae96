/** `LONG=1` gives the large budget; `npm test` uses the small one. */
export const isLong = process.env['LONG'] === '1';

/** How often to try: `few` in `npm test`, `many` with `LONG=1`. */
export function budget(few: number, many: number): number {
  return isLong ? many : few;
}
