import { changeOrder } from '../../lib/database/orders.ts';
import { requeue } from '../../lib/domain/requeue.ts';
import { webstoreEndpoint } from '../../lib/webstore/endpoint.ts';
import { orderJson } from '../../lib/webstore/order-json.ts';
import { reasonRequest } from '../../lib/webstore/requests.ts';
import { validate } from '../../lib/webstore/validate.ts';

/** A downloaded order is to be offered to Lightspeed again (contract 8). */
export const handler = webstoreEndpoint('requeueOrder', async ({ store, orderId, json, now, facts }) => {
  const { reason } = validate(reasonRequest, json());
  const { order } = await changeOrder(store.id, orderId, (before) => ({
    order: requeue(before, reason, now),
    result: 'requeued',
  }));
  facts['orders'] = [orderId];
  return { body: orderJson(order) };
});
