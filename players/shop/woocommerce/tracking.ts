import type { ApiAnswer } from '../api-server.ts';
import { fieldIn, listIn, textIn } from '../json.ts';
import type { OrderBook, Package, ShopOrder } from '../order-book.ts';
import { ofOrder, refusal, type Routes, type WooShop } from './routes.ts';

/* Where a WooCommerce shop keeps tracking numbers: nowhere, in one of two plug-ins, or in its own fulfillments. */

export const TRACKINGS = ['notes', 'shipment-tracking', 'advanced', 'fulfillments'] as const;

/** What is not installed has no routes: 404 `rest_no_route`. */
export function trackingRoutes({ book, tracking }: WooShop): Routes {
  if (tracking === 'shipment-tracking') return plugIn(book, 'wc-shipment-tracking');
  if (tracking === 'advanced') return plugIn(book, 'wc-ast');
  return tracking === 'fulfillments' ? fulfillments(book) : [];
}

function plugIn(book: OrderBook, name: string): Routes {
  const path = new RegExp(`^${name}/v3/orders/(\\d+)/shipment-trackings$`);
  return [
    [
      'GET',
      path,
      (_, [id]) => ofOrder(book, id, ({ packages }) => ({ status: 200, json: packages.map(item) })),
    ],
    ['POST', path, ({ json }, [id]) => ofOrder(book, id, (order) => addItem(order, json))],
  ];
}

function item({ trackingNumber, carrier }: Package, at: number): object {
  return { tracking_id: String(at), tracking_provider: carrier, tracking_number: trackingNumber };
}

function addItem(order: ShopOrder, json: unknown): ApiAnswer {
  const trackingNumber = textIn(json, 'tracking_number');
  const carrier = textIn(json, 'tracking_provider') || textIn(json, 'custom_tracking_provider');
  if (trackingNumber === '' || carrier === '')
    return refusal(400, 'rest_missing_callback_param', 'Missing parameter(s): tracking_number');
  const made = { trackingNumber, carrier, items: [] };
  order.packages.push(made);
  return { status: 201, json: item(made, order.packages.length - 1), changed: order.id };
}

/** `OrderFulfillmentsRestController.php`, of WooCommerce 10.1 and later, where the feature is switched on. */
function fulfillments(book: OrderBook): Routes {
  const path = /^wc\/v3\/orders\/(\d+)\/fulfillments$/;
  return [
    [
      'GET',
      path,
      (_, [id]) =>
        ofOrder(book, id, (order) => ({
          status: 200,
          json: order.packages.map((one, at) => fulfillment(order, one, at)),
        })),
    ],
    ['POST', path, ({ json }, [id]) => ofOrder(book, id, (order) => addFulfillment(order, json))],
  ];
}

function fulfillment(order: ShopOrder, { trackingNumber, carrier, items }: Package, at: number): object {
  const metas = {
    _items: items.map(({ line, quantity }) => ({ item_id: order.id * 100 + line, qty: quantity })),
    _tracking_number: trackingNumber,
    _shipping_provider: carrier,
  };
  return {
    id: order.id * 10 + at,
    entity_type: 'WC_Order',
    entity_id: String(order.id),
    status: 'fulfilled',
    is_fulfilled: true,
    date_deleted: null,
    meta_data: Object.entries(metas).map(([key, value], id) => ({ id, key, value })),
  };
}

/** More of a line than is left of it is refused, as are items that the order does not have. */
function addFulfillment(order: ShopOrder, json: unknown): ApiAnswer {
  const metas = Object.fromEntries(
    listIn(json, 'meta_data').map((meta) => [textIn(meta, 'key'), fieldIn(meta, 'value')]),
  );
  const items = listIn(metas, '_items').map((one) => ({
    line: Number(textIn(one, 'item_id')) - order.id * 100,
    quantity: Number(textIn(one, 'qty')),
  }));
  const isTooMuch = items.some(({ line, quantity }) => !(quantity >= 1 && quantity <= leftOf(order, line)));
  if (items.length === 0 || isTooMuch)
    return refusal(400, 'woocommerce_fulfillment_error', 'Invalid item quantity.');
  if (textIn(json, 'status') !== 'fulfilled')
    return refusal(
      400,
      'woocommerce_fulfillment_error',
      'This shop was told of a draft, which is sent to nobody.',
    );
  const made = {
    trackingNumber: textIn(metas, '_tracking_number'),
    carrier: textIn(metas, '_shipping_provider'),
    items,
  };
  order.packages.push(made);
  return { status: 201, json: fulfillment(order, made, order.packages.length - 1), changed: order.id };
}

function leftOf({ sale, packages }: ShopOrder, line: number): number {
  const sent = packages.flatMap(({ items }) => items).filter((one) => one.line === line);
  return (sale.lines[line]?.quantity ?? 0) - sent.reduce((all, { quantity }) => all + quantity, 0);
}
