import type { Address, PlacedOrder } from '../../../players/webstore/placed-order.ts';

/** An order of WooCommerce's REST API v3, as its webhooks send it. */
export type WooOrder = Record<string, unknown> & {
  id: number;
  number: string;
  status: string;
  total: string;
};

interface At {
  id: number;
  status: string;
  /** WooCommerce's clock counts seconds. */
  changedAt: Date;
}

/** The order of a customer as WooCommerce writes it: lines before discounts, times without a zone. */
export function wooOrder(order: PlacedOrder, { id, status, changedAt }: At): WooOrder {
  const { totals } = order;
  const gmt = (date: Date) => date.toISOString().slice(0, 19);
  const [payment] = order.payments;
  return {
    id,
    number: String(1000 + id),
    status,
    currency: order.currency,
    prices_include_tax: false,
    date_created_gmt: gmt(new Date(order.placedAt)),
    date_modified_gmt: gmt(changedAt),
    discount_total: totals.discount ?? '0.00',
    shipping_total: totals.shipping ?? '0.00',
    total_tax: totals.tax ?? '0.00',
    total: totals.total,
    billing: wooAddress(order.billTo),
    shipping: wooAddress(order.shipTo ?? order.billTo),
    payment_method: 'card',
    payment_method_title: payment?.method ?? '',
    customer_note: '',
    line_items: order.lines.map((line, at) => ({
      id: at + 1,
      name: line.description ?? line.sku,
      sku: line.sku,
      quantity: line.quantity,
      subtotal: times(line.unitPrice, line.quantity),
      meta_data: [],
    })),
    fee_lines: [],
    coupon_lines: [],
    refunds: [],
    meta_data: [],
    needs_processing: true,
  };
}

function wooAddress(address: Address): Record<string, string> {
  return {
    first_name: address.firstName ?? '',
    last_name: address.lastName ?? '',
    company: address.company ?? '',
    address_1: address.address1,
    address_2: address.address2 ?? '',
    city: address.city,
    state: address.state ?? '',
    postcode: address.postalCode ?? '',
    country: address.country,
    email: address.email ?? '',
    phone: address.phone ?? '',
  };
}

/** A price in decimals, so many times, without a float. */
function times(price: string, quantity: number): string {
  const cents = BigInt(price.replace('.', '')) * BigInt(quantity);
  const digits = String(cents).padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
