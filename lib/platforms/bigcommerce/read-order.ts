import { lookUp, type PlatformSettings } from '../../domain/platform.ts';
import { partiesOf, type RawAddress, toAddress } from '../address.ts';
import type { Draft, DraftLine } from '../draft.ts';
import { orderNumber } from '../order-number.ts';
import { paymentMethod } from '../payment-method.ts';
import type { ReadOrder } from '../platform.ts';
import { notUnderstood, parsed, settled, unlessShipped } from '../read.ts';
import { firstOf, oneLine } from '../text.ts';
import { moneyOf } from './money-of.ts';
import * as json from './order-json.ts';

const SHOP = 'BigCommerce';

/** Reads an order of BigCommerce's V2 API with its consignments (contract 10, docs/platforms/orders.md). */
export function readOrder(payload: unknown, settings: PlatformSettings): ReadOrder {
  const head = parsed(json.orderState, payload);
  if (!head.ok) return notUnderstood(head.faults);
  const { id } = head.value;
  const number = orderNumber({ shown: id, platformId: id, prefix: settings.numberPrefix });
  return (
    notOffered(head.value, { number, settings }) ??
    unlessShipped(
      whole(payload, { head: head.value, number, settings }),
      shippedBecause(head.value, settings),
    )
  );
}

/** BigCommerce's states by their ids. */
const CANCELED: ReadonlyMap<string, string> = new Map([
  ['4', 'Refunded'],
  ['5', 'Cancelled'],
  ['6', 'Declined'],
]);
const NOT_PAID: ReadonlyMap<string, string> = new Map([
  ['1', 'Pending'],
  ['7', 'Awaiting Payment'],
  ['12', 'Manual Verification Required'],
  ['13', 'Disputed'],
]);
const SHIPPED: ReadonlyMap<string, string> = new Map([
  ['2', 'Shipped'],
  ['10', 'Completed'],
]);
const INCOMPLETE = '0';
const PARTLY_REFUNDED = '14';
/** Partially Shipped, Awaiting Pickup, Awaiting Shipment, Awaiting Fulfillment, Partially Refunded. */
const PAID = ['3', '8', '9', '11', PARTLY_REFUNDED];

interface Reading {
  number: string;
  settings: PlatformSettings;
}

/** The state of an order that does not go to Lightspeed. */
function notOffered(head: json.OrderState, { number, settings }: Reading): ReadOrder | undefined {
  const { status_id: state } = head;
  if (head.payment_method === 'Test Payment Gateway' && !settings.testOrders) {
    return { state: 'ignored', number, reason: 'It is a test order.' };
  }
  if (head.is_deleted === true) return { state: 'canceled', number, reason: 'It was archived in the shop.' };
  const canceled = CANCELED.get(state);
  if (canceled !== undefined)
    return { state: 'canceled', number, reason: `Its status in the shop is ${canceled}.` };
  if (state === INCOMPLETE) return { state: 'ignored', number, reason: 'The checkout was never completed.' };
  if (head.order_is_digital === true) {
    return { state: 'ignored', number, reason: 'There is nothing to ship in it.' };
  }
  if ((settings.offeredStates ?? PAID).includes(state) || SHIPPED.has(state)) return undefined;
  const shown = NOT_PAID.get(state) ?? `number ${state}`;
  return { state: 'held', number, reason: `It is not paid: its status in the shop is ${shown}.` };
}

function whole(payload: unknown, { head, number, settings }: Reading & { head: json.OrderState }): ReadOrder {
  const read = parsed(json.order, payload);
  if (!read.ok) return notUnderstood(read.faults, number);
  const order = read.value;
  const products = productsOf(order);
  if (products === undefined) {
    return notUnderstood(
      [{ pointer: '/consignments', detail: 'is not included, and neither is /products' }],
      number,
    );
  }
  if (!products.some(({ type }) => type !== 'digital' && type !== 'giftcertificate')) {
    return { state: 'ignored', number, reason: 'There is nothing to ship in it.' };
  }
  const parties = partiesOf(addressesOf(order));
  if (parties === undefined) {
    const detail = 'has no street, city or country, and neither has an address that it ships to';
    return notUnderstood([{ pointer: '/billing_address', detail }], number);
  }
  const method = paymentMethod({ method: order.payment_method, brand: order.credit_card_type }, settings);
  const draft = { ...draftOf(order, products, settings), ...parties, method: method.text };
  return settled(draft, {
    number,
    shop: SHOP,
    unknownMethods: method.unknown === undefined ? [] : [method.unknown],
    refunds: refundsOf(order, products),
    shipped: shippedBecause(head, settings),
  });
}

/** The state of a partly refunded order does not say whether it was sent before. */
function shippedBecause(
  { status_id: state, date_shipped: shippedAt }: json.OrderState,
  { offeredStates }: PlatformSettings,
): string | undefined {
  const isSent = SHIPPED.has(state) || (state === PARTLY_REFUNDED && shippedAt !== '');
  return isSent && offeredStates?.includes(state) !== true
    ? 'It was already shipped in the shop.'
    : undefined;
}

function productsOf({ consignments, products }: json.Order): json.Product[] | undefined {
  if (consignments === undefined) return products;
  const { shipping, pickups, downloads, email } = consignments;
  const certificates = email?.gift_certificates ?? [];
  return [...shipping, ...pickups, ...downloads, ...certificates].flatMap(({ line_items: lines }) => lines);
}

function draftOf(
  order: json.Order,
  products: readonly json.Product[],
  settings: PlatformSettings,
): Omit<Draft, 'billTo' | 'shipTo' | 'method'> {
  const money = moneyOf(order, products);
  return {
    placedAt: order.date_created,
    currency: firstOf(order.default_currency_code, order.currency_code) ?? '',
    lines: products.map((product) => lineOf(product, settings)),
    ...money,
    remarks: [...remarksOf(order, products), ...money.remarks],
  };
}

function lineOf(product: json.Product, settings: PlatformSettings): DraftLine {
  const brand = oneLine(product.brand);
  const options = product.product_options
    .filter((option) => option.display_value !== '')
    .map((option) => `${option.display_name}: ${option.display_value}`);
  return {
    sku: firstOf(product.sku) ?? settings.partWithoutSku,
    quantity: product.quantity,
    amount: product.total_ex_tax,
    manufacturer: lookUp(settings.supplierCodes, brand) ?? brand,
    description: oneLine([product.name, ...options].join(', ')),
  };
}

function remarksOf(order: json.Order, products: readonly json.Product[]): string[] {
  const said = [
    ["The customer's note", order.customer_message],
    ['Staff notes in the shop', order.staff_notes],
  ].map(([name, text]) => [name, oneLine(text, 1500)] as const);
  const shipped = products.filter(({ quantity_shipped: shippedOf }) => (shippedOf ?? 0) > 0);
  return [
    ...said.flatMap(([name, text]) => (text === undefined ? [] : [`${name}: ${text}`])),
    ...placesOf(order),
    ...shipped.map((product) => countRemark('shipped', product, product.quantity_shipped)),
    ...refundsOf(order, products),
    ...currencyRemark(order),
  ];
}

/** A refund of an amount names no products, and `refunded_amount` is always 0. */
function refundsOf({ status_id: state }: json.Order, products: readonly json.Product[]): string[] {
  const named = products
    .filter(({ quantity_refunded: count }) => (count ?? 0) > 0)
    .map((product) => countRemark('refunded', product, product.quantity_refunded));
  return named.length === 0 && state === PARTLY_REFUNDED
    ? ['Refunded in part in the shop, which does not say what.']
    : named;
}

function countRemark(what: string, { sku, name }: json.Product, count: number | undefined): string {
  return `Already ${what} in the shop: ${(count ?? 0) / 1000} × ${firstOf(sku, name) ?? 'a product'}.`;
}

function placesOf({ consignments }: json.Order): string[] {
  const places = consignments?.shipping ?? [];
  const pickups = consignments?.pickups ?? [];
  return [
    ...(places.length > 1
      ? [`It ships to ${places.length} addresses; the shipping address is the first one.`]
      : []),
    ...pickups.map(
      ({ location, pickup_method_display_name: way }) =>
        `${firstOf(way) ?? 'Pickup'}: ${firstOf(location?.name) ?? 'at the store'}.`,
    ),
  ];
}

function currencyRemark({
  store_default_currency_code: shop,
  default_currency_code: paid,
}: json.Order): string[] {
  return shop !== '' && paid !== '' && shop !== paid
    ? [`The customer paid in ${paid}, and so are the amounts; the shop's own currency is ${shop}.`]
    : [];
}

function addressesOf(order: json.Order): Parameters<typeof partiesOf>[0] {
  const shipping = order.consignments?.shipping[0] ?? order.shipping_addresses?.[0];
  return {
    billing: toAddress(rawAddress(order.billing_address)),
    shipping: toAddress(rawAddress(shipping)),
    customer: undefined,
  };
}

function rawAddress(address: json.Address | undefined): RawAddress | undefined {
  return (
    address && {
      firstName: address.first_name,
      lastName: address.last_name,
      company: address.company,
      address1: address.street_1,
      address2: address.street_2,
      city: address.city,
      state: address.state,
      postalCode: address.zip,
      country: firstOf(address.country_iso2, address.country),
      phone: address.phone,
      email: address.email,
    }
  );
}
