import type { ShopOrder } from '../order-book.ts';
import { fulfill, type FulfillmentInput } from './fulfillment.ts';
import type { ShopifyShop } from './rest.ts';
import { orderOf, toldFulfillment, toldOrder, toldSubscription } from './told.ts';

/** Which order a call has changed. */
export type Changes = { order?: number };

/** Each answers a refusal in its user errors, with status 200. */
export function mutations(shop: ShopifyShop, changes: Changes): object {
  const noting = (order: ShopOrder) => void (changes.order = order.id);
  return {
    webhookSubscriptionCreate: (given: Subscribing) => subscribe(shop, given),
    webhookSubscriptionDelete: ({ id }: { id: string }) => unsubscribe(shop, id),
    orderUpdate: ({ input }: { input: Written }) => write(shop, input, noting),
    orderCancel: ({ orderId }: { orderId: string }) => cancel(shop, orderId, noting),
    fulfillmentCreate: ({ fulfillment }: { fulfillment: FulfillmentInput }) =>
      send(shop, fulfillment, noting),
  };
}

function userError(field: string, message: string): object {
  return { userErrors: [{ field: [field], message }] };
}

type Subscribing = { topic: string; webhookSubscription: { uri?: string; callbackUrl?: string } };

function subscribe(
  { webhooks, keys }: ShopifyShop,
  { topic, webhookSubscription: wanted }: Subscribing,
): object {
  const uri = wanted.uri ?? wanted.callbackUrl ?? '';
  const known = [...webhooks.all.values()].filter(({ isPasted }) => !isPasted);
  if (known.some((one) => one.topic === topic && one.uri === uri))
    return userError('webhookSubscription', 'Address for this topic has already been taken');
  const made = webhooks.add({ topic, uri, key: keys.clientSecret, isPasted: false });
  return { webhookSubscription: toldSubscription(made), userErrors: [] };
}

function unsubscribe({ webhooks }: ShopifyShop, id: string): object {
  return webhooks.all.delete(id)
    ? { deletedWebhookSubscriptionId: id, userErrors: [] }
    : userError('id', 'Webhook subscription does not exist');
}

type Noting = (order: ShopOrder) => void;
type Written = { id: string; note?: string; tags?: string[] };

function write(shop: ShopifyShop, input: Written, noting: Noting): object {
  const order = orderOf(shop, input.id);
  if (!order) return userError('id', 'Order does not exist');
  shop.write(order, input);
  noting(order);
  return { order: toldOrder(shop, order), userErrors: [] };
}

function cancel(shop: ShopifyShop, id: string, noting: Noting): object {
  const order = orderOf(shop, id);
  if (!order || order.state === 'canceled')
    return { orderCancelUserErrors: [{ message: 'Order cannot be canceled' }] };
  shop.book.change(order, 'canceled', { state: 'canceled' });
  noting(order);
  return { orderCancelUserErrors: [] };
}

function send({ book }: ShopifyShop, fulfillment: FulfillmentInput, noting: Noting): object {
  const made = fulfill(book, fulfillment);
  if (typeof made === 'string') return userError('fulfillment', made);
  noting(made);
  const last = made.packages.at(-1);
  return { fulfillment: last ? toldFulfillment(last, made.packages.length - 1) : null, userErrors: [] };
}
