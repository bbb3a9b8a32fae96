import { getOrderWithOutbox } from '../../lib/database/orders.ts';
import { newestMessages, resendMessages } from '../../lib/desk/messages.ts';
import { webstoreEndpoint } from '../../lib/webstore/endpoint.ts';
import { orderJson } from '../../lib/webstore/order-json.ts';

/** Sends an order's undelivered messages again, now (contract 9). */
export const handler = webstoreEndpoint('resendMessages', async ({ store, orderId, now, facts }) => {
  const found = await getOrderWithOutbox(store.id, orderId);
  const resent = await resendMessages(store, orderId, now);
  Object.assign(facts, { orders: [orderId], resent });
  return { body: orderJson(found.order, await newestMessages(store, found)) };
});
