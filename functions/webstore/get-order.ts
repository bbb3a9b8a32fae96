import { getOrder } from '../../lib/database/orders.ts';
import { webstoreEndpoint } from '../../lib/webstore/endpoint.ts';
import { orderJson } from '../../lib/webstore/order-json.ts';

/** The order with status, shipments, notes, failed downloads, times (contract 8). */
export const handler = webstoreEndpoint('getOrder', async ({ store, orderId, facts }) => {
  facts['orders'] = [orderId];
  return { body: orderJson(await getOrder(store.id, orderId)) };
});
