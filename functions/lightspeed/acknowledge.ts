import { begun } from '../../lib/begun.ts';
import { settings } from '../../lib/current-settings.ts';
import { recordActivity } from '../../lib/database/activity.ts';
import { changeOrders } from '../../lib/database/orders.ts';
import { acknowledge } from '../../lib/domain/acknowledge.ts';
import type { Order } from '../../lib/domain/order.ts';
import { lightspeedEndpoint } from '../../lib/lightspeed/endpoint.ts';
import { readAcknowledgements } from '../../lib/lightspeed/read-acknowledgement.ts';
import { writeAcknowledgeResponse } from '../../lib/lightspeed/write-answers.ts';

/** Lightspeed reports which orders it took, and which it refused and why (contract 4). */
export const handler = lightspeedEndpoint('acknowledge', async (call) => {
  const { store, requiredDocument, now, facts, metrics } = call;
  const acknowledgements = readAcknowledgements(requiredDocument());
  const changes = acknowledgements.map(
    (said) => [said.orderId, (order: Order) => acknowledge(order, said, now)] as const,
  );
  const after = begun(recordActivity(store.id, 'lastAcknowledgedAt', now));
  const results = await changeOrders({ store, by: 'lightspeed' }, new Map(changes), { after });
  const lines = acknowledgements.map(
    ({ orderId }) => ({ orderId, result: results.get(orderId) ?? 'NotFound' }) as const,
  );
  metrics.OrdersDownloaded = lines.filter(({ result }) => result === 'Downloaded').length;
  metrics.OrdersRefused = lines.filter(({ result }) => result === 'ErrorsRecorded').length;
  facts['orders'] = lines.slice(0, settings.batchSize);
  facts['acknowledged'] = lines.length;
  return writeAcknowledgeResponse(lines);
});
