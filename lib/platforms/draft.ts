import type { Address } from '../domain/order.ts';
import type { Instant } from '../domain/instant.ts';

/** An amount in ten-thousandths of the currency's unit: 34.50 is 345000n. The finest that any platform sends. */
export type Amount = bigint;

/** An order as a platform tells it, without tax in its lines, discount and shipping; its parts need not add up. */
export interface Draft {
  placedAt: Instant;
  currency: string;
  billTo: DraftAddress;
  /** Undefined: the shop ships nowhere (pickup), or to `billTo`. */
  shipTo: DraftAddress | undefined;
  lines: DraftLine[];
  discount: Amount;
  shipping: Amount;
  tax: Amount;
  /** Fees, tips, wrapping, duties: into shipping, or, where negative, into the discount. Each is named in a remark. */
  charges: DraftCharge[];
  /** All that the customer owes, by whatever payment: the total that must come out. */
  total: Amount;
  /** Parts of the total with their own payment: gift cards, store credit, card transactions. */
  paid: DraftPayment[];
  /** Pays the rest. */
  method: string;
  remarks: string[];
}

export type DraftAddress = { [Field in keyof Address]?: string | undefined };

export interface DraftLine {
  sku: string;
  quantity: Quantity;
  /** The whole line, before discounts and without tax. */
  amount: Amount;
  manufacturer?: string | undefined;
  description?: string | undefined;
}

export interface DraftCharge {
  name: string;
  amount: Amount;
}

export interface DraftPayment {
  method: string;
  amount: Amount;
}

/** A quantity in thousandths: 1.5 is 1500. Plug-ins of WooCommerce sell by the foot. */
export type Quantity = number;

/** No order has more than twelve digits before the point; the exponent is that of a number's own text. */
const DECIMAL = /^([+-]?)(\d{1,12})(?:\.(\d{0,40}))?(?:[eE]([+-]?\d{1,2}))?$/;

/**
 * Reads an amount from a decimal text or a number's text. Undefined: it is not an amount, or could be misread
 * (`1,234.50`). Finer amounts are rounded to ten-thousandths, halves away from zero: `10.799999999999999` is 10.8000.
 */
export function toAmount(value: string | number): Amount | undefined {
  return scaled(value, 4);
}

/** Like `toAmount`, in thousandths; undefined if it is negative, or a million or more. */
export function toQuantity(value: string | number): Quantity | undefined {
  const thousandths = scaled(value, 3);
  return thousandths === undefined || thousandths < 0n || thousandths >= 1_000_000_000n
    ? undefined
    : Number(thousandths);
}

function scaled(value: string | number, decimals: number): bigint | undefined {
  const match = DECIMAL.exec(String(value).trim());
  if (!match) return undefined;
  const [, sign, whole = '', fraction = '', exponent = '0'] = match;
  // The text is digits × 10^-places.
  const digits = BigInt(whole + fraction);
  const places = fraction.length - Number(exponent);
  const size =
    places <= decimals
      ? digits * 10n ** BigInt(decimals - places)
      : divided(digits, 10n ** BigInt(places - decimals));
  return sign === '-' ? -size : size;
}

/** Rounded to the nearest whole number, halves away from zero. */
export function divided(amount: bigint, by: bigint): bigint {
  const half = by / 2n;
  return amount < 0n ? -((-amount + half) / by) : (amount + half) / by;
}

/** A share of an amount, by quantity: what a part of a line costs. */
export function shareOf(amount: Amount, part: Quantity, whole: Quantity): Amount {
  return part === whole || whole === 0 ? amount : divided(amount * BigInt(part), BigInt(whole));
}

export function sumOf(amounts: readonly Amount[]): Amount {
  return amounts.reduce((sum, amount) => sum + amount, 0n);
}

/** `34.50`, `-0.01`; more than two decimals only if needed. */
export function showAmount(amount: Amount): string {
  const digits = String(amount < 0n ? -amount : amount).padStart(5, '0');
  const decimals = digits.slice(-4).replace(/0{1,2}$/, '');
  return `${amount < 0n ? '-' : ''}${digits.slice(0, -4)}.${decimals}`;
}
