import { type Random, seededRandom } from '../seeded-random.ts';
import { type Customer, makeCustomer } from './customers.ts';
import { decimal } from './decimal.ts';
import { PARTS, type Part } from './parts.ts';
import { PAYMENT_METHODS } from './payment-methods.ts';
import type { Address, PlacedOrder } from './placed-order.ts';

type Line = { part: Part; quantity: number };

/**
 * An order as a webstore would send it. The same arguments always give the same order, whichever others are made.
 * @param number sets it apart from the seed's other orders; consecutive ones go through all payment methods
 */
export function makeOrder({
  seed,
  number,
  placedAt,
}: {
  seed: number;
  number: number;
  placedAt: Date;
}): PlacedOrder {
  const random = seededRandom(seed, number);
  const customer = makeCustomer(random);
  const lines = pickLines(random);
  const shipTo = pickShipTo(random, customer);
  const totals = pickTotals(random, customer, lines);
  return {
    placedAt: `${placedAt.toISOString().slice(0, 19)}Z`,
    currency: customer.currency,
    billTo: customer.address,
    ...(shipTo === undefined ? {} : { shipTo }),
    lines: lines.map(({ part, quantity }) => ({
      sku: part.sku,
      quantity,
      unitPrice: decimal(part.cents),
      manufacturer: part.manufacturer,
      description: part.description,
    })),
    totals: {
      subtotal: decimal(totals.subtotal),
      // The service takes 0.00 for what is absent; webstores send it either way.
      ...given(random, 'discount', totals.discount),
      ...given(random, 'shipping', totals.shipping),
      ...given(random, 'tax', totals.tax),
      total: decimal(totals.total),
    },
    payments: pickPayments(random, number, totals.total),
  };
}

function pickLines(random: Random): Line[] {
  const count = random.pick([1, 1, 1, 2, 2, 3, 3, 4, 5, 8]);
  const parts = new Set(Array.from({ length: count }, () => random.pick(PARTS)));
  return [...parts].map((part) => ({
    part,
    quantity: part.bulk ? random.integer(1, 24) : random.pick([1, 1, 1, 1, 2, 2, 4]),
  }));
}

function pickShipTo(random: Random, customer: Customer): Address | undefined {
  if (random.chance(0.6)) return undefined;
  // A present for somebody in the same country, or the customer's own address spelled out.
  if (random.chance(0.5)) return customer.address;
  let other = makeCustomer(random);
  while (other.address.country !== customer.address.country) other = makeCustomer(random);
  const { email: _, ...address } = other.address;
  return address;
}

type Cents = { subtotal: number; discount: number; shipping: number; tax: number; total: number };

function pickTotals(random: Random, customer: Customer, lines: Line[]): Cents {
  const subtotal = lines.reduce((sum, { part, quantity }) => sum + part.cents * quantity, 0);
  const discount = pickDiscount(random, subtotal);
  const shipping = pickShipping(random, customer, subtotal - discount);
  const taxed = random.chance(0.5) ? subtotal - discount : subtotal - discount + shipping;
  const tax = share(taxed, customer.taxBasisPoints);
  return { subtotal, discount, shipping, tax, total: subtotal - discount + shipping + tax };
}

function pickDiscount(random: Random, subtotal: number): number {
  if (random.chance(0.65)) return 0;
  // A percentage gives odd cents, a coupon round ones; a coupon never pays for more than half.
  if (random.chance(0.6)) return share(subtotal, random.pick([333, 500, 1000, 1500]));
  return Math.min(random.pick([500, 1000, 2500]), Math.floor(subtotal / 2));
}

function pickShipping(random: Random, customer: Customer, goods: number): number {
  if (customer.address.country !== 'US') return random.pick([2495, 3850, 6120]);
  if (random.chance(0.1)) return 0; // collected at the dealership
  return goods >= 9900 ? 0 : random.pick([595, 895, 1249]);
}

/** Rounded half up to whole cents, in integers all the way. */
function share(cents: number, basisPoints: number): number {
  return Math.floor((cents * basisPoints + 5000) / 10_000);
}

function given(random: Random, name: 'discount' | 'shipping' | 'tax', cents: number): Record<string, string> {
  return cents === 0 && random.chance(0.5) ? {} : { [name]: decimal(cents) };
}

function pickPayments(random: Random, number: number, total: number): PlacedOrder['payments'] {
  const method = PAYMENT_METHODS[number % PAYMENT_METHODS.length] ?? PAYMENT_METHODS[0];
  if (total < 5000 || random.chance(0.88)) return [{ method, amount: decimal(total) }];
  const giftCard = random.pick([1000, 2500, 4999]);
  return [
    { method: 'gift_card', amount: decimal(giftCard) },
    { method, amount: decimal(total - giftCard) },
  ];
}
