import { type DocumentNode, graphql, parse } from 'graphql';
import type { ApiAnswer } from '../api-server.ts';
import { textIn } from '../json.ts';
import type { ShopOrder } from '../order-book.ts';
import { fulfill, type FulfillmentInput, partLineId, partsOf, remaining, statusOf } from './fulfillment.ts';
import { bookId, lineId, shopifyId } from './order-json.ts';
import { costOf, MAX_COST, schema } from './schema.ts';
import type { ShopifyShop } from './rest.ts';
import type { Subscription } from './webhooks.ts';

/** Answers `POST /admin/api/2026-10/graphql.json`. Whatever is wrong with a query is told with status 200. */
export async function answerGraphql(shop: ShopifyShop, json: unknown): Promise<ApiAnswer> {
  const source = textIn(json, 'query');
  const variableValues = Object(json) as { variables?: Record<string, unknown> };
  const cost = costOf(parsed(source));
  const told = (actual: number | null = null) => ({
    cost: { requestedQueryCost: cost, actualQueryCost: actual, throttleStatus: throttleStatus(shop) },
  });
  if (cost > MAX_COST)
    return refused(
      `Query cost is ${cost}, which exceeds the single query max cost limit (${MAX_COST}).`,
      'MAX_COST_EXCEEDED',
      told(),
    );
  if (!shop.points.take(cost)) return refused('Throttled', 'THROTTLED', told());
  const changes: { order?: number } = {};
  const rootValue = { ...queries(shop), ...mutations(shop, changes) };
  const result = await graphql({ schema, source, rootValue, variableValues: variableValues.variables });
  // What was asked for and is not there is given back.
  const actual = Math.min(cost, actualCost(result.data));
  shop.points.giveBack(cost - actual);
  return { status: 200, json: { ...result, extensions: told(actual) }, changed: changes.order };
}

/** A point for each object that is there. */
function actualCost(data: unknown): number {
  if (Array.isArray(data)) return data.reduce<number>((all, one) => all + actualCost(one), 0);
  if (typeof data !== 'object' || data === null) return 0;
  return 1 + actualCost(Object.values(data));
}

function parsed(source: string): DocumentNode {
  try {
    return parse(source);
  } catch {
    return { kind: 'Document', definitions: [] } as unknown as DocumentNode;
  }
}

function throttleStatus({ points }: ShopifyShop): object {
  return { maximumAvailable: points.size, currentlyAvailable: points.left, restoreRate: points.restoreRate };
}

function refused(message: string, code: string, extensions: object): ApiAnswer {
  return { status: 200, json: { errors: [{ message, extensions: { code } }], extensions } };
}

type Page = { first?: number; after?: string };

/** The cursor of an element is its place. */
function connection<T>(all: T[], { first = 50, after }: Page): object {
  const from = after === undefined ? 0 : Number(after);
  const nodes = all.slice(from, from + first);
  return {
    nodes,
    pageInfo: { hasNextPage: from + first < all.length, endCursor: String(from + nodes.length) },
  };
}

function queries(shop: ShopifyShop): object {
  const { book, webhooks } = shop;
  const all = () => [...book.orders.values()].map((order) => toldOrder(shop, order));
  const made = () => [...webhooks.all.values()].filter(({ isPasted }) => !isPasted).map(toldSubscription);
  return {
    shop: { id: 'gid://shopify/Shop/1', name: 'Cool Bike', currencyCode: 'USD' },
    order: ({ id }: { id: string }) => {
      const order = orderOf(shop, id);
      return order ? toldOrder(shop, order) : null;
    },
    orders: (page: Page) => connection(all(), page),
    fulfillmentOrder: ({ id }: { id: string }) =>
      [...book.orders.values()].flatMap((order) => toldParts(order)).find((part) => part.id === id) ?? null,
    webhookSubscriptions: (page: Page) => connection(made(), page),
  };
}

function orderOf({ book }: ShopifyShop, gid: string): ShopOrder | undefined {
  return book.orders.get(bookId(gid.replace('gid://shopify/Order/', '')));
}

function toldOrder(shop: ShopifyShop, order: ShopOrder): object {
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

function toldFulfillment({ trackingNumber, carrier }: ShopOrder['packages'][number], at: number) {
  const trackingInfo = [{ company: carrier, number: trackingNumber }];
  return { id: `gid://shopify/Fulfillment/${at + 1}`, status: 'SUCCESS', trackingInfo };
}

function toldParts(order: ShopOrder) {
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

function toldSubscription({ id, topic, uri }: Subscription): object {
  return {
    id,
    topic,
    uri,
    callbackUrl: uri,
    endpoint: { __typename: 'WebhookHttpEndpoint', callbackUrl: uri },
  };
}

function mutations(shop: ShopifyShop, changes: { order?: number }): object {
  const { book, webhooks, keys } = shop;
  const changed = (order: ShopOrder) => void (changes.order = order.id);
  return {
    webhookSubscriptionCreate: ({
      topic,
      webhookSubscription: wanted,
    }: {
      topic: string;
      webhookSubscription: { uri?: string; callbackUrl?: string };
    }) => {
      const uri = wanted.uri ?? wanted.callbackUrl ?? '';
      const isTaken = [...webhooks.all.values()].some(
        (one) => !one.isPasted && one.topic === topic && one.uri === uri,
      );
      if (isTaken)
        return {
          webhookSubscription: null,
          userErrors: [
            {
              field: ['webhookSubscription', 'callbackUrl'],
              message: 'Address for this topic has already been taken',
            },
          ],
        };
      const made = webhooks.add({ topic, uri, key: keys.clientSecret, isPasted: false });
      return { webhookSubscription: toldSubscription(made), userErrors: [] };
    },
    webhookSubscriptionDelete: ({ id }: { id: string }) =>
      webhooks.all.delete(id)
        ? { deletedWebhookSubscriptionId: id, userErrors: [] }
        : {
            deletedWebhookSubscriptionId: null,
            userErrors: [{ field: ['id'], message: 'Webhook subscription does not exist' }],
          },
    orderUpdate: ({ input }: { input: { id: string; note?: string; tags?: string[] } }) => {
      const order = orderOf(shop, input.id);
      if (!order) return { order: null, userErrors: [{ field: ['id'], message: 'Order does not exist' }] };
      shop.write(order, input);
      changed(order);
      return { order: toldOrder(shop, order), userErrors: [] };
    },
    orderCancel: ({ orderId }: { orderId: string }) => {
      const order = orderOf(shop, orderId);
      if (!order || order.state === 'canceled')
        return { orderCancelUserErrors: [{ message: 'Order cannot be canceled' }] };
      book.change(order, 'canceled', { state: 'canceled' });
      changed(order);
      return { orderCancelUserErrors: [] };
    },
    fulfillmentCreate: ({ fulfillment }: { fulfillment: FulfillmentInput }) => {
      const made = fulfill(book, fulfillment);
      if (typeof made === 'string')
        return { fulfillment: null, userErrors: [{ field: ['fulfillment'], message: made }] };
      changed(made);
      const last = made.packages.at(-1);
      return { fulfillment: last ? toldFulfillment(last, made.packages.length - 1) : null, userErrors: [] };
    },
  };
}
