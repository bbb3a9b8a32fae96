import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/*
 * A WooCommerce shop for the tests, as far as its REST API v3 is used here. It counts every call, and can fail as the
 * test says.
 */

export const KEY = 'ck_0123456789';
export const KEY_SECRET = 'cs_0123456789';

type Json = Record<string, unknown>;

export interface WooShop {
  url: string;
  orders: Map<string, Json>;
  notes: Map<string, Json[]>;
  /** Of the plug-in Shipment Tracking; absent: it is not installed. */
  trackings?: Map<string, Json[]>;
  /** Of WooCommerce's own feature; absent: it is off, and its routes are not there. */
  fulfillments?: Map<string, Json[]>;
  webhooks: Json[];
  /** `GET /wp-json/wc/v3/orders/123` */
  calls: string[];
  /** What is answered instead, or after it was done (`lost`: the connection is cut). */
  fail?: (
    call: string,
  ) => { status: number; headers?: Record<string, string>; body?: string } | 'lost' | undefined;
  close: () => Promise<void>;
}

export async function openWooShop(): Promise<WooShop> {
  const server = createServer((request, response) => void answer(shop, request, response));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  const shop: WooShop = {
    url: `http://127.0.0.1:${port}`,
    orders: new Map(),
    notes: new Map(),
    webhooks: [],
    calls: [],
    close: () =>
      new Promise((closed) => {
        server.closeAllConnections();
        server.close(() => closed());
      }),
  };
  return shop;
}

async function answer(shop: WooShop, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '', shop.url);
  const call = `${request.method} ${url.pathname}`;
  const body = await text(request);
  shop.calls.push(call);
  const failure = shop.fail?.(call);
  if (failure !== undefined && failure !== 'lost')
    return send(response, failure.status, failure.body ?? '{}', failure.headers);
  const basic = `Basic ${Buffer.from(`${KEY}:${KEY_SECRET}`).toString('base64')}`;
  if (request.headers.authorization !== basic)
    return send(
      response,
      401,
      JSON.stringify({ code: 'woocommerce_rest_cannot_view', message: 'Sorry, you cannot list resources.' }),
    );
  const { status, json } = act(shop, { call, url, sent: body === '' ? {} : (JSON.parse(body) as Json) });
  if (failure === 'lost') return void request.socket.destroy();
  send(response, status, JSON.stringify(json));
}

function send(
  response: ServerResponse,
  status: number,
  body: string,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(body);
}

const NO_ROUTE = { status: 404, json: { code: 'rest_no_route', message: 'No route was found.' } };

function act(
  shop: WooShop,
  { call, url, sent }: { call: string; url: URL; sent: Json },
): { status: number; json: unknown } {
  const [, id = ''] = /\/orders\/(\d+)/.exec(call) ?? [];
  const method = call.slice(0, call.indexOf(' '));
  if (call.endsWith('/wc/v3/orders')) return { status: 200, json: listOf(shop, url) };
  if (call.includes('/wc/v3/webhooks')) return webhook(shop, method, sent);
  const order = shop.orders.get(id);
  if (call.endsWith('shipment-trackings')) {
    if (!shop.trackings || !call.includes('/wc-shipment-tracking/')) return NO_ROUTE;
    return listed(shop.trackings, { id, method, sent });
  }
  if (!order)
    return { status: 404, json: { code: 'woocommerce_rest_shop_order_invalid_id', message: 'Invalid ID.' } };
  if (call.endsWith('/fulfillments')) return fulfillment(shop, { id, method, sent });
  if (call.endsWith('/notes')) return listed(shop.notes, { id, method, sent });
  // As in the shop, a change is a change of its time, too.
  if (method === 'PUT')
    shop.orders.set(id, { ...order, ...sent, date_modified_gmt: new Date().toISOString().slice(0, 19) });
  return { status: 200, json: shop.orders.get(id) };
}

function listOf(shop: WooShop, { searchParams }: URL): Json[] {
  const after = searchParams.get('modified_after') ?? '';
  const offset = Number(searchParams.get('offset') ?? 0);
  const size = Number(searchParams.get('per_page') ?? 10);
  return [...shop.orders.values()]
    .filter(({ date_modified_gmt: changed }) => String(changed) > after)
    .toSorted((a, b) => Number(a['id']) - Number(b['id']))
    .slice(offset, offset + size);
}

function listed(
  lists: Map<string, Json[]>,
  { id, method, sent }: { id: string; method: string; sent: Json },
): { status: number; json: unknown } {
  const list = lists.get(id) ?? [];
  if (method === 'GET') return { status: 200, json: list };
  lists.set(id, [...list, sent]);
  return { status: 201, json: sent };
}

/** As `OrderFulfillmentsRestController` does: at least one line, each with the id of a line and a quantity. */
function fulfillment(
  shop: WooShop,
  { id, method, sent }: { id: string; method: string; sent: Json },
): { status: number; json: unknown } {
  if (!shop.fulfillments) return NO_ROUTE;
  if (method === 'GET') return listed(shop.fulfillments, { id, method, sent });
  const metas = sent['meta_data'] as { key: string; value: unknown }[];
  const items = metas.find(({ key }) => key === '_items')?.value;
  const isValid = (item: Json) => Number.isInteger(item['item_id']) && Number(item['qty']) > 0;
  if (!Array.isArray(items) || items.length === 0 || !items.every(isValid))
    return { status: 400, json: { code: 0, message: 'The fulfillment should contain at least one item.' } };
  return listed(shop.fulfillments, { id, method, sent });
}

function webhook(shop: WooShop, method: string, sent: Json): { status: number; json: unknown } {
  if (method === 'GET') return { status: 200, json: shop.webhooks };
  if (method === 'DELETE') return { status: 200, json: {} };
  const made = { id: shop.webhooks.length + 1, ...sent };
  shop.webhooks.push(made);
  return { status: 201, json: made };
}

/** How a store's connection opens this shop's API, sealed as `npm run platforms` seals it. */
export async function wooApiOf(
  shop: Pick<WooShop, 'url'>,
  storeId = 'coolbike',
): Promise<{ sealed: string; since: string }> {
  const { seal } = await import('../../lib/vault.ts');
  const credentials = { platform: 'woocommerce', shop: shop.url, key: KEY, secret: KEY_SECRET };
  const sealed = await seal(JSON.stringify(credentials), { store: storeId, purpose: 'woocommerce api' });
  return { sealed, since: '2026-01-01T00:00:00Z' };
}
