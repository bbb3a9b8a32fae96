import type { Random } from '../seeded-random.ts';
import { makeCustomer } from '../webstore/customers.ts';
import { PARTS, type Part } from '../webstore/parts.ts';
import type { Address } from '../webstore/placed-order.ts';
import { rounded, sum } from './money.ts';

/*
 * What a customer buys, before any platform writes it down. Amounts are whole hundredths. The shop's own total is made
 * here, by the shop's rules and from nothing that the service says.
 */

export type SaleLine = {
  /** Empty: a product that has none. */
  sku: string;
  name: string;
  brand: string;
  quantity: number;
  /** As the shop shows it: with tax where its prices include tax. */
  unit: number;
  /** Of the whole line, as the shop shows it. */
  discount: number;
};

export type Sale = {
  currency: string;
  /** The least amount of the currency: 1, or 100 where it has no cents. */
  step: 1 | 100;
  taxBasisPoints: number;
  pricesIncludeTax: boolean;
  billTo: Address;
  /** Absent: it is picked up. */
  shipTo?: Address | undefined;
  lines: SaleLine[];
  coupon?: string | undefined;
  /** Without tax; below nothing it is a rebate. */
  fees: { name: string; net: number }[];
  /** Without tax. */
  shipping: number;
  isShippingTaxed: boolean;
  /** What of the total a gift card paid. */
  giftCard: number;
  payment: { id: string; title: string };
  note: string;
};

/** How a kind of shop sells: Shopify has one currency, BigCommerce no fee below nothing. */
export type Ways = { currencies: 'several' | 'USD'; hasRebates: boolean };

const METHODS: readonly [Sale['payment'], ...Sale['payment'][]] = [
  { id: 'stripe', title: 'Visa' },
  { id: 'stripe', title: 'Mastercard' },
  { id: 'ppcp-gateway', title: 'PayPal' },
  { id: 'authorize_net', title: 'American Express' },
  { id: 'affirm', title: 'Affirm' },
  { id: 'woocommerce_payments', title: 'Credit card / debit card' },
];

const NOTES: readonly [string, ...string[]] = [
  '',
  '',
  '',
  'Please call before you ship',
  'Ring twice & wait',
];

export function makeSale(random: Random, ways: Ways): Sale {
  const customer = makeCustomer(random);
  const hasYen = ways.currencies === 'several' && random.chance(0.06);
  const step = hasYen ? 100 : 1;
  const isPickedUp = random.chance(0.08);
  const sale: Sale = {
    currency: hasYen ? 'JPY' : ways.currencies === 'USD' ? 'USD' : pickCurrency(random, customer.currency),
    step,
    taxBasisPoints: hasYen ? 1000 : customer.taxBasisPoints || random.pick([0, 600, 887]),
    pricesIncludeTax: hasYen || random.chance(0.3),
    billTo: customer.address,
    shipTo: isPickedUp ? undefined : pickShipTo(random, customer.address),
    lines: pickLines(random, hasYen ? 100 : 1),
    fees: pickFees(random, { step, hasRebates: ways.hasRebates }),
    shipping: isPickedUp ? 0 : random.pick([0, 595, 895, 1249, 3850]) * step,
    isShippingTaxed: random.chance(0.5),
    giftCard: 0,
    payment: random.pick(METHODS),
    note: random.pick(NOTES),
  };
  return withGiftCard(withCoupon(sale, random), random);
}

function pickCurrency(random: Random, usual: string): string {
  return random.chance(0.85) ? usual : random.pick(['EUR', 'GBP', 'AUD']);
}

function pickShipTo(random: Random, billTo: Address): Address {
  if (random.chance(0.6)) return billTo;
  const { email: _, ...address } = makeCustomer(random).address;
  return address;
}

/** A few have no SKU: made to order, typed by the shop's staff. */
function pickLines(random: Random, scale: number): SaleLine[] {
  const count = random.pick([1, 1, 2, 2, 3, 4, 7]);
  const parts = new Set(Array.from({ length: count }, () => random.pick(PARTS)));
  return [...parts].map((part) => ({
    sku: random.chance(0.03) ? '' : part.sku,
    name: part.description,
    brand: part.manufacturer,
    quantity: quantityOf(part, random),
    unit: part.cents * scale,
    discount: 0,
  }));
}

function quantityOf(part: Part, random: Random): number {
  return part.bulk ? random.integer(1, 24) : random.pick([1, 1, 1, 2, 3]);
}

function pickFees(random: Random, { step, hasRebates }: { step: number; hasRebates: boolean }): Sale['fees'] {
  const fees: Sale['fees'] = [];
  if (random.chance(0.1)) fees.push({ name: 'Hazardous goods', net: 1295 * step });
  if (hasRebates && random.chance(0.06)) fees.push({ name: 'Club rebate', net: -99 * step });
  return fees;
}

/** A percentage gives odd cents a line. */
function withCoupon(sale: Sale, random: Random): Sale {
  if (!random.chance(0.35)) return sale;
  const basisPoints = random.pick([333, 500, 1000, 1500]);
  const lines = sale.lines.map((line) => ({
    ...line,
    discount: rounded((line.unit * line.quantity * basisPoints) / 10_000, sale.step),
  }));
  return { ...sale, lines, coupon: random.pick(['spring', 'rider10', 'vip&friends']) };
}

function withGiftCard(sale: Sale, random: Random): Sale {
  return totalOf(sale) > 20_000 * sale.step && random.chance(0.12)
    ? { ...sale, giftCard: 5000 * sale.step }
    : sale;
}

/** What a line comes to without tax, before and after its discount, and the tax of both. */
export function lineMoney(sale: Sale, { unit, quantity, discount }: SaleLine) {
  const before = split(sale, unit * quantity);
  const after = split(sale, unit * quantity - discount);
  return {
    netBefore: before.net,
    taxBefore: before.tax,
    net: after.net,
    tax: after.tax,
    discount: before.net - after.net,
  };
}

/** A shown price, as what is without tax and the tax. */
function split(
  { pricesIncludeTax, taxBasisPoints, step }: Sale,
  shown: number,
): { net: number; tax: number } {
  if (!pricesIncludeTax) return { net: shown, tax: rounded((shown * taxBasisPoints) / 10_000, step) };
  const tax = rounded((shown * taxBasisPoints) / (10_000 + taxBasisPoints), step);
  return { net: shown - tax, tax };
}

export function shippingTax({ shipping, isShippingTaxed, taxBasisPoints, step }: Sale): number {
  return isShippingTaxed ? rounded((shipping * taxBasisPoints) / 10_000, step) : 0;
}

export function taxOf(sale: Sale): number {
  return sum(sale.lines.map((line) => lineMoney(sale, line).tax)) + shippingTax(sale);
}

/** What the customer pays, by any method. */
export function totalOf(sale: Sale): number {
  const goods = sum(sale.lines.map((line) => lineMoney(sale, line).net));
  const fees = sum(sale.fees.map(({ net }) => net));
  return goods + fees + sale.shipping + taxOf(sale);
}

/** The customer calls: one more of the first line, and the last one not, if there are others. */
export function editedSale(sale: Sale): Sale {
  const [first, ...others] = sale.lines;
  if (!first) return sale;
  const more = { ...first, quantity: first.quantity + 1 };
  return { ...sale, lines: [more, ...others.slice(0, Math.max(1, others.length - 1))] };
}
