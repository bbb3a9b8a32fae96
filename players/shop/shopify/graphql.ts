import { type DocumentNode, graphql, parse } from 'graphql';
import type { ApiAnswer } from '../api-server.ts';
import { textIn } from '../json.ts';
import { mutations } from './mutations.ts';
import { costOf, MAX_COST, schema } from './schema.ts';
import type { ShopifyShop } from './rest.ts';
import { connection, orderOf, type Page, toldOrder, toldParts, toldSubscription } from './told.ts';

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
