import { putOrder } from '../../lib/database/orders.ts';
import { isOrderId } from '../../lib/domain/order.ts';
import { newOrder, placeAgain } from '../../lib/domain/place.ts';
import { webstoreEndpoint } from '../../lib/webstore/endpoint.ts';
import { orderJson } from '../../lib/webstore/order-json.ts';
import { orderContent } from '../../lib/schema/order-content.ts';
import { invalid, validate } from '../../lib/webstore/validate.ts';

/** The webstore places an order, or sends it again (contract 8). */
export const handler = webstoreEndpoint('putOrder', async (call) => {
  const { store, orderId, json, now, facts, metrics } = call;
  if (!isOrderId(orderId)) {
    throw invalid([{ pointer: '/orderId', detail: 'must be 1 to 64 characters of A-Z a-z 0-9 . _ -' }]);
  }
  const content = validate(orderContent, json());
  const { order, result } = await putOrder(
    { store, by: 'webstore' },
    {
      fresh: newOrder(orderId, content, now),
      created: 'created' as const,
      again: (before) => placeAgain(before, content, now),
    },
  );
  if (result === 'created') metrics.OrdersPlaced = 1;
  Object.assign(facts, { orders: [orderId], result });
  return { status: result === 'created' ? 201 : 200, body: orderJson(order) };
});
