import { putOrder } from '../../lib/database/orders.ts';
import { isOrderId } from '../../lib/domain/order.ts';
import { newOrder, placeAgain } from '../../lib/domain/place.ts';
import { webstoreEndpoint } from '../../lib/webstore/endpoint.ts';
import { orderJson } from '../../lib/webstore/order-json.ts';
import { orderContent } from '../../lib/webstore/order-schema.ts';
import { invalid, validate } from '../../lib/webstore/validate.ts';

/** The webstore places an order, or sends it again (contract 8). */
export const handler = webstoreEndpoint('putOrder', async ({ store, orderId, json, now, facts }) => {
  if (!isOrderId(orderId)) {
    throw invalid([{ pointer: '/orderId', detail: 'must be 1 to 64 characters of A-Z a-z 0-9 . _ -' }]);
  }
  const content = validate(orderContent, json());
  const { order, result } = await putOrder(store.id, {
    fresh: newOrder(orderId, content, now),
    created: 'created' as const,
    again: (before) => placeAgain(before, content, now),
  });
  Object.assign(facts, { orders: [orderId], result });
  return { status: result === 'created' ? 201 : 200, body: orderJson(order) };
});
