import { listOrders } from '../../lib/database/listing.ts';
import { queryOf } from '../../lib/http/request.ts';
import { webstoreEndpoint } from '../../lib/webstore/endpoint.ts';
import { orderJson } from '../../lib/webstore/order-json.ts';
import { listRequest } from '../../lib/webstore/requests.ts';
import { validate } from '../../lib/webstore/validate.ts';

/** A page of orders, newest first (contract 8). */
export const handler = webstoreEndpoint('listOrders', async ({ store, event }) => {
  const query = validate(listRequest, {
    status: queryOf(event, 'status'),
    limit: queryOf(event, 'limit'),
    cursor: queryOf(event, 'cursor'),
  });
  const { orders, nextCursor } = await listOrders(store.id, query);
  return { body: { orders: orders.map(orderJson), nextCursor } };
});
