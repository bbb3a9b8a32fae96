/** An amount in hundredths of the currency's unit, a whole number: 34.50 is 3450. Never a fraction. */
export type Money = number;

const DECIMAL = /^(\d{1,10})(?:\.(\d{1,2}))?$/;

/** Reads a decimal string of at most ten digits and two decimals; anything else is `undefined`. */
export function parseMoney(text: string): Money | undefined {
  const [, whole, decimals = ''] = DECIMAL.exec(text) ?? [];
  return whole === undefined ? undefined : Number(whole) * 100 + Number(decimals.padEnd(2, '0'));
}

/** Two decimals, a dot, no grouping (contract 1). */
export function formatMoney(amount: Money): string {
  const digits = String(amount).padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
