import { expect, test } from '@jest/globals';
import { anOrderBody } from '../support/an-order-body.ts';
import { setClock, stopClock } from '../support/clock.ts';
import { openStore } from '../support/store.ts';

const { lightspeed, webstore, place, poll, lookUp, storedItem, handlers } = await openStore();
stopClock('2026-11-23T18:04:10Z');

const requeue = (body: unknown, orderId = '1') =>
  webstore('POST', `/orders/${orderId}/requeue`, body, { handler: handlers.requeueOrder });

const acknowledge = (order: string) =>
  lightspeed('POST', '/LightSpeed/AcknowledgeRequest', `<A>${order}</A>`);

test('a downloaded order is outstanding again, with the reason as a note, and is offered', async () => {
  await place('1', anOrderBody());
  await acknowledge('<Order Id="1" Error="Locked"/>');
  await acknowledge('<Order Id="1"/>');
  setClock('2026-11-24T09:00:00Z');
  const { status, body } = await requeue({ reason: 'Restored from an older backup' });
  expect(status).toBe(200);
  expect(JSON.parse(body)).toEqual({
    ...anOrderBody({ payments: [{ method: 'visa', type: 'VISA', amount: '77.09' }] }),
    orderId: '1',
    status: 'New',
    failedDownloads: 0,
    shipments: [],
    notes: [
      {
        source: 'lightspeed',
        text: 'Locked',
        firstAt: '2026-11-23T18:04:10Z',
        lastAt: '2026-11-23T18:04:10Z',
        count: 1,
      },
      {
        source: 'webstore',
        text: 'Restored from an older backup',
        firstAt: '2026-11-24T09:00:00Z',
        lastAt: '2026-11-24T09:00:00Z',
        count: 1,
      },
    ],
    notesDropped: 0,
    offers: { count: 0 },
    receivedAt: '2026-11-23T18:04:10Z',
    updatedAt: '2026-11-24T09:00:00Z',
    outstandingSince: '2026-11-24T09:00:00Z',
  });
  expect(await poll()).toEqual(['1']);
});

test('it can be replaced, and downloaded, again', async () => {
  await place('1', anOrderBody());
  await acknowledge('<Order Id="1"/>');
  await requeue({ reason: 'x' });
  expect((await webstore('PUT', '/orders/1', anOrderBody({ currency: 'CAD' }))).status).toBe(200);
  setClock('2026-11-24T09:00:00Z');
  await poll();
  await acknowledge('<Order Id="1"/>');
  expect(await lookUp('1')).toMatchObject({
    status: 'Downloaded',
    currency: 'CAD',
    downloadedAt: '2026-11-24T09:00:00Z',
  });
});

test('an order that is outstanding stays as it is', async () => {
  await place('1', anOrderBody());
  const before = await storedItem('1');
  setClock('2026-11-24T09:00:00Z');
  expect((await requeue({ reason: 'x' })).status).toBe(200);
  expect(await storedItem('1')).toEqual(before);
});

test.each([
  ['shipped', '/LightSpeed/Order/1/Shipment', '<S TrackingNumber="T1"/>', 'OrderShipped'],
  [
    'partially shipped',
    '/LightSpeed/Order/1/Shipment',
    '<S TrackingNumber="T1"><Item Sku="KA-49006-1234"/></S>',
    'OrderShipped',
  ],
  ['canceled', '/LightSpeed/Order/1/Cancel', '', 'OrderCanceled'],
])('a %s order is a conflict, and nothing changes', async (_, path, said, code) => {
  await place('1', anOrderBody());
  await lightspeed('POST', path, said);
  const before = await storedItem('1');
  const { status, body } = await requeue({ reason: 'x' });
  expect(status).toBe(409);
  expect(JSON.parse(body)).toMatchObject({ code });
  expect(await storedItem('1')).toEqual(before);
  expect(await poll()).toEqual([]);
});

test.each<[unknown, string]>([
  [{}, 'is required'],
  [{ reason: ' ' }, 'must not be empty'],
  [{ reason: 7 }, 'must be a string'],
])('the reason is required: %j', async (body, detail) => {
  await place('1', anOrderBody());
  const answer = await requeue(body);
  expect(answer.status).toBe(422);
  expect(JSON.parse(answer.body)).toMatchObject({ errors: [{ pointer: '/reason', detail }] });
});

test('an order that does not exist is OrderNotFound', async () => {
  const { status, body } = await requeue({ reason: 'x' }, '2');
  expect(status).toBe(404);
  expect(JSON.parse(body)).toMatchObject({ code: 'OrderNotFound' });
});
