import { getOrderWithOutbox } from '../../lib/database/orders.ts';
import { newestMessages } from '../../lib/desk/messages.ts';
import { webstoreEndpoint } from '../../lib/webstore/endpoint.ts';
import { orderJson } from '../../lib/webstore/order-json.ts';

/** The order with status, shipments, notes, failed downloads, times and messages (contract 8 and 9). */
export const handler = webstoreEndpoint('getOrder', async ({ store, orderId, facts }) => {
  facts['orders'] = [orderId];
  const found = await getOrderWithOutbox(store.id, orderId);
  return { body: orderJson(found.order, await newestMessages(store, found)) };
});
