/* Money of a shop's books: whole hundredths of its currency. Nothing here is a float. */

/** As shops write it: `34.50`, `-5.00`; yen have no decimals: `3450`. */
export function amount(cents: number, decimals: 0 | 2 = 2): string {
  const digits = String(Math.abs(cents)).padStart(3, '0');
  const sign = cents < 0 ? '-' : '';
  return decimals === 0
    ? `${sign}${Math.trunc(Math.abs(cents) / 100)}`
    : `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** `34.50` in hundredths, as Lightspeed is told it. */
export function cents(text: string): number {
  return Number(text.replace('.', ''));
}

export function sum(amounts: number[]): number {
  return amounts.reduce((all, one) => all + one, 0);
}

/** The nearest multiple of the least amount that the currency has. */
export function rounded(exact: number, step: number): number {
  return Math.round(exact / step) * step;
}
