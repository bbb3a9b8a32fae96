import { cancelInWebstore } from './cancel.ts';
import type { Instant } from './instant.ts';
import { step } from './life-cycle.ts';
import { formatMoney } from './money.ts';
import { addNote, addNoteOnce, atMost } from './note.ts';
import type { Address, Line, Order, OrderContent, OrderSource } from './order.ts';
import { isSame, newOrder, placeAgain } from './place.ts';

/*
 * How a shop's version of an order changes ours (contract 10). Until Lightspeed has the order, the shop's version
 * replaces it; afterwards a note says what staff should do in Lightspeed.
 */

/** An order as a shop has it in one version. */
export interface ShopOrder {
  content: OrderContent;
  /** What is worth a note. */
  remarks: string[];
  /** What is worth a note after Lightspeed has the order, too. */
  refunds?: string[] | undefined;
}

/** Whose word it is, and of which version. */
export interface Teller {
  /** The platform's name as people write it. */
  title: string;
  source: Pick<OrderSource, 'platform' | 'ordinal' | 'platformId' | 'version'>;
  now: Instant;
}

/**
 * `Taken`: the order of this id is not the shop's. `Outdated`: it has a newer version already. `Noted`: nothing but a
 * note was written. `Restored`: the same, because the shop took a cancellation back.
 */
export type ShopResult =
  | 'Placed'
  | 'Replaced'
  | 'Unchanged'
  | 'Noted'
  | 'Canceled'
  | 'Restored'
  | 'Outdated'
  | 'Taken';

interface Told {
  order: Order;
  result: ShopResult;
}

/** A new order of a shop's. */
export function newShopOrder(
  orderId: string,
  { content, remarks }: ShopOrder,
  { source, now }: Teller,
): Order {
  return noted({ ...newOrder(orderId, content, now), source }, remarks, now);
}

/** Another version of an order that may be there already. */
export function changeByShop(order: Order, shopOrder: ShopOrder, teller: Teller): Told {
  const refused = refusal(order, teller);
  if (refused) return { order, result: refused };
  if (order.status === 'Canceled' && order.source?.canceled) {
    const text = `${teller.title} has taken the cancellation back. ${RESTORED}`;
    return { ...noteByShop(order, text, teller), result: 'Restored' };
  }
  const known = order.source?.told ?? fingerprint(order.content);
  if ('refusal' in step(order.status, 'replace')) return tellStaff(order, { shopOrder, known }, teller);
  const { now, source } = teller;
  const { order: placed, result } = placeAgain(order, shopOrder.content, now);
  const next = noted(placed, shopOrder.remarks, now);
  return { order: withSource(next, source), result: result === 'replaced' ? 'Replaced' : 'Unchanged' };
}

/** The shop canceled the order, or refunded it whole. What has shipped stays what it is, with a note. */
export function cancelByShop(order: Order, reason: string, teller: Teller): Told {
  const { title, source, now } = teller;
  const refused = refusal(order, teller);
  if (refused) return { order, result: refused };
  if (order.status === 'Canceled')
    return { order: withSource(order, { ...order.source, ...source }), result: 'Canceled' };
  if ('to' in step(order.status, 'cancel')) {
    const canceled = cancelInWebstore(order, `${title}: ${reason}`, now);
    return { order: { ...canceled, source: { ...source, canceled: true } }, result: 'Canceled' };
  }
  const text = `Canceled in ${title} after it shipped: ${reason} Settle it with the customer.`;
  return {
    order: touched(order, addNoteOnce(order, { source: 'system', text, now }), teller),
    result: 'Noted',
  };
}

/** The shop said something of the order that changes nothing here, and that staff should know. */
export function noteByShop(order: Order, text: string, teller: Teller): Told {
  const refused = refusal(order, teller);
  if (refused) return { order, result: refused };
  const next = addNoteOnce(order, { source: 'system', text, now: teller.now });
  return { order: touched(order, next, teller), result: 'Noted' };
}

/** Canceled is for good here, so somebody has to look. */
export const RESTORED =
  'A canceled order does not go to Lightspeed again: enter it there by hand, or place it in the shop again.';

function refusal({ source }: Order, teller: Teller): 'Taken' | 'Outdated' | undefined {
  const { platform, ordinal, platformId, version } = teller.source;
  if (source?.platform !== platform || source.ordinal !== ordinal) return 'Taken';
  if (source.platformId !== platformId) return 'Taken';
  return source.version > version ? 'Outdated' : undefined;
}

/** Lightspeed has the order: what changed is a note, once for each content. */
function tellStaff(
  order: Order,
  { shopOrder: { content, refunds = [] }, known }: { shopOrder: ShopOrder; known: string },
  { title, source, now }: Teller,
): Told {
  const told = fingerprint(content);
  // A person who was erased must not come back by a comparison, nor by a reason.
  if (order.erasedAt !== undefined) return { order, result: 'Unchanged' };
  if (told === known) return tellRefunds(order, refunds, { source, now });
  const isBack = isSame(order.content, content);
  const text = isBack
    ? `In ${title} the order is again as Lightspeed got it.`
    : `Changed in ${title} after Lightspeed got it: ${differences(order.content, content).join('; ')}. ${TO_DO[order.status]}`;
  const next = noted(addNote(order, { source: 'system', text, now }), refunds, now);
  return { order: { ...next, updatedAt: now, source: { ...source, told } }, result: 'Noted' };
}

/** A refund that left the shop's figures as they were. */
function tellRefunds(order: Order, refunds: string[], { source, now }: Pick<Teller, 'source' | 'now'>): Told {
  const next = noted(order, refunds, now);
  if (next === order) return { order, result: 'Unchanged' };
  return { order: { ...next, updatedAt: now, source: { ...order.source, ...source } }, result: 'Noted' };
}

const TO_DO: Readonly<Record<Order['status'], string>> = {
  New: 'Change it in Lightspeed too.',
  Downloaded: 'Change it in Lightspeed too.',
  PartiallyShipped: 'A part has shipped: change what is left in Lightspeed too.',
  Shipped: 'It has shipped: settle the difference with the customer.',
  Canceled: 'It is canceled here: nothing of it goes to Lightspeed.',
};

/** What is different, for people; the newer figures after the arrow. */
function differences(before: OrderContent, after: OrderContent): string[] {
  const all = [
    ...different('total', formatMoney(before.totals.total), formatMoney(after.totals.total)),
    ...lineDifferences(before.lines, after.lines),
    ...different('shipping', formatMoney(before.totals.shipping), formatMoney(after.totals.shipping)),
    ...different('discount', formatMoney(before.totals.discount), formatMoney(after.totals.discount)),
    ...different('tax', formatMoney(before.totals.tax), formatMoney(after.totals.tax)),
    ...(isSame(before.billTo, after.billTo) ? [] : ['the billing address']),
    ...(isSame(shipTo(before), shipTo(after)) ? [] : ['the shipping address']),
  ];
  return all.length > 0 ? atMost(all, 'differences') : ['its details'];
}

function shipTo({ shipTo: to, billTo }: OrderContent): Address {
  return to ?? billTo;
}

function different(what: string, before: string, after: string): string[] {
  return before === after ? [] : [`${what} ${before} → ${after}`];
}

function lineDifferences(before: Line[], after: Line[]): string[] {
  const [had, has] = [quantities(before), quantities(after)];
  return [...new Set([...had.keys(), ...has.keys()])].flatMap((sku) =>
    different(sku, String(had.get(sku) ?? 0), String(has.get(sku) ?? 0)),
  );
}

function quantities(lines: Line[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { sku, quantity } of lines) sums.set(sku, (sums.get(sku) ?? 0) + quantity);
  return sums;
}

function noted(order: Order, remarks: string[], now: Instant): Order {
  return atMost(remarks, 'remarks').reduce(
    (so, text) => addNoteOnce(so, { source: 'system', text, now }),
    order,
  );
}

function withSource(order: Order, source: Teller['source']): Order {
  return isSame(order.source, source) ? order : { ...order, source };
}

function touched(before: Order, after: Order, { source, now }: Teller): Order {
  if (after === before) return before;
  return { ...after, updatedAt: now, source: { ...before.source, ...source } };
}

/** A short mark of a content (FNV-1a of 64 bits): equal for equal contents, whatever the order of their properties. */
function fingerprint(content: OrderContent): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(canonical(content)))
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return hash.toString(36);
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).filter(([, one]) => one !== undefined);
  return `{${entries
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, one]) => `${JSON.stringify(key)}:${canonical(one)}`)
    .join()}}`;
}
