import type { Address } from '../../webstore/placed-order.ts';
import { amount, sum } from '../money.ts';
import type { ShopOrder } from '../order-book.ts';
import { lineMoney, type Sale, type SaleLine, shippingTax, taxOf, totalOf } from '../sale.ts';

/*
 * An order of BigCommerce's V2 API (https://docs.bigcommerce.com/developer/api-reference/rest/admin/management/orders).
 */

const STATUSES: Readonly<Record<number, string>> = {
  0: 'Incomplete',
  2: 'Shipped',
  3: 'Partially Shipped',
  4: 'Refunded',
  5: 'Cancelled',
  7: 'Awaiting Payment',
  11: 'Awaiting Fulfillment',
  14: 'Partially Refunded',
};

export function statusOf({ state, isShipped, refunds, packages }: ShopOrder): number {
  if (state === 'draft') return 0;
  if (state === 'unpaid') return 7;
  if (state === 'canceled') return 5;
  if (state === 'refunded') return 4;
  if (isShipped) return 2;
  if (refunds.length > 0) return 14;
  return packages.length > 0 ? 3 : 11;
}

/** What is included, and how: anything that was not asked for is a link. */
export type Included = { consignments: boolean; fees: boolean };

export function bigcommerceOrder(
  order: ShopOrder,
  { staffNotes, included, shop }: { staffNotes: string; included: Included; shop: string },
): Record<string, unknown> {
  const { id, sale } = order;
  const status = statusOf(order);
  const link = (name: string) => ({
    url: `${shop}/v2/orders/${id}/${name}`,
    resource: `/orders/${id}/${name}`,
  });
  return {
    id,
    status_id: status,
    status: STATUSES[status],
    // Shops rename them.
    custom_status: status === 11 ? 'To be picked' : STATUSES[status],
    date_created: mailDate(order.placedAt),
    date_modified: mailDate(order.changedAt),
    date_shipped: order.isShipped ? mailDate(order.changedAt) : '',
    ...moneyOf(order),
    items_total: sum(sale.lines.map(({ quantity }) => quantity)),
    items_shipped: sum(order.packages.flatMap(({ items }) => items.map(({ quantity }) => quantity))),
    payment_method: sale.payment.title,
    payment_status: order.state === 'paid' ? 'captured' : '',
    credit_card_type: null,
    order_is_digital: false,
    is_deleted: false,
    customer_message: sale.note,
    staff_notes: staffNotes,
    billing_address: addressOf(sale.billTo),
    products: link('products'),
    shipping_addresses: link('shippingaddresses'),
    coupons: link('coupons'),
    fees: included.fees ? feesOf(sale) : link('fees'),
    consignments: included.consignments ? consignmentsOf(order) : link('consignments'),
  };
}

/**
 * The documentation does not say whether the total is the one before or after gift certificates: every other order has
 * the one, and every other the other.
 */
function moneyOf({ id, sale }: ShopOrder): Record<string, unknown> {
  const lines = sale.lines.map((line) => lineMoney(sale, line));
  const off = sum(lines.map((line) => line.discount));
  const before = sum(lines.map(({ netBefore }) => netBefore));
  const fees = sum(sale.fees.map(({ net }) => net));
  const tax = taxOf(sale);
  const paid = id % 2 === 0 ? sale.giftCard : 0;
  return {
    currency_code: sale.currency,
    default_currency_code: sale.currency,
    store_default_currency_code: 'USD',
    subtotal_ex_tax: money(before),
    subtotal_tax: money(tax - shippingTax(sale)),
    discount_amount: money(off),
    coupon_discount: money(0),
    shipping_cost_ex_tax: money(sale.shipping),
    shipping_cost_tax: money(shippingTax(sale)),
    handling_cost_ex_tax: money(0),
    wrapping_cost_ex_tax: money(0),
    total_ex_tax: money(before - off + sale.shipping + fees),
    total_tax: money(tax),
    total_inc_tax: money(totalOf(sale) - paid),
    gift_certificate_amount: money(sale.giftCard),
    store_credit_amount: money(0),
    // "always 0", says the documentation.
    refunded_amount: money(0),
  };
}

/** Four decimals, or none: the documentation has both. */
function money(cents: number): string {
  return cents === 800 ? '8' : `${amount(cents)}00`;
}

function mailDate(date: Date): string {
  return date.toUTCString().replace('GMT', '+0000');
}

function feesOf({ fees }: Sale): object[] {
  return fees.map(({ name, net }, at) => ({
    id: at + 1,
    type: 'custom_fee',
    name,
    display_name_customer: name,
    display_name_merchant: name,
    cost_ex_tax: money(net),
    cost_inc_tax: money(net),
  }));
}

function consignmentsOf(order: ShopOrder): object {
  const { sale } = order;
  const products = productsOf(order);
  const method = { shipping_method: 'Flat Rate' };
  return {
    shipping: sale.shipTo
      ? [{ id: order.id, ...addressOf(sale.shipTo), ...method, line_items: products }]
      : [],
    pickups: sale.shipTo
      ? []
      : [
          {
            id: order.id,
            pickup_method_display_name: 'Counter',
            location: { name: 'Boise' },
            line_items: products,
          },
        ],
    downloads: [],
    email: { gift_certificates: [] },
  };
}

export function productsOf(order: ShopOrder): object[] {
  return order.sale.lines.map((line, at) => productOf(order, line, at));
}

function productOf(order: ShopOrder, line: SaleLine, at: number): object {
  const { netBefore, taxBefore } = lineMoney(order.sale, line);
  return {
    id: productId(order, at),
    order_id: order.id,
    // A custom product is none of the catalogue.
    product_id: line.sku === '' ? 0 : 100 + at,
    order_address_id: order.id,
    name: line.name,
    sku: line.sku,
    brand: line.brand,
    type: 'physical',
    quantity: line.quantity,
    quantity_shipped: shippedOf(order, at),
    quantity_refunded: 0,
    total_ex_tax: money(netBefore),
    total_tax: money(taxBefore),
    total_inc_tax: money(netBefore + taxBefore),
    product_options: [],
    applied_discounts:
      line.discount === 0 ? [] : [{ id: 'coupon', amount: money(line.discount), target: 'order' }],
  };
}

export function productId({ id }: ShopOrder, at: number): number {
  return id * 100 + at;
}

export function shippedOf({ packages }: ShopOrder, line: number): number {
  return sum(
    packages.flatMap(({ items }) => items.filter((one) => one.line === line).map(({ quantity }) => quantity)),
  );
}

/** States have their full names. */
const STATES: Readonly<Record<string, string>> = {
  ID: 'Idaho',
  CO: 'Colorado',
  MN: 'Minnesota',
  MA: 'Massachusetts',
  ME: 'Maine',
  AZ: 'Arizona',
};

export function addressOf(address: Address): Record<string, string> {
  const { state = '' } = address;
  return {
    first_name: address.firstName ?? '',
    last_name: address.lastName ?? '',
    company: address.company ?? '',
    street_1: address.address1,
    street_2: address.address2 ?? '',
    city: address.city,
    state: address.country === 'US' ? (STATES[state] ?? state) : state,
    zip: address.postalCode,
    country: address.country === 'US' ? 'United States' : address.country,
    country_iso2: address.country,
    phone: address.phone ?? '',
    email: address.email ?? '',
  };
}
