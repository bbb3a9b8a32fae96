import { changeOrder } from '../../lib/database/orders.ts';
import { cancelInWebstore } from '../../lib/domain/cancel.ts';
import { webstoreEndpoint } from '../../lib/webstore/endpoint.ts';
import { orderJson } from '../../lib/webstore/order-json.ts';
import { reasonRequest } from '../../lib/webstore/requests.ts';
import { validate } from '../../lib/webstore/validate.ts';

/** The order is canceled on the webstore's side (contract 8). */
export const handler = webstoreEndpoint('cancelOrder', async (call) => {
  const { store, orderId, json, now, facts, metrics } = call;
  const { reason } = validate(reasonRequest, json());
  const { order, result } = await changeOrder({ store, by: 'webstore' }, orderId, (before) => {
    const after = cancelInWebstore(before, reason, now);
    return { order: after, result: after.status === before.status ? 'AlreadyCanceled' : 'Canceled' };
  });
  if (result === 'Canceled') metrics.OrdersCanceled = 1;
  Object.assign(facts, { orders: [orderId], result });
  return { body: orderJson(order) };
});
