import { describe, expect, test } from '@jest/globals';
import { anOrderBody } from '../support/an-order-body.ts';
import { openStore } from '../support/store.ts';

const { lightspeed, webstore, place, storedItem } = await openStore({ enabled: false });

describe('a store whose module is off', () => {
  test.each([
    ['GET', '/LightSpeed'],
    ['POST', '/LightSpeed/TestConnection'],
    ['GET', '/LightSpeed/OutstandingActivity'],
    ['POST', '/LightSpeed/AcknowledgeRequest'],
    ['POST', '/LightSpeed/Order/1/Shipment'],
    ['POST', '/LightSpeed/Order/1/Cancel'],
  ])('answers %s %s with ModuleDisabled and does nothing', async (method, path) => {
    await place('1', anOrderBody());
    const before = await storedItem('1');
    const body = method === 'POST' ? '<X TrackingNumber="1Z"><Order Id="1"/></X>' : undefined;
    expect(await lightspeed(method, path, body)).toEqual({
      status: 403,
      headers: { 'Content-Type': 'application/xml; charset=utf-8', 'Cache-Control': 'no-store' },
      body:
        '<?xml version="1.0" encoding="UTF-8"?><Error><Code>ModuleDisabled</Code>' +
        '<Message>The Web Orders module of this store is off.</Message>' +
        '<RequestId>6bc28136-xmpl-4365-b021-0ce6b2e64ab0</RequestId></Error>',
    });
    expect(await storedItem('1')).toEqual(before);
  });

  test('tells that only to the right credentials', async () => {
    const answer = await lightspeed('GET', '/LightSpeed', undefined, { authorization: null });
    expect(answer.status).toBe(401);
  });

  test('takes orders of the webstore', async () => {
    await place('1', anOrderBody());
    expect((await webstore('GET', '/orders/1')).status).toBe(200);
  });
});
