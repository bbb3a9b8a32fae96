import type { ApiAnswer, ApiCall } from '../api-server.ts';
import type { OrderBook, ShopOrder } from '../order-book.ts';
import type { WooWebhooks } from './webhooks.ts';

export type WooShop = {
  book: OrderBook;
  webhooks: WooWebhooks;
  keys: { key: string; secret: string };
  tracking: string;
};

export type Route = (call: ApiCall, numbers: number[]) => ApiAnswer | Promise<ApiAnswer>;
export type Routes = [method: string, path: RegExp, route: Route][];

export function refusal(status: number, code: string, message: string): ApiAnswer {
  return { status, json: { code, message, data: { status } } };
}

/** Answers for an order that there is, or as WooCommerce does for one that there is not. */
export function ofOrder(
  book: OrderBook,
  id: number | undefined,
  answer: (order: ShopOrder) => ApiAnswer,
): ApiAnswer {
  const order = book.orders.get(id ?? 0);
  return order ? answer(order) : refusal(404, 'woocommerce_rest_shop_order_invalid_id', 'Invalid ID.');
}
