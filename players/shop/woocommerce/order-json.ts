import type { Address } from '../../webstore/placed-order.ts';
import { amount, sum } from '../money.ts';
import type { ShopOrder, State } from '../order-book.ts';
import { lineMoney, type Sale, type SaleLine, shippingTax, taxOf, totalOf } from '../sale.ts';

/* An order of WooCommerce's REST API v3 (https://woocommerce.github.io/woocommerce-rest-api-docs/#order-properties). */

const STATUSES: Record<State, string> = {
  draft: 'checkout-draft',
  unpaid: 'pending',
  paid: 'processing',
  canceled: 'cancelled',
  refunded: 'refunded',
};

export function statusOf({ state, isShipped }: ShopOrder): string {
  return state === 'paid' && isShipped ? 'completed' : STATUSES[state];
}

/** The gift card is taken off the total; a refund is not. */
export function wooOrder(order: ShopOrder): Record<string, unknown> {
  const { sale } = order;
  const money = (cents: number) => amount(cents, sale.step === 1 ? 2 : 0);
  const lines = sale.lines.map((line) => lineMoney(sale, line));
  return {
    id: order.id,
    number: String(order.id),
    status: statusOf(order),
    currency: sale.currency,
    prices_include_tax: sale.pricesIncludeTax,
    date_created: gmt(order.placedAt),
    date_created_gmt: gmt(order.placedAt),
    date_modified: gmt(order.changedAt),
    date_modified_gmt: gmt(order.changedAt),
    discount_total: money(sum(lines.map(({ discount }) => discount))),
    discount_tax: money(sum(lines.map(({ taxBefore, tax }) => taxBefore - tax))),
    shipping_total: money(sale.shipping),
    shipping_tax: money(shippingTax(sale)),
    total: money(totalOf(sale) - sale.giftCard),
    total_tax: money(taxOf(sale)),
    billing: wooAddress(sale.billTo),
    shipping: wooAddress(sale.shipTo),
    payment_method: sale.payment.id,
    payment_method_title: sale.payment.title,
    customer_note: sale.note,
    line_items: sale.lines.map((line, at) => wooLine(order, line, at)),
    shipping_lines: [
      { id: 1, method_title: 'Flat rate', method_id: 'flat_rate', total: money(sale.shipping) },
    ],
    fee_lines: sale.fees.map(({ name, net }, at) => ({
      id: at + 1,
      name,
      total: money(net),
      total_tax: '0',
    })),
    coupon_lines: couponLines(sale, money),
    // As the plug-in writes them: a number.
    gift_cards: sale.giftCard === 0 ? [] : [{ id: 1, code: 'GIFT-0001', amount: sale.giftCard / 100 }],
    refunds: order.refunds.map((refund, at) => ({
      id: order.id * 10 + at,
      reason: refund.reason,
      total: money(-refund.amount),
    })),
    meta_data: [],
    needs_payment: order.state === 'unpaid',
    needs_processing: true,
  };
}

/** WordPress writes what it was given into HTML. */
function wooLine({ id, sale }: ShopOrder, line: SaleLine, at: number): Record<string, unknown> {
  const money = (cents: number) => amount(cents, sale.step === 1 ? 2 : 0);
  const { netBefore, taxBefore, net, tax } = lineMoney(sale, line);
  const brand = {
    id: 1,
    key: 'pa_brand',
    value: line.brand,
    display_key: 'Brand',
    display_value: line.brand,
  };
  return {
    id: id * 100 + at,
    name: line.name.replaceAll('&', '&amp;'),
    product_id: 1000 + at,
    quantity: line.quantity,
    subtotal: money(netBefore),
    subtotal_tax: money(taxBefore),
    total: money(net),
    total_tax: money(tax),
    sku: line.sku,
    // A float, after discounts, as WooCommerce has it.
    price: net / line.quantity / 100,
    meta_data: [brand],
  };
}

function couponLines({ coupon, lines }: Sale, money: (cents: number) => string): object[] {
  if (coupon === undefined) return [];
  return [{ id: 1, code: coupon, discount: money(sum(lines.map(({ discount }) => discount))) }];
}

/** Blank where there is none: an order that is picked up. */
function wooAddress(address: Address | undefined): Record<string, string> {
  return {
    first_name: address?.firstName ?? '',
    last_name: address?.lastName ?? '',
    company: address?.company ?? '',
    address_1: address?.address1 ?? '',
    address_2: address?.address2 ?? '',
    city: address?.city ?? '',
    state: address?.state ?? '',
    postcode: address?.postalCode ?? '',
    country: address?.country ?? '',
    email: address?.email ?? '',
    phone: address?.phone ?? '',
  };
}

/** The site's zone is UTC; its times do not say so. */
export function gmt(date: Date): string {
  return date.toISOString().slice(0, 19);
}
