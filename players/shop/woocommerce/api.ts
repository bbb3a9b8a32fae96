import type { Api, ApiAnswer, ApiCall } from '../api-server.ts';
import { fieldIn, textIn } from '../json.ts';
import type { Note, OrderBook, ShopOrder } from '../order-book.ts';
import { gmt, statusOf, wooOrder } from './order-json.ts';
import { trackingRoutes } from './tracking.ts';
import { ofOrder, refusal, type Routes, type WooShop } from './routes.ts';
import { webhookRoutes } from './webhook-routes.ts';

/* What of WooCommerce's REST API v3 a connection of orders needs. */

export function wooApi(shop: WooShop): Api {
  const routes = [...orderRoutes(shop), ...webhookRoutes(shop), ...trackingRoutes(shop)];
  return (call) => {
    if (!isAuthorized(call, shop))
      return refusal(401, 'woocommerce_rest_authentication_error', 'Consumer key is invalid.');
    const path = call.path.replace(/^\/wp-json\//, '').replace(/\/+$/, '');
    for (const [method, pattern, route] of routes) {
      const [found, ...numbers] = (call.method === method && pattern.exec(path)) || [];
      if (found !== undefined) return route(call, numbers.map(Number));
    }
    return refusal(404, 'rest_no_route', 'No route was found matching the URL and request method.');
  };
}

/** By HTTPS, which a proxy before this shop has taken off: over plain HTTP WooCommerce wants OAuth 1.0a. */
function isAuthorized({ headers }: ApiCall, { keys: { key, secret } }: WooShop): boolean {
  return headers.authorization === `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`;
}

function orderRoutes({ book }: WooShop): Routes {
  return [
    ['GET', /^wc\/v3\/orders$/, (call) => listOrders(book, call)],
    [
      'GET',
      /^wc\/v3\/orders\/(\d+)$/,
      (_, [id]) => ofOrder(book, id, (order) => ({ status: 200, json: wooOrder(order) })),
    ],
    [
      'PUT',
      /^wc\/v3\/orders\/(\d+)$/,
      ({ json }, [id]) => ofOrder(book, id, (order) => setStatus(book, order, json)),
    ],
    [
      'GET',
      /^wc\/v3\/orders\/(\d+)\/notes$/,
      (_, [id]) => ofOrder(book, id, ({ notes }) => ({ status: 200, json: notes.toReversed().map(wooNote) })),
    ],
    [
      'POST',
      /^wc\/v3\/orders\/(\d+)\/notes$/,
      ({ json }, [id]) => ofOrder(book, id, (order) => addNote(book, order, json)),
    ],
  ];
}

/**
 * `modified_after` leaves out the moment that it names. A page has ten orders unless it says otherwise, and a hundred
 * at most.
 */
function listOrders(book: OrderBook, { query }: ApiCall): ApiAnswer {
  const perPage = Number(query.get('per_page') ?? 10);
  if (!(perPage >= 1 && perPage <= 100))
    return refusal(400, 'rest_invalid_param', 'Invalid parameter(s): per_page');
  const after = query.get('modified_after');
  const found = [...book.orders.values()]
    .filter(({ changedAt }) => after === null || gmt(changedAt) > after.slice(0, 19))
    .toSorted(orderOf(query));
  const offset = Number(query.get('offset') ?? (Number(query.get('page') ?? 1) - 1) * perPage);
  return {
    status: 200,
    json: found.slice(offset, offset + perPage).map(wooOrder),
    headers: {
      'X-WP-Total': String(found.length),
      'X-WP-TotalPages': String(Math.ceil(found.length / perPage)),
    },
  };
}

/** The newest first, unless it says otherwise. */
function orderOf(query: URLSearchParams): (a: ShopOrder, b: ShopOrder) => number {
  const by = query.get('orderby') ?? 'date';
  const direction = query.get('order') === 'asc' ? 1 : -1;
  const key = ({ id, placedAt, changedAt }: ShopOrder) =>
    by === 'id' ? id : (by === 'modified' ? changedAt : placedAt).getTime();
  return (a, b) => direction * (key(a) - key(b));
}

function setStatus(book: OrderBook, order: ShopOrder, json: unknown): ApiAnswer {
  const status = textIn(json, 'status');
  if (status !== '' && status !== statusOf(order)) {
    if (status === 'completed') book.change(order, 'updated', { isShipped: true });
    else if (status === 'cancelled') book.change(order, 'canceled', { state: 'canceled' });
    else return refusal(400, 'rest_invalid_param', 'Invalid parameter(s): status');
  }
  return { status: 200, json: wooOrder(order), changed: order.id };
}

/** A note does not change the order. */
function addNote(book: OrderBook, order: ShopOrder, json: unknown): ApiAnswer {
  const note = textIn(json, 'note');
  if (note === '') return refusal(400, 'rest_missing_callback_param', 'Missing parameter(s): note');
  return {
    status: 201,
    json: wooNote(book.note(order, note, fieldIn(json, 'customer_note') === true)),
    changed: order.id,
  };
}

/** `wptexturize` and its like are not at work in the API: a note is told as it was written. */
function wooNote({ id, text, isForCustomer, at }: Note): object {
  return { id, author: 'system', date_created_gmt: gmt(at), note: text, customer_note: isForCustomer };
}
