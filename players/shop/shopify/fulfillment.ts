import { sum } from '../money.ts';
import type { OrderBook, ShopOrder } from '../order-book.ts';
import { lineId, shopifyId } from './order-json.ts';

/*
 * Fulfillment orders: what is to be sent from which location. Every fifth order of several lines is sent from two.
 */

type Part = { id: string; location: number; lines: number[] };

export function partsOf({ id, sale }: ShopOrder): Part[] {
  const lines = sale.lines.map((_, at) => at);
  const isSplit = id % 5 === 0 && lines.length > 1;
  const shares = isSplit ? [lines.filter((at) => at % 2 === 0), lines.filter((at) => at % 2 === 1)] : [lines];
  return shares.map((ofPart, at) => ({
    id: `gid://shopify/FulfillmentOrder/${shopifyId(id) * 10 + at}`,
    location: at + 1,
    lines: ofPart,
  }));
}

export function remaining({ sale, packages }: ShopOrder, line: number): number {
  const sent = packages.flatMap(({ items }) => items).filter((one) => one.line === line);
  return (sale.lines[line]?.quantity ?? 0) - sum(sent.map(({ quantity }) => quantity));
}

export function partLineId(order: ShopOrder, line: number): string {
  return `gid://shopify/FulfillmentOrderLineItem/${lineId(order.id, line)}`;
}

export function statusOf(order: ShopOrder, { lines }: Part): string {
  if (order.state === 'canceled') return 'CANCELLED';
  const left = sum(lines.map((line) => remaining(order, line)));
  if (left === 0) return 'CLOSED';
  return left === sum(lines.map((line) => order.sale.lines[line]?.quantity ?? 0)) ? 'OPEN' : 'IN_PROGRESS';
}

export type FulfillmentInput = {
  lineItemsByFulfillmentOrder: {
    fulfillmentOrderId: string;
    fulfillmentOrderLineItems?: { id: string; quantity: number }[];
  }[];
  trackingInfo?: { company?: string; number?: string };
};

/** Makes a fulfillment. @returns what was wrong with it, as Shopify says it */
export function fulfill(
  book: OrderBook,
  { lineItemsByFulfillmentOrder: wanted, trackingInfo }: FulfillmentInput,
): string | ShopOrder {
  const all = [...book.orders.values()].flatMap((order) => partsOf(order).map((part) => ({ order, part })));
  const found = wanted.map(({ fulfillmentOrderId }) =>
    all.find(({ part }) => part.id === fulfillmentOrderId),
  );
  const [first] = found;
  if (!first || found.includes(undefined)) return 'Fulfillment order does not exist.';
  if (found.some((one) => one?.order !== first.order || one.part.location !== first.part.location))
    return 'All fulfillment orders must be assigned to the same location and belong to the same order.';
  const { order } = first;
  if (found.some((one) => one && !['OPEN', 'IN_PROGRESS'].includes(statusOf(order, one.part))))
    return 'Fulfillment order has an unfulfillable status.';
  const items = wanted.flatMap((one, at) =>
    itemsOf(order, found[at]?.part.lines ?? [], one.fulfillmentOrderLineItems),
  );
  if (items.some(({ line, quantity }) => line < 0 || quantity < 1 || quantity > remaining(order, line)))
    return 'Invalid fulfillment order line item quantity requested.';
  order.packages.push({
    trackingNumber: trackingInfo?.number ?? '',
    carrier: trackingInfo?.company ?? '',
    items,
  });
  book.change(order, 'updated', {
    isShipped: order.sale.lines.every((_, line) => remaining(order, line) === 0),
  });
  return order;
}

/** Those that are named; all that is left of the part, if none is. */
function itemsOf(
  order: ShopOrder,
  lines: number[],
  named: { id: string; quantity: number }[] | undefined,
): { line: number; quantity: number }[] {
  if (!named || named.length === 0) return lines.map((line) => ({ line, quantity: remaining(order, line) }));
  return named.map(({ id, quantity }) => ({
    line: lines.find((line) => partLineId(order, line) === id) ?? -1,
    quantity,
  }));
}
