import { recordActivity } from '../../lib/database/activity.ts';
import { lightspeedEndpoint } from '../../lib/lightspeed/endpoint.ts';
import { writeTestConnection } from '../../lib/lightspeed/write-answers.ts';

/** Lightspeed's *Test Connection* button (contract 2). The console's connection assistant shows when it last worked. */
export const handler = lightspeedEndpoint('testConnection', async ({ store, now }) => {
  await recordActivity(store.id, 'lastTestedAt', now);
  return writeTestConnection({ storeId: store.id, now });
});
