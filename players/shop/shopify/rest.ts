import type { Api, ApiAnswer, ApiCall } from '../api-server.ts';
import type { OrderBook, ShopOrder } from '../order-book.ts';
import type { Bucket } from './bucket.ts';
import { answerGraphql } from './graphql.ts';
import { bookId, shopifyOrder, type Written } from './order-json.ts';
import type { Tokens } from './tokens.ts';
import type { ShopifyWebhooks } from './webhooks.ts';

export type ShopifyShop = {
  book: OrderBook;
  webhooks: ShopifyWebhooks;
  keys: { clientId: string; clientSecret: string };
  tokens: Tokens;
  /** Of GraphQL. */
  points: Bucket;
  /** Of REST. */
  calls: Bucket;
  written(order: ShopOrder): Written;
  write(order: ShopOrder, change: Partial<Written>): void;
};

/** Shopify's Admin API: orders by REST, everything else by GraphQL, tokens by the client credentials. */
export function shopifyApi(shop: ShopifyShop): Api {
  return (call) => {
    if (call.path === '/admin/oauth/access_token') return shop.tokens.answer(call);
    if (!shop.tokens.isValid(String(call.headers['x-shopify-access-token'] ?? '')))
      return {
        status: 401,
        json: { errors: '[API] Invalid API key or access token (unrecognized login or wrong password)' },
      };
    const path = /^\/admin\/api\/2026-10\/(.*)$/.exec(call.path)?.[1];
    if (call.method === 'POST' && path === 'graphql.json') return answerGraphql(shop, call.json);
    return rest(shop, call, path ?? '');
  };
}

function rest(shop: ShopifyShop, call: ApiCall, path: string): ApiAnswer {
  if (!shop.calls.take(1))
    return {
      status: 429,
      json: { errors: 'Exceeded 2 calls per second for api client.' },
      headers: { 'Retry-After': '2.0' },
    };
  const used = { 'X-Shopify-Shop-Api-Call-Limit': `${shop.calls.size - shop.calls.left}/${shop.calls.size}` };
  const id = /^orders\/(\d+)\.json$/.exec(path)?.[1];
  if (call.method === 'GET' && path === 'orders.json') return withHeaders(listOrders(shop, call), used);
  const order = shop.book.orders.get(bookId(id ?? ''));
  if (call.method !== 'GET' || !order) return { status: 404, json: { errors: 'Not Found' }, headers: used };
  return { status: 200, json: { order: told(shop, order) }, headers: used };
}

function withHeaders(answer: ApiAnswer, headers: Record<string, string>): ApiAnswer {
  return { ...answer, headers: { ...headers, ...answer.headers } };
}

function told(shop: ShopifyShop, order: ShopOrder): object {
  return shopifyOrder(order, shop.written(order));
}

/**
 * Only open orders, unless it says `status=any`. A page tells where the next one begins; it takes no other filter then.
 */
function listOrders(shop: ShopifyShop, { query, headers }: ApiCall): ApiAnswer {
  const cursor = query.get('page_info');
  if (cursor !== null && [...query.keys()].some((name) => !['page_info', 'limit', 'fields'].includes(name)))
    return { status: 400, json: { errors: { page_info: 'Invalid value.' } } };
  const asked = new URLSearchParams(cursor === null ? query : Buffer.from(cursor, 'base64url').toString());
  const limit = Math.min(250, Number(query.get('limit') ?? 50));
  const from = Number(asked.get('from') ?? 0);
  const found = matching(shop, asked);
  asked.set('from', String(from + limit));
  const next = Buffer.from(asked.toString()).toString('base64url');
  const url = `http://${headers.host}/admin/api/2026-10/orders.json?limit=${limit}&page_info=${next}`;
  return {
    status: 200,
    json: { orders: found.slice(from, from + limit).map((order) => told(shop, order)) },
    headers: found.length > from + limit ? { Link: `<${url}>; rel="next"` } : {},
  };
}

function matching({ book }: ShopifyShop, asked: URLSearchParams): ShopOrder[] {
  const since = Date.parse(asked.get('updated_at_min') ?? '1970-01-01');
  return [...book.orders.values()]
    .filter(({ changedAt }) => changedAt.getTime() >= since)
    .filter(({ state, isShipped }) => asked.get('status') === 'any' || (state !== 'canceled' && !isShipped))
    .toSorted((a, b) => a.changedAt.getTime() - b.changedAt.getTime() || a.id - b.id);
}
