import { begun } from '../../lib/begun.ts';
import { settings } from '../../lib/current-settings.ts';
import { recordActivity } from '../../lib/database/activity.ts';
import { type QueueEnds, readQueueEnds } from '../../lib/database/listing.ts';
import { offerOutstanding } from '../../lib/database/offering.ts';
import type { Order } from '../../lib/domain/order.ts';
import type { Store } from '../../lib/domain/store.ts';
import { methodOf } from '../../lib/http/request.ts';
import { type LightspeedCall, lightspeedEndpoint } from '../../lib/lightspeed/endpoint.ts';
import { writeOutstandingActivity } from '../../lib/lightspeed/write-answers.ts';

/** A function's answer has at most 6 MB, as JSON. */
const MAX_BYTES = 5_000_000;

/** Lightspeed polls for the orders that it does not have yet (contract 3). `HEAD` offers nothing. */
export const handler = lightspeedEndpoint('outstandingActivity', poll, (storeId, { event }) =>
  methodOf(event) === 'HEAD' ? undefined : readQueueEnds(storeId, { limit: settings.batchSize }),
);

async function poll(call: LightspeedCall, queue: Promise<QueueEnds | undefined>): Promise<string> {
  const { store, isHead, now, facts, metrics } = call;
  if (isHead) return '';
  const failures: unknown[] = [];
  const leftOut: string[] = [];
  const offered = await offerOutstanding(store.id, {
    limit: settings.batchSize,
    maxBytes: MAX_BYTES,
    now,
    startAt: store.startAt,
    queue,
    after: begun(recordActivity(store.id, 'lastPolledAt', now)),
    onFailure: (reason) => failures.push(reason),
    onLeftOut: (orderId) => leftOut.push(orderId),
    writer: () => orderWriter(store),
  });
  if (failures.length > 0) facts['failures'] = failures;
  metrics.OrdersOffered = offered.length;
  if (leftOut.length > 0) {
    metrics.OrdersLeftOut = leftOut.length;
    facts['leftOut'] = leftOut;
  }
  facts['offered'] = offered.length;
  facts['orders'] = offered.map(({ order }) => order.orderId);
  return writeOutstandingActivity(offered.map(({ written }) => written.value));
}

/** Loaded by the first poll that finds an order; most polls find none. */
async function orderWriter(store: Store): Promise<(order: Order) => { value: string; bytes: number }> {
  const { writeOrder } = await import('../../lib/lightspeed/write-order.ts');
  return (order) => {
    const xml = writeOrder(order, store);
    return { value: xml, bytes: Buffer.byteLength(JSON.stringify(xml)) };
  };
}
