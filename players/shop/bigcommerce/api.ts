import type { Api, ApiAnswer, ApiCall } from '../api-server.ts';
import { fieldIn, listIn, textIn } from '../json.ts';
import type { OrderBook, ShopOrder } from '../order-book.ts';
import type { Hook, Hooks } from './hooks.ts';
import { addressOf, bigcommerceOrder, productId, productsOf, shippedOf } from './order-json.ts';

export type BigCommerceShop = {
  book: OrderBook;
  hooks: Hooks;
  token: string;
  /** `/stores/abc123` */
  path: string;
  quota: Quota;
  staffNotes: Map<number, string>;
};

type Route = (call: ApiCall, ids: number[]) => ApiAnswer;

/** BigCommerce's API, V2 for orders and V3 for webhooks. Every answer tells what is left of the quota. */
export function bigcommerceApi(shop: BigCommerceShop): Api {
  const routes = [...orderRoutes(shop), ...hookRoutes(shop)];
  return (call) => {
    if (call.headers['x-auth-token'] !== shop.token)
      return { status: 401, json: { message: 'Unauthorized' } };
    const headers = shop.quota.take();
    if (shop.quota.isOver) return { status: 429, json: { status: 429, title: 'Too Many Requests' }, headers };
    const path = call.path.startsWith(`${shop.path}/`) ? call.path.slice(shop.path.length + 1) : '';
    for (const [method, pattern, route] of routes) {
      const [found, ...ids] = (call.method === method && pattern.exec(path)) || [];
      if (found !== undefined) return { ...route(call, ids.map(Number)), headers };
    }
    return { status: 404, json: { status: 404, title: 'Not Found' }, headers };
  };
}

/** So many calls in a window of time. */
export class Quota {
  readonly #size: number;
  readonly #windowMs: number;
  #used = 0;
  #until = 0;

  constructor(size: number, windowMs: number) {
    this.#size = size;
    this.#windowMs = windowMs;
  }

  get isOver(): boolean {
    return this.#used > this.#size;
  }

  /** Counts a call. @returns the headers that tell of it */
  take(): Record<string, string> {
    const now = performance.now();
    if (now > this.#until) [this.#used, this.#until] = [0, now + this.#windowMs];
    this.#used += 1;
    return {
      'X-Rate-Limit-Time-Window-Ms': String(this.#windowMs),
      'X-Rate-Limit-Time-Reset-Ms': String(Math.ceil(this.#until - now)),
      'X-Rate-Limit-Requests-Quota': String(this.#size),
      'X-Rate-Limit-Requests-Left': String(Math.max(0, this.#size - this.#used)),
    };
  }
}

/** V2 tells its errors in a list. */
function refusal(status: number, message: string): ApiAnswer {
  return { status, json: [{ status, message }] };
}

/** Of nothing V2 answers nothing: 204. */
function list(all: object[]): ApiAnswer {
  return all.length === 0 ? { status: 204 } : { status: 200, json: all };
}

function orderRoutes(shop: BigCommerceShop): [string, RegExp, Route][] {
  const { book } = shop;
  const of =
    (answer: (order: ShopOrder, call: ApiCall) => ApiAnswer): Route =>
    (call, [id = 0]) => {
      const order = book.orders.get(id);
      return order ? answer(order, call) : refusal(404, 'The requested resource was not found.');
    };
  const one = (rest: string) => new RegExp(`^v2/orders/(\\d+)${rest}$`);
  return [
    ['GET', /^v2\/orders$/, (call) => listOrders(shop, call)],
    ['GET', one(''), of((order, call) => ({ status: 200, json: told(shop, order, call) }))],
    ['PUT', one(''), of((order, call) => change(shop, order, call))],
    ['GET', one('/products'), of((order) => list(productsOf(order)))],
    [
      'GET',
      one('/coupons'),
      of(({ sale }) => list(sale.coupon === undefined ? [] : [{ id: 1, code: sale.coupon }])),
    ],
    [
      'GET',
      one('/shippingaddresses'),
      of(({ id, sale }) => list(sale.shipTo ? [{ id, ...addressOf(sale.shipTo) }] : [])),
    ],
    ['GET', one('/shipments'), of((order) => list(order.packages.map((_, at) => shipment(order, at))))],
    ['POST', one('/shipments'), of((order, { json }) => ship(book, order, json))],
  ];
}

function told({ staffNotes, path }: BigCommerceShop, order: ShopOrder, { query, headers }: ApiCall): object {
  const include = (query.get('include') ?? '').split(',');
  return bigcommerceOrder(order, {
    staffNotes: staffNotes.get(order.id) ?? '',
    included: { consignments: include.includes('consignments.line_items'), fees: include.includes('fees') },
    shop: `http://${headers.host}${path}`,
  });
}

/** A page has fifty orders unless it says otherwise, and 250 at most. */
function listOrders(shop: BigCommerceShop, call: ApiCall): ApiAnswer {
  const { query } = call;
  const limit = Math.min(250, Number(query.get('limit') ?? 50));
  const since = Date.parse(query.get('min_date_modified') ?? '1970-01-01');
  const [by, direction] = (query.get('sort') ?? 'id:asc').split(':');
  const key = ({ id, placedAt, changedAt }: ShopOrder) =>
    by === 'id' ? id : (by === 'date_modified' ? changedAt : placedAt).getTime();
  const from = (Number(query.get('page') ?? 1) - 1) * limit;
  const found = [...shop.book.orders.values()]
    .filter(({ changedAt }) => changedAt.getTime() >= since)
    .toSorted((a, b) => (direction === 'desc' ? -1 : 1) * (key(a) - key(b) || a.id - b.id));
  return list(found.slice(from, from + limit).map((order) => told(shop, order, call)));
}

function change(shop: BigCommerceShop, order: ShopOrder, call: ApiCall): ApiAnswer {
  const { book, staffNotes } = shop;
  const notes = fieldIn(call.json, 'staff_notes');
  if (typeof notes === 'string') {
    const known = (staffNotes.get(order.id) ?? '').split('\n');
    staffNotes.set(order.id, notes);
    for (const line of notes.split('\n').filter((text) => text !== '' && !known.includes(text)))
      book.note(order, line, false);
    book.change(order, 'updated', {});
  }
  if (textIn(call.json, 'status_id') === '5') book.change(order, 'canceled', { state: 'canceled' });
  return { status: 200, json: told(shop, order, call), changed: order.id };
}

function shipment(order: ShopOrder, at: number): object {
  const { trackingNumber, carrier, items = [] } = order.packages[at] ?? {};
  return {
    id: order.id * 10 + at,
    order_id: order.id,
    order_address_id: order.id,
    tracking_number: trackingNumber,
    shipping_provider: carrier,
    items: items.map(({ line, quantity }) => ({ order_product_id: productId(order, line), quantity })),
  };
}

/** The order becomes shipped, or partly so, by itself. */
function ship(book: OrderBook, order: ShopOrder, json: unknown): ApiAnswer {
  const items = listIn(json, 'items').map((one) => ({
    line: Number(textIn(one, 'order_product_id')) - productId(order, 0),
    quantity: Number(textIn(one, 'quantity')),
  }));
  if (items.length === 0) return refusal(400, "The field 'items' is required.");
  if (textIn(json, 'order_address_id') !== String(order.id))
    return refusal(400, "The field 'order_address_id' is invalid.");
  const left = (line: number) => (order.sale.lines[line]?.quantity ?? 0) - shippedOf(order, line);
  if (items.some(({ line, quantity }) => !(quantity >= 1 && quantity <= left(line))))
    return refusal(400, 'The quantity of an item is more than is left to be shipped.');
  const carrier = textIn(json, 'shipping_provider') || textIn(json, 'comments');
  order.packages.push({ trackingNumber: textIn(json, 'tracking_number'), carrier, items });
  book.change(order, 'updated', { isShipped: order.sale.lines.every((_, line) => left(line) === 0) });
  return { status: 201, json: shipment(order, order.packages.length - 1), changed: order.id };
}

function hookRoutes({ hooks }: BigCommerceShop): [string, RegExp, Route][] {
  const one = /^v3\/hooks\/(\d+)$/;
  const of =
    (answer: (hook: Hook, call: ApiCall) => ApiAnswer): Route =>
    (call, [id = 0]) => {
      const hook = hooks.all.get(id);
      return hook ? answer(hook, call) : { status: 404, json: { status: 404, title: 'Not Found' } };
    };
  return [
    ['GET', /^v3\/hooks$/, () => ({ status: 200, json: { data: [...hooks.all.values()], meta: {} } })],
    ['POST', /^v3\/hooks$/, ({ json }) => addHook(hooks, json)],
    [
      'PUT',
      one,
      of((hook, { json }) => ({ status: 200, json: { data: Object.assign(hook, json), meta: {} } })),
    ],
    [
      'DELETE',
      one,
      of((hook) => (hooks.all.delete(hook.id), { status: 200, json: { data: hook, meta: {} } })),
    ],
  ];
}

/** One of a kind: the same scope and destination is a conflict. */
function addHook(hooks: Hooks, json: unknown): ApiAnswer {
  const scope = textIn(json, 'scope');
  const destination = textIn(json, 'destination');
  if (
    !/^store\/order\/(\*|created|updated|archived|statusUpdated)$/.test(scope) ||
    !URL.canParse(destination)
  )
    return { status: 422, json: { status: 422, title: 'The scope or the destination is invalid.' } };
  if ([...hooks.all.values()].some((hook) => hook.scope === scope && hook.destination === destination))
    return { status: 409, json: { status: 409, title: 'This hook already exists.' } };
  const headers = Object(fieldIn(json, 'headers')) as Record<string, string>;
  const isActive = fieldIn(json, 'is_active') === true;
  return {
    status: 200,
    json: { data: hooks.add({ scope, destination, headers, is_active: isActive }), meta: {} },
  };
}
