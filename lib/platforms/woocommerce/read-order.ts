import { lookUp, type PlatformSettings } from '../../domain/platform.ts';
import { partiesOf, type RawAddress, toAddress } from '../address.ts';
import { type Draft, type DraftLine, showAmount, sumOf } from '../draft.ts';
import { orderNumber } from '../order-number.ts';
import { paymentMethod } from '../payment-method.ts';
import type { ReadOrder } from '../platform.ts';
import { notUnderstood, parsed, settled, unlessShipped } from '../read.ts';
import { firstOf, oneLine, withoutEntities } from '../text.ts';
import * as json from './order-json.ts';

const SHOP = 'WooCommerce';

/** Reads an order of WooCommerce's REST API v3 (contract 10, docs/platforms/orders.md). */
export function readOrder(payload: unknown, settings: PlatformSettings): ReadOrder {
  const head = parsed(json.orderState, payload);
  if (!head.ok) return notUnderstood(head.faults);
  const number = orderNumber({
    shown: head.value.number,
    platformId: head.value.id,
    prefix: settings.numberPrefix,
  });
  return (
    notOffered(head.value, { number, settings }) ??
    unlessShipped(
      whole(payload, { head: head.value, number, settings }),
      shippedBecause(head.value, settings),
    )
  );
}

const CANCELED = new Set(['cancelled', 'refunded', 'failed', 'trash']);
/** Orders that nobody has placed yet. */
const DRAFTS = new Set(['checkout-draft', 'draft', 'auto-draft', 'new']);
const SHIPPED = 'completed';

interface Reading {
  number: string;
  settings: PlatformSettings;
}

/** Which state an order is in, if it is not one that goes to Lightspeed. */
function notOffered(head: json.OrderState, { number, settings }: Reading): ReadOrder | undefined {
  const { status } = head;
  if (isTest(head) && !settings.testOrders)
    return { state: 'ignored', number, reason: 'It is a test order.' };
  if (CANCELED.has(status))
    return { state: 'canceled', number, reason: `Its status in the shop is ${status}.` };
  if (DRAFTS.has(status)) return { state: 'ignored', number, reason: 'It is a draft of the checkout.' };
  const goes = isOffered(status, settings) || status === SHIPPED;
  return goes
    ? undefined
    : { state: 'held', number, reason: `It is not paid: its status in the shop is ${status}.` };
}

/** WooPayments says so in the order; the test modes of other gateways do not show. */
function isTest({ meta_data: metas }: json.OrderState): boolean {
  const entries: unknown[] = Array.isArray(metas) ? metas : [];
  return entries.some(
    (meta) =>
      typeof meta === 'object' &&
      meta !== null &&
      'key' in meta &&
      'value' in meta &&
      meta.key === '_wcpay_mode' &&
      meta.value === 'test',
  );
}

function isOffered(status: string, { offeredStates = ['processing'] }: PlatformSettings): boolean {
  return offeredStates.includes(status);
}

/**
 * Why an order that we do not have is left alone. One that we have is not canceled by it: WooCommerce also says
 * `needs_processing: false` once the products of an order are deleted from its catalog.
 */
function shippedBecause(
  { status, needs_processing: toBeSent }: json.OrderState,
  settings: PlatformSettings,
): string | undefined {
  if (toBeSent === false) return 'There is nothing to ship in it.';
  return status === SHIPPED && !isOffered(SHIPPED, settings)
    ? 'It was already completed in the shop.'
    : undefined;
}

function whole(payload: unknown, { head, number, settings }: Reading & { head: json.OrderState }): ReadOrder {
  const read = parsed(json.order, payload);
  if (!read.ok) return notUnderstood(read.faults, number);
  const order = read.value;
  if (order.line_items.length === 0) {
    return { state: 'ignored', number, reason: 'There is nothing to ship in it: it has no products.' };
  }
  const parties = partiesOf({
    billing: toAddress(rawAddress(order.billing)),
    shipping: toAddress(rawAddress(order.shipping)),
    customer: undefined,
  });
  if (parties === undefined) {
    const detail = 'has no street, city or country, and neither has /shipping';
    return notUnderstood([{ pointer: '/billing', detail }], number);
  }
  const method = paymentMethod(
    { method: order.payment_method, title: plain(order.payment_method_title), brand: cardBrand(order) },
    settings,
  );
  return settled(
    { ...draftOf(order, settings), ...parties, method: method.text },
    {
      number,
      shop: SHOP,
      unknownMethods: method.unknown === undefined ? [] : [method.unknown],
      refunds: refundsOf(order),
      shipped: shippedBecause(head, settings),
    },
  );
}

function draftOf(order: json.Order, settings: PlatformSettings): Omit<Draft, 'billTo' | 'shipTo' | 'method'> {
  const giftCards = order.gift_cards.map(({ amount }) => ({ method: 'gift card', amount }));
  return {
    placedAt: order.date_created_gmt,
    currency: order.currency,
    lines: order.line_items.map((line) => lineOf(line, settings)),
    discount: order.discount_total,
    shipping: order.shipping_total,
    tax: order.total_tax,
    charges: order.fee_lines.map(({ name, total }) => ({ name: plain(name) ?? 'Fee', amount: total })),
    // The plug-in for gift cards has taken them off; they are a way of paying.
    total: order.total + sumOf(giftCards.map(({ amount }) => amount)),
    paid: giftCards,
    remarks: remarksOf(order),
  };
}

function lineOf(
  { sku, name, quantity, subtotal, meta_data: metas }: json.Line,
  settings: PlatformSettings,
): DraftLine {
  const brand = valueOf(metas, /^(pa_)?(brand|manufacturer|vendor)$/i);
  const options = metas.map(shownMeta).filter((option) => option !== undefined);
  return {
    sku: firstOf(sku) ?? settings.partWithoutSku,
    quantity,
    amount: subtotal,
    manufacturer: lookUp(settings.supplierCodes, brand) ?? brand,
    description: oneLine([plain(name), ...options].filter((part) => part !== undefined).join(', ')),
  };
}

/** `Size: L`. Keys that begin with an underscore are the plug-ins' own. */
function shownMeta({ key, display_key: shownKey, display_value: shownValue }: json.Meta): string | undefined {
  if (typeof key !== 'string' || key.startsWith('_')) return undefined;
  if (typeof shownKey !== 'string' || typeof shownValue !== 'string') return undefined;
  const name = plain(shownKey);
  const value = plain(shownValue);
  return name === undefined || value === undefined ? undefined : `${name}: ${value}`;
}

function valueOf(metas: readonly json.Meta[], key: RegExp): string | undefined {
  const found = metas.find((meta) => typeof meta.key === 'string' && key.test(meta.key));
  const value = found?.display_value ?? found?.value;
  return typeof value === 'string' ? plain(value) : undefined;
}

/** WooCommerce Stripe Gateway keeps `_stripe_card_brand`, others the like. */
function cardBrand({ meta_data: metas }: json.Order): string | undefined {
  return valueOf(metas, /^_?([a-z]+_)*card_(brand|type)$/i);
}

function remarksOf(order: json.Order): string[] {
  const { customer_note: note, coupon_lines: coupons } = order;
  const codes = coupons.map(({ code }) => plain(code)).filter((code) => code !== undefined);
  return [
    ...(firstOf(note) === undefined ? [] : [`The customer's note: ${plain(note)}`]),
    ...(codes.length > 0 ? [`Coupons: ${codes.join(', ')}.`] : []),
    ...refundsOf(order),
  ];
}

function refundsOf({ refunds }: json.Order): string[] {
  return refunds.map(({ reason, total }) => {
    const why = firstOf(reason) === undefined ? '' : ` (${plain(reason)})`;
    return `Refunded in the shop: ${showAmount(total < 0n ? -total : total)}${why}. The order's total is the one before.`;
  });
}

function rawAddress(address: json.Address | undefined): RawAddress | undefined {
  return (
    address && {
      firstName: plain(address.first_name),
      lastName: plain(address.last_name),
      company: plain(address.company),
      address1: plain(address.address_1),
      address2: plain(address.address_2),
      city: plain(address.city),
      state: plain(address.state),
      postalCode: plain(address.postcode),
      country: plain(address.country),
      phone: plain(address.phone),
      email: plain(address.email),
    }
  );
}

/** WordPress writes entities and sometimes tags into its texts. */
function plain(text: string): string | undefined {
  return oneLine(withoutEntities(text.replaceAll(/<\/?[a-zA-Z][^<>]*>/g, ' ')));
}
