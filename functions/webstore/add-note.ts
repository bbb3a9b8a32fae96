import { changeOrder } from '../../lib/database/orders.ts';
import { addNote } from '../../lib/domain/note.ts';
import { webstoreEndpoint } from '../../lib/webstore/endpoint.ts';
import { orderJson } from '../../lib/webstore/order-json.ts';
import { noteRequest } from '../../lib/webstore/requests.ts';
import { validate } from '../../lib/webstore/validate.ts';

/** Staff add a note (contract 8). */
export const handler = webstoreEndpoint('addNote', async ({ store, orderId, json, now, facts }) => {
  const { text } = validate(noteRequest, json());
  const { order } = await changeOrder({ store, by: 'staff' }, orderId, (before) => ({
    order: addNote({ ...before, updatedAt: now }, { source: 'staff', text, now }),
    result: 'noted',
  }));
  facts['orders'] = [orderId];
  return { status: 201, body: orderJson(order) };
});
