import { type Amount, type Draft, type DraftCharge, type Quantity, shareOf, sumOf } from '../draft.ts';
import type * as json from './order-json.ts';

/** A line that is still in the order, and what it costs without tax, before discounts. */
export interface ShopifyLine {
  line: json.Line;
  quantity: Quantity;
  amount: Amount;
}

type Money = Pick<Draft, 'discount' | 'shipping' | 'tax' | 'charges' | 'total'> & { lines: ShopifyLine[] };

/**
 * What an order costs now, after edits and refunds, in the shop's currency. Shopify tells some sums in several ways
 * that need not agree (its own sample of an order does not add up): those that add up to the total are taken.
 */
export function moneyOf(order: json.Order): Money {
  const lines = order.line_items.filter((line) => !isTip(line)).map((line) => lineOf(line, order));
  const left = lines.filter(({ quantity }) => quantity > 0);
  const fixed = {
    lines: left,
    charges: chargesOf(order),
    tax: order.current_total_tax ?? order.total_tax ?? 0n,
    total: order.current_total_price ?? order.total_price,
  };
  const rest =
    fixed.total -
    sumOf([...left.map(({ amount }) => amount), ...fixed.charges.map(({ amount }) => amount), fixed.tax]);
  return { ...fixed, ...nearest(discountsOf(left, order), shippingsOf(order), rest) };
}

/** The pair whose difference comes nearest to what it has to be; the first of equals. */
function nearest(
  discounts: readonly Amount[],
  shippings: readonly Amount[],
  rest: Amount,
): Pick<Money, 'discount' | 'shipping'> {
  const pairs = shippings.flatMap((shipping) => discounts.map((discount) => ({ discount, shipping })));
  const off = (pair: Pick<Money, 'discount' | 'shipping'>): Amount =>
    distance(pair.shipping - pair.discount, rest);
  return pairs.reduce((best, pair) => (off(pair) < off(best) ? pair : best));
}

function distance(a: Amount, b: Amount): Amount {
  return a < b ? b - a : a - b;
}

function isTip(line: json.Line): boolean {
  return 'tip_payment_gateway' in line || 'tip_payment_method' in line;
}

/** Without `current_total_price` an order is told as it was placed, before any refund. */
function quantityOf(line: json.Line, order: json.Order): Quantity {
  return order.current_total_price === undefined ? line.quantity : (line.current_quantity ?? line.quantity);
}

function lineOf(line: json.Line, order: json.Order): ShopifyLine {
  const quantity = quantityOf(line, order);
  const gross = ((line.price_set ?? line.price) * BigInt(quantity)) / 1000n;
  // The tax of a line is that of the quantity that was ordered.
  const tax = order.taxes_included === true ? shareOf(taxOf(line), quantity, line.quantity) : 0n;
  return { line, quantity, amount: gross - tax };
}

function taxOf({ tax_lines: lines }: { tax_lines: json.TaxLine[] }): Amount {
  return sumOf(lines.map((line) => line.price_set ?? line.price ?? 0n));
}

function allocated({ discount_allocations: parts }: { discount_allocations: json.Allocation[] }): Amount {
  return sumOf(parts.map((part) => part.amount_set ?? part.amount ?? 0n));
}

/** What the lines say, and what the order says less what is taken off the shipping. */
function discountsOf(lines: readonly ShopifyLine[], order: json.Order): Amount[] {
  const ofLines = sumOf(lines.map(({ line, quantity }) => shareOf(allocated(line), quantity, line.quantity)));
  const ofOrder = order.current_total_discounts ?? order.total_discounts ?? ofLines;
  const ofShipping = sumOf(order.shipping_lines.map(allocated));
  return [ofLines, ...[ofOrder - ofShipping, ofOrder].filter((discount) => discount >= 0n)];
}

/** What is still charged, in the three ways that Shopify has told it over the years, without tax. */
function shippingsOf(order: json.Order): Amount[] {
  const lines = order.shipping_lines.filter((line) => line.is_removed !== true);
  const tax = order.taxes_included === true ? sumOf(lines.map(taxOf)) : 0n;
  const discounted = sumOf(lines.map(discountedPrice));
  const current = sumOf(lines.map((line) => line.current_discounted_price_set ?? discountedPrice(line)));
  return [order.current_shipping_price_set ?? current, current, discounted, 0n]
    .map((price) => price - tax)
    .map((price) => (price < 0n ? 0n : price));
}

function discountedPrice(line: json.ShippingLine): Amount {
  const price = line.price_set ?? line.price ?? 0n;
  return line.discounted_price_set ?? line.discounted_price ?? price - allocated(line);
}

function chargesOf(order: json.Order): DraftCharge[] {
  const tipLines = order.line_items.filter(isTip).map((line) => lineOf(line, order).amount);
  return [
    // A tip is a line of the order, a sum beside it, or both.
    { name: 'Tip', amount: order.total_tip_received || sumOf(tipLines) },
    { name: 'Duties', amount: order.current_total_duties_set ?? order.original_total_duties_set ?? 0n },
    {
      name: 'Additional fees',
      amount: order.current_total_additional_fees_set ?? order.original_total_additional_fees_set ?? 0n,
    },
  ];
}
