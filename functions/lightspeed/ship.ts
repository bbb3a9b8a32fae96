import { recordActivity } from '../../lib/database/activity.ts';
import { changeOrder } from '../../lib/database/orders.ts';
import { ship } from '../../lib/domain/ship.ts';
import { lightspeedEndpoint } from '../../lib/lightspeed/endpoint.ts';
import { readShipments } from '../../lib/lightspeed/read-shipment.ts';
import { writeShipmentResponse } from '../../lib/lightspeed/write-answers.ts';

/** Lightspeed reports that an order, or a part of it, has shipped (contract 5). */
export const handler = lightspeedEndpoint(
  'ship',
  async ({ store, orderId, requiredDocument, now, facts, metrics }) => {
    const shipments = readShipments(requiredDocument());
    const { order, result } = await changeOrder({ store, by: 'lightspeed' }, orderId, (before) =>
      ship(before, shipments, now),
    );
    await recordActivity(store.id, 'lastShippedAt', now);
    if (result === 'Recorded') metrics.OrdersShipped = 1;
    Object.assign(facts, { orders: [orderId], result, orderStatus: order.status });
    return writeShipmentResponse({ orderId, status: order.status, result });
  },
);
