import { getActivity } from '../../lib/database/activity.ts';
import { summarizeOutstanding } from '../../lib/database/listing.ts';
import { secondsBetween, toInstant } from '../../lib/domain/instant.ts';
import { webstoreEndpoint } from '../../lib/webstore/endpoint.ts';

/** Whether Lightspeed is there, and what waits for it (contract 8). */
export const handler = webstoreEndpoint('getStatus', async ({ store, now }) => {
  const {
    lastPolledAt = null,
    lastAcknowledgedAt = null,
    lastShippedAt = null,
  } = await getActivity(store.id);
  const { outstanding, refused, oldest } = await summarizeOutstanding(store.id);
  const oldestOutstanding = oldest && {
    orderId: oldest.orderId,
    since: toInstant(new Date(oldest.since)),
    ageSeconds: secondsBetween(oldest.since, now),
  };
  return {
    body: {
      store: store.id,
      lastPolledAt,
      lastAcknowledgedAt,
      lastShippedAt,
      outstanding,
      refused,
      oldestOutstanding: oldestOutstanding ?? null,
    },
  };
});
