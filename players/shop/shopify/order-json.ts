import type { Address } from '../../webstore/placed-order.ts';
import { amount, sum } from '../money.ts';
import type { ShopOrder } from '../order-book.ts';
import { lineMoney, type Sale, type SaleLine, shippingTax, taxOf, totalOf } from '../sale.ts';

/*
 * An order of Shopify's REST Admin API, which is what its webhooks send
 * (https://shopify.dev/docs/api/admin-rest/latest/resources/order).
 */

/** Ids are longer than those of other platforms. */
const FIRST = 5_000_000_000_000;

export function shopifyId(id: number): number {
  return FIRST + id;
}

export function bookId(shopifyId: string | number): number {
  return Number(shopifyId) - FIRST;
}

/** What staff and programs wrote on an order. */
export type Written = { note: string; tags: string[] };

/** What it costs now: less what was given back. */
export function currentTotal({ sale, refunds, state }: ShopOrder): number {
  return state === 'refunded' ? 0 : totalOf(sale) - sum(refunds.map((refund) => refund.amount));
}

export function shopifyOrder(order: ShopOrder, written: Written): Record<string, unknown> {
  const { sale } = order;
  const canceledAt = order.state === 'canceled' ? order.changedAt.toISOString() : null;
  return {
    id: shopifyId(order.id),
    admin_graphql_api_id: `gid://shopify/Order/${shopifyId(order.id)}`,
    name: `#${order.id}`,
    order_number: order.id,
    test: false,
    confirmed: true,
    created_at: offset(order.placedAt),
    processed_at: offset(order.placedAt),
    updated_at: offset(order.changedAt),
    cancelled_at: canceledAt,
    financial_status: financialStatus(order),
    fulfillment_status: fulfillmentStatus(order),
    email: sale.billTo.email ?? '',
    contact_email: sale.billTo.email ?? null,
    phone: null,
    note: written.note === '' ? null : written.note,
    tags: written.tags.join(', '),
    note_attributes: [],
    payment_gateway_names: sale.giftCard > 0 ? [sale.payment.id, 'gift_card'] : [sale.payment.id],
    discount_codes: sale.coupon === undefined ? [] : [{ code: sale.coupon, amount: discounts(sale) }],
    ...moneyOf(order),
    billing_address: shopifyAddress(sale.billTo),
    shipping_address: sale.shipTo ? shopifyAddress(sale.shipTo) : null,
    customer: customer(sale),
    line_items: sale.lines.map((line, at) => lineItem(order, line, at)),
    shipping_lines: sale.shipTo ? [shippingLine(sale)] : [],
    refunds: order.refunds.map((refund, at) => refundOf(order, refund, at)),
  };
}

function moneyOf(order: ShopOrder): Record<string, unknown> {
  const { sale } = order;
  const shown = sum(sale.lines.map(({ unit, quantity }) => unit * quantity));
  const off = sum(sale.lines.map(({ discount }) => discount));
  const fees = sum(sale.fees.map(({ net }) => net));
  return {
    currency: 'USD',
    presentment_currency: presentmentOf(sale),
    taxes_included: sale.pricesIncludeTax,
    total_line_items_price: amount(shown),
    total_discounts: amount(off),
    current_total_discounts: amount(off),
    subtotal_price: amount(shown - off),
    current_subtotal_price: amount(shown - off),
    total_tax: amount(taxOf(sale)),
    current_total_tax: amount(taxOf(sale)),
    total_price: amount(totalOf(sale)),
    total_price_set: set(totalOf(sale), sale),
    current_total_price: amount(currentTotal(order)),
    current_total_price_set: set(currentTotal(order), sale),
    original_total_additional_fees_set: fees === 0 ? null : set(fees, sale),
    current_total_additional_fees_set: fees === 0 ? null : set(fees, sale),
    current_total_duties_set: null,
    total_tip_received: '0.00',
  };
}

function financialStatus({ state, refunds }: ShopOrder): string {
  if (state === 'refunded') return 'refunded';
  if (state === 'draft' || state === 'unpaid') return 'pending';
  return refunds.length > 0 ? 'partially_refunded' : 'paid';
}

function fulfillmentStatus({ isShipped, packages }: ShopOrder): string | null {
  if (isShipped) return 'fulfilled';
  return packages.length > 0 ? 'partial' : null;
}

/** With the offset of the shop's own zone. */
function offset(date: Date): string {
  return `${new Date(date.getTime() - 5 * 3_600_000).toISOString().slice(0, 19)}-05:00`;
}

function discounts(sale: Sale): string {
  return amount(sum(sale.lines.map(({ discount }) => discount)));
}

function presentmentOf({ billTo }: Sale): string {
  return billTo.country === 'US' ? 'USD' : 'EUR';
}

/** In the shop's currency, and in the one that the customer saw. */
function set(cents: number, sale: Sale): object {
  const presentment = presentmentOf(sale);
  const shown = presentment === 'USD' ? cents : Math.round(cents * 0.92);
  return {
    shop_money: { amount: amount(cents), currency_code: 'USD' },
    presentment_money: { amount: amount(shown), currency_code: presentment },
  };
}

function lineItem({ id, sale, packages }: ShopOrder, line: SaleLine, at: number): object {
  const { tax } = lineMoney(sale, line);
  const sent = packages.flatMap(({ items }) => items).filter((one) => one.line === at);
  return {
    id: lineId(id, at),
    // A custom item has neither a product nor a SKU.
    product_id: line.sku === '' ? null : 8000 + at,
    variant_id: line.sku === '' ? null : 9000 + at,
    title: line.name,
    name: line.name,
    sku: line.sku === '' ? null : line.sku,
    vendor: line.brand,
    quantity: line.quantity,
    current_quantity: line.quantity,
    fulfillable_quantity: line.quantity - sum(sent.map(({ quantity }) => quantity)),
    price: amount(line.unit),
    price_set: set(line.unit, sale),
    requires_shipping: true,
    gift_card: false,
    properties: [],
    tax_lines: taxLines(sale, tax),
    discount_allocations:
      line.discount === 0
        ? []
        : [
            {
              amount: amount(line.discount),
              amount_set: set(line.discount, sale),
              discount_application_index: 0,
            },
          ],
  };
}

export function lineId(order: number, at: number): number {
  return shopifyId(order) * 100 + at;
}

function taxLines(sale: Sale, cents: number): object[] {
  if (cents === 0) return [];
  const rate = sale.taxBasisPoints / 10_000;
  return [{ title: 'Sales tax', rate, price: amount(cents), price_set: set(cents, sale) }];
}

/** With tax, where the shop's prices include it. */
function shippingLine(sale: Sale): object {
  const shown = sale.shipping + (sale.pricesIncludeTax ? shippingTax(sale) : 0);
  return {
    id: 1,
    title: 'Standard',
    price: amount(shown),
    price_set: set(shown, sale),
    discounted_price: amount(shown),
    discounted_price_set: set(shown, sale),
    is_removed: false,
    tax_lines: taxLines(sale, shippingTax(sale)),
    discount_allocations: [],
  };
}

function refundOf(
  order: ShopOrder,
  { amount: cents, reason }: ShopOrder['refunds'][number],
  at: number,
): object {
  const transaction = {
    kind: 'refund',
    status: 'success',
    gateway: order.sale.payment.id,
    amount: amount(cents),
    currency: 'USD',
  };
  return { id: order.id * 10 + at, note: reason, refund_line_items: [], transactions: [transaction] };
}

function customer({ billTo }: Sale): object {
  return {
    id: 1,
    first_name: billTo.firstName ?? null,
    last_name: billTo.lastName ?? null,
    email: billTo.email ?? null,
    phone: null,
  };
}

/** What was not typed is null. */
function shopifyAddress(address: Address): Record<string, string | null> {
  const name = [address.firstName, address.lastName].filter(Boolean).join(' ');
  return {
    first_name: address.firstName ?? null,
    last_name: address.lastName ?? null,
    name,
    company: address.company ?? null,
    address1: address.address1,
    address2: address.address2 ?? null,
    city: address.city,
    province: address.state ?? null,
    province_code: address.state ?? null,
    zip: address.postalCode,
    country: address.country,
    country_code: address.country,
    phone: address.phone ?? null,
  };
}
