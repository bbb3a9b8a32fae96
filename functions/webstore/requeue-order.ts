import { changeOrder } from '../../lib/database/orders.ts';
import { requeue } from '../../lib/domain/requeue.ts';
import { webstoreEndpoint } from '../../lib/webstore/endpoint.ts';
import { orderJson } from '../../lib/webstore/order-json.ts';
import { reasonRequest } from '../../lib/webstore/requests.ts';
import { validate } from '../../lib/webstore/validate.ts';

/** Offers a downloaded order to Lightspeed again (contract 8). */
export const handler = webstoreEndpoint('requeueOrder', async (call) => {
  const { store, orderId, json, now, facts, metrics } = call;
  const { reason } = validate(reasonRequest, json());
  const { order, result } = await changeOrder({ store, by: 'webstore' }, orderId, (before) => {
    const after = requeue(before, reason, { source: 'webstore', now });
    return { order: after, result: after === before ? 'AlreadyOutstanding' : 'Requeued' };
  });
  if (result === 'Requeued') metrics.OrdersRequeued = 1;
  Object.assign(facts, { orders: [orderId], result });
  return { body: orderJson(order) };
});
