import { changeOrder } from '../../lib/database/orders.ts';
import { cancelInWebstore } from '../../lib/domain/cancel.ts';
import { webstoreEndpoint } from '../../lib/webstore/endpoint.ts';
import { orderJson } from '../../lib/webstore/order-json.ts';
import { reasonRequest } from '../../lib/webstore/requests.ts';
import { validate } from '../../lib/webstore/validate.ts';

/** The order is canceled on the webstore's side (contract 8). */
export const handler = webstoreEndpoint('cancelOrder', async ({ store, orderId, json, now, facts }) => {
  const { reason } = validate(reasonRequest, json());
  const { order } = await changeOrder(store.id, orderId, (before) => ({
    order: cancelInWebstore(before, reason, now),
    result: 'canceled',
  }));
  facts['orders'] = [orderId];
  return { body: orderJson(order) };
});
