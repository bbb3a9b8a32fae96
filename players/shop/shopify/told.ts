import type { ShopOrder } from '../order-book.ts';
import { partLineId, partsOf, remaining, statusOf } from './fulfillment.ts';
import { bookId, lineId, shopifyId } from './order-json.ts';
import type { ShopifyShop } from './rest.ts';
import type { Subscription } from './webhooks.ts';

/* What GraphQL tells of orders and subscriptions. A field with arguments is a function of them. */

export type Page = { first?: number; after?: string };

/** The cursor of an element is its place. */
export function connection<T>(all: T[], { first = 50, after }: Page): object {
  const from = after === undefined ? 0 : Number(after);
  const nodes = all.slice(from, from + first);
  return {
    nodes,
    pageInfo: { hasNextPage: from + first < all.length, endCursor: String(from + nodes.length) },
  };
}

export function orderOf({ book }: ShopifyShop, gid: string): ShopOrder | undefined {
  return book.orders.get(bookId(gid.replace('gid://shopify/Order/', '')));
}

export function toldOrder(shop: ShopifyShop, order: ShopOrder): object {
  const { note, tags } = shop.written(order);
  return {
    id: `gid://shopify/Order/${shopifyId(order.id)}`,
    name: `#${order.id}`,
    note,
    tags,
    cancelledAt: order.state === 'canceled' ? order.changedAt.toISOString() : null,
    updatedAt: order.changedAt.toISOString(),
    fulfillments: ({ first = 250 }: Page) => order.packages.slice(0, first).map(toldFulfillment),
    fulfillmentOrders: (page: Page) => connection(toldParts(order), page),
  };
}

export function toldFulfillment({ trackingNumber, carrier }: ShopOrder['packages'][number], at: number) {
  const trackingInfo = [{ company: carrier, number: trackingNumber }];
  return { id: `gid://shopify/Fulfillment/${at + 1}`, status: 'SUCCESS', trackingInfo };
}

export function toldParts(order: ShopOrder) {
  return partsOf(order).map((part) => ({
    id: part.id,
    status: statusOf(order, part),
    assignedLocation: {
      name: `Location ${part.location}`,
      location: { id: `gid://shopify/Location/${part.location}` },
    },
    lineItems: (page: Page) =>
      connection(
        part.lines.map((line) => toldLine(order, line)),
        page,
      ),
  }));
}

function toldLine(order: ShopOrder, line: number): object {
  const { sku = '', name = '', quantity = 0 } = order.sale.lines[line] ?? {};
  const told = sku === '' ? null : sku;
  return {
    id: partLineId(order, line),
    totalQuantity: quantity,
    remainingQuantity: remaining(order, line),
    sku: told,
    lineItem: { id: `gid://shopify/LineItem/${lineId(order.id, line)}`, sku: told, name, quantity },
  };
}

export function toldSubscription({ id, topic, uri }: Subscription): object {
  return {
    id,
    topic,
    uri,
    callbackUrl: uri,
    endpoint: { __typename: 'WebhookHttpEndpoint', callbackUrl: uri },
  };
}
