import { changeOrder } from '../../lib/database/orders.ts';
import { cancelInLightspeed } from '../../lib/domain/cancel.ts';
import { lightspeedEndpoint } from '../../lib/lightspeed/endpoint.ts';
import { readCancellation } from '../../lib/lightspeed/read-cancellation.ts';
import { writeCancelResponse } from '../../lib/lightspeed/write-answers.ts';

/** Staff voided the order in Lightspeed (contract 6). */
export const handler = lightspeedEndpoint('cancel', async (call) => {
  const { store, orderId, document, now, facts, metrics } = call;
  const { reason } = readCancellation(document());
  const { order, result } = await changeOrder({ store, by: 'lightspeed' }, orderId, (before) =>
    cancelInLightspeed(before, reason, now),
  );
  if (result === 'Canceled') metrics.OrdersCanceled = 1;
  Object.assign(facts, { orders: [orderId], result, orderStatus: order.status });
  return writeCancelResponse({ orderId, status: order.status, result });
});
