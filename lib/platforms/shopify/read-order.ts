import { lookUp, type PlatformSettings } from '../../domain/platform.ts';
import { partiesOf, type RawAddress, toAddress } from '../address.ts';
import { type Draft, type DraftLine, showAmount, sumOf } from '../draft.ts';
import { orderNumber } from '../order-number.ts';
import type { ReadOrder } from '../platform.ts';
import { notUnderstood, parsed, settled, unlessShipped } from '../read.ts';
import { firstOf, oneLine } from '../text.ts';
import * as json from './order-json.ts';
import { moneyOf } from './money-of.ts';
import { paymentsOf } from './payments-of.ts';

const SHOP = 'Shopify';

/** Reads an order of Shopify's REST Admin API (contract 10, docs/platforms/orders.md). */
export function readOrder(payload: unknown, settings: PlatformSettings): ReadOrder {
  const head = parsed(json.orderState, payload);
  if (!head.ok) return notUnderstood(head.faults);
  const number = orderNumber({
    shown: head.value.name,
    platformId: head.value.id,
    prefix: settings.numberPrefix,
  });
  return (
    notOffered(head.value, { number, settings }) ??
    unlessShipped(whole(payload, { head: head.value, number, settings }), shippedBecause(head.value))
  );
}

const CANCELED = new Set(['voided', 'refunded', 'expired']);
const PAID = ['paid', 'partially_refunded'];

interface Reading {
  number: string;
  settings: PlatformSettings;
}

/** Which state an order is in, if it is not one that goes to Lightspeed. */
function notOffered(head: json.OrderState, { number, settings }: Reading): ReadOrder | undefined {
  const { financial_status: paid } = head;
  if (head.test === true && !settings.testOrders) {
    return { state: 'ignored', number, reason: 'It is a test order.' };
  }
  if (head.cancelled_at !== '') return { state: 'canceled', number, reason: 'It was canceled in the shop.' };
  if (CANCELED.has(paid)) {
    return { state: 'canceled', number, reason: `Its payment status in the shop is ${paid}.` };
  }
  if (head.confirmed === false)
    return { state: 'held', number, reason: 'The shop has not confirmed it yet.' };
  if ((settings.offeredStates ?? PAID).includes(paid)) return undefined;
  const shown = paid === '' ? 'unknown' : paid;
  return { state: 'held', number, reason: `It is not paid: its payment status in the shop is ${shown}.` };
}

function shippedBecause({ fulfillment_status: sent }: json.OrderState): string | undefined {
  return sent === 'fulfilled' ? 'It was already fulfilled in the shop.' : undefined;
}

function whole(payload: unknown, { head, number, settings }: Reading & { head: json.OrderState }): ReadOrder {
  const read = parsed(json.order, payload);
  if (!read.ok) return notUnderstood(read.faults, number);
  const order = read.value;
  const money = moneyOf(order);
  const empty = nothingToShip(money.lines.map(({ line }) => line));
  if (empty !== undefined) return { ...empty, number };
  const parties = partiesOf(addressesOf(order));
  if (parties === undefined) return notUnderstood([noAddress(order)], number);
  const payments = paymentsOf(order, settings);
  const draft: Draft = {
    placedAt: order.processed_at ?? order.created_at,
    currency: order.currency,
    ...parties,
    ...money,
    lines: money.lines.map(({ line, quantity, amount }) => ({
      ...lineOf(line, settings),
      quantity,
      amount,
    })),
    paid: payments.paid,
    method: payments.method,
    remarks: [...remarksOf(order, head), ...payments.remarks],
  };
  return settled(draft, {
    number,
    shop: SHOP,
    unknownMethods: payments.unknown,
    refunds: refundsOf(order),
    shipped: shippedBecause(head),
  });
}

function nothingToShip(
  lines: readonly json.Line[],
): { state: 'ignored' | 'canceled'; reason: string } | undefined {
  if (lines.length === 0) {
    return { state: 'canceled', reason: 'Every product was taken out of it in the shop.' };
  }
  return lines.every((line) => line.requires_shipping === false)
    ? { state: 'ignored', reason: 'There is nothing to ship in it.' }
    : undefined;
}

function lineOf(line: json.Line, settings: PlatformSettings): Omit<DraftLine, 'quantity' | 'amount'> {
  const vendor = oneLine(line.vendor);
  return {
    sku: firstOf(line.sku) ?? settings.partWithoutSku,
    manufacturer: lookUp(settings.supplierCodes, vendor) ?? vendor,
    description: oneLine([firstOf(line.name, line.title), ...namedValues(line.properties)].join(', ')),
  };
}

/** `Engraving: R. Reyes`. Names that begin with an underscore are not for people. */
function namedValues(properties: unknown): string[] {
  const entries: unknown[] = Array.isArray(properties) ? properties : [];
  return entries.flatMap((entry) => {
    if (typeof entry !== 'object' || entry === null || !('name' in entry) || !('value' in entry)) return [];
    const { name, value } = entry;
    if (typeof name !== 'string' || name.startsWith('_') || typeof value !== 'string') return [];
    const shown = oneLine(value);
    return shown === undefined ? [] : [`${name}: ${shown}`];
  });
}

function remarksOf(order: json.Order, head: json.OrderState): string[] {
  const note = oneLine(order.note, 1500);
  const codes = order.discount_codes.map(({ code }) => oneLine(code)).filter((code) => code !== undefined);
  const foreign = order.presentment_currency !== '' && order.presentment_currency !== order.currency;
  return [
    ...(note === undefined ? [] : [`The customer's note: ${note}`]),
    ...namedValues(order.note_attributes),
    ...(codes.length > 0 ? [`Discount codes: ${codes.join(', ')}.`] : []),
    ...refundsOf(order),
    ...(foreign
      ? [
          `The customer paid in ${order.presentment_currency}; the amounts are those in ${order.currency}, the shop's currency.`,
        ]
      : []),
    ...(head.fulfillment_status === 'partial' ? ['A part of it was already fulfilled in the shop.'] : []),
  ];
}

/** All that was given back so far; more of it is another remark. */
function refundsOf({ refunds }: json.Order): string[] {
  const refunded = sumOf(refunds.flatMap(({ transactions }) => transactions.map(refundOf)));
  return refunded > 0n ? [`Refunded in the shop: ${showAmount(refunded)}.`] : [];
}

function refundOf({ kind, status, amount }: json.Transaction): bigint {
  return kind === 'refund' && status === 'success' ? (amount ?? 0n) : 0n;
}

function addressesOf(order: json.Order): Parameters<typeof partiesOf>[0] {
  const { customer } = order;
  const known = {
    ...addressFields(customer?.default_address),
    phone: firstOf(order.phone, customer?.phone, customer?.default_address?.phone),
    email: firstOf(order.email, order.contact_email, customer?.email),
  };
  return {
    billing: toAddress(addressFields(order.billing_address)),
    shipping: toAddress(addressFields(order.shipping_address)),
    customer: toAddress({
      ...known,
      firstName: firstOf(customer?.first_name, known.firstName),
      lastName: firstOf(customer?.last_name, known.lastName),
    }),
  };
}

function addressFields(address: json.Address | undefined): RawAddress {
  return {
    name: address?.name,
    firstName: address?.first_name,
    lastName: address?.last_name,
    company: address?.company,
    address1: address?.address1,
    address2: address?.address2,
    city: address?.city,
    state: firstOf(address?.province_code, address?.province),
    postalCode: address?.zip,
    country: firstOf(address?.country_code, address?.country),
    phone: address?.phone,
  };
}

/** Shopify hides customers from apps that may not see them (protected customer data); then every order is like this. */
function noAddress(order: json.Order): { pointer: string; detail: string } {
  const detail =
    order.customer === undefined && order.shipping_address === undefined
      ? 'is missing, and so are /shipping_address and /customer; Shopify may be hiding customer data from this app'
      : 'has no street, city or country, and neither has /shipping_address';
  return { pointer: '/billing_address', detail };
}
