import { settings } from '../../lib/current-settings.ts';
import { recordActivity } from '../../lib/database/activity.ts';
import { offerOutstanding } from '../../lib/database/offering.ts';
import { lightspeedEndpoint } from '../../lib/lightspeed/endpoint.ts';
import { writeOutstandingActivity } from '../../lib/lightspeed/write-answers.ts';
import { writeOrder } from '../../lib/lightspeed/write-order.ts';

/** A function's answer has at most 6 MB, as the JSON in which it hands it over. */
const MAX_BYTES = 5_000_000;

/** Lightspeed polls for the orders it does not have yet (contract 3). `HEAD` only looks: nothing was offered. */
export const handler = lightspeedEndpoint('outstandingActivity', async ({ store, isHead, now, facts }) => {
  if (isHead) return '';
  await recordActivity(store.id, 'lastPolledAt', now);
  const failures: unknown[] = [];
  const offered = await offerOutstanding(store.id, {
    limit: settings.batchSize,
    maxBytes: MAX_BYTES,
    now,
    onFailure: (reason) => failures.push(reason),
    write: (order) => {
      const xml = writeOrder(order);
      return { value: xml, bytes: Buffer.byteLength(JSON.stringify(xml)) };
    },
  });
  if (failures.length > 0) facts['failures'] = failures;
  facts['orders'] = offered.map(({ order }) => order.orderId);
  return writeOutstandingActivity(offered.map(({ written }) => written.value));
});
