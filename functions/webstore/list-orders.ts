import { listChanged, listOrders } from '../../lib/database/listing.ts';
import { queryOf } from '../../lib/http/request.ts';
import { webstoreEndpoint } from '../../lib/webstore/endpoint.ts';
import { orderJson } from '../../lib/webstore/order-json.ts';
import { listRequest } from '../../lib/webstore/requests.ts';
import { validate } from '../../lib/webstore/validate.ts';

/** A page of orders: newest first, or those that changed since a time (contract 8). */
export const handler = webstoreEndpoint('listOrders', async ({ store, event, now }) => {
  const { updatedSince, ...query } = validate(listRequest, {
    status: queryOf(event, 'status'),
    updatedSince: queryOf(event, 'updatedSince'),
    limit: queryOf(event, 'limit'),
    cursor: queryOf(event, 'cursor'),
  });
  const page =
    updatedSince === undefined
      ? await listOrders(store.id, query)
      : await listChanged(store.id, { ...query, updatedSince, now });
  return { body: { ...page, orders: page.orders.map((order) => orderJson(order)) } };
});
