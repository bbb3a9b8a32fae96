import { getActivity } from '../../lib/database/activity.ts';
import { getLastRejection } from '../../lib/database/attempts.ts';
import { getConnectionFacts } from '../../lib/database/connections.ts';
import { summarizeOutstanding } from '../../lib/database/listing.ts';
import { summarizeMessages } from '../../lib/database/message-counts.ts';
import { statusOf } from '../../lib/domain/status.ts';
import { webstoreEndpoint } from '../../lib/webstore/endpoint.ts';

/** Whether Lightspeed is there, and what waits for it (contract 8). */
export const handler = webstoreEndpoint('getStatus', async ({ store, now }) => {
  const [activity, waiting, lastRejection, messages, connections] = await Promise.all([
    getActivity(store.id),
    summarizeOutstanding(store.id, store),
    getLastRejection(store.id),
    summarizeMessages(store),
    getConnectionFacts(store),
  ]);
  return { body: statusOf(store, { activity, waiting, lastRejection, messages, connections }, now) };
});
