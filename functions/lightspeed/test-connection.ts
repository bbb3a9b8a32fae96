import { lightspeedEndpoint } from '../../lib/lightspeed/endpoint.ts';
import { writeTestConnection } from '../../lib/lightspeed/write-answers.ts';

/** Lightspeed's *Test Connection* button (contract 2). */
export const handler = lightspeedEndpoint('testConnection', async ({ store, now }) =>
  writeTestConnection({ storeId: store.id, now }),
);
