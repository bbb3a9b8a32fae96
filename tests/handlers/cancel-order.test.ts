import { expect, test } from '@jest/globals';
import { anOrderBody } from '../support/an-order-body.ts';
import { setClock, stopClock } from '../support/clock.ts';
import { openStore } from '../support/store.ts';

const { lightspeed, webstore, place, poll, storedItem, handlers } = await openStore();
stopClock('2026-11-23T18:04:10Z');

const cancel = (body: unknown, orderId = '1') =>
  webstore('POST', `/orders/${orderId}/cancel`, body, { handler: handlers.cancelOrder });

const aNote = (source: string, text: string) => ({
  source,
  text,
  firstAt: '2026-11-24T09:00:00Z',
  lastAt: '2026-11-24T09:00:00Z',
  count: 1,
});

test('an outstanding order is canceled, with the reason as a note, and offered no more', async () => {
  await place('1', anOrderBody());
  setClock('2026-11-24T09:00:00Z');
  const { status, body } = await cancel({ reason: 'Customer changed their mind' });
  expect(status).toBe(200);
  expect(JSON.parse(body)).toEqual({
    ...anOrderBody({ payments: [{ method: 'visa', type: 'VISA', amount: '77.09' }] }),
    orderId: '1',
    status: 'Canceled',
    failedDownloads: 0,
    shipments: [],
    notes: [aNote('webstore', 'Customer changed their mind')],
    notesDropped: 0,
    offers: { count: 0 },
    receivedAt: '2026-11-23T18:04:10Z',
    updatedAt: '2026-11-24T09:00:00Z',
    canceledAt: '2026-11-24T09:00:00Z',
  });
  expect(await poll()).toEqual([]);
});

test('a downloaded order gets a note to void it in Lightspeed too', async () => {
  await place('1', anOrderBody());
  await lightspeed('POST', '/LightSpeed/AcknowledgeRequest', '<A><Order Id="1"/></A>');
  setClock('2026-11-24T09:00:00Z');
  const { body } = await cancel({ reason: 'Fraud' });
  expect(JSON.parse(body)).toMatchObject({
    status: 'Canceled',
    notes: [
      aNote('webstore', 'Fraud'),
      aNote('system', 'Canceled on the webstore: void it in Lightspeed too.'),
    ],
  });
});

test('a repeated cancellation is answered the same, and nothing changes', async () => {
  await place('1', anOrderBody());
  await cancel({ reason: 'Fraud' });
  const before = await storedItem('1');
  setClock('2026-11-24T09:00:00Z');
  expect((await cancel({ reason: 'Fraud' })).status).toBe(200);
  expect(await storedItem('1')).toEqual(before);
});

test.each([
  ['whole', '<S TrackingNumber="T1"/>'],
  ['part', '<S TrackingNumber="T1"><Item Sku="KA-49006-1234"/></S>'],
])('an order that has shipped in %s is a conflict, and nothing changes', async (_, shipment) => {
  await place('1', anOrderBody());
  await lightspeed('POST', '/LightSpeed/Order/1/Shipment', shipment);
  const before = await storedItem('1');
  const { status, body } = await cancel({ reason: 'Fraud' });
  expect({ status, body: JSON.parse(body) }).toEqual({
    status: 409,
    body: {
      type: 'about:blank',
      title: 'Conflict',
      status: 409,
      code: 'OrderShipped',
      detail: 'This order has shipped, in whole or in part.',
      requestId: '6bc28136-xmpl-4365-b021-0ce6b2e64ab0',
    },
  });
  expect(await storedItem('1')).toEqual(before);
});

test.each<[unknown, string]>([
  [{}, 'is required'],
  [{ reason: '' }, 'must not be empty'],
  [{ reason: null }, 'must be a string'],
])('the reason is required: %j', async (body, detail) => {
  await place('1', anOrderBody());
  const answer = await cancel(body);
  expect(answer.status).toBe(422);
  expect(JSON.parse(answer.body)).toMatchObject({ errors: [{ pointer: '/reason', detail }] });
  expect(await poll()).toEqual(['1']);
});

test('an order that does not exist is OrderNotFound', async () => {
  const { status, body } = await cancel({ reason: 'Fraud' }, '2');
  expect(status).toBe(404);
  expect(JSON.parse(body)).toMatchObject({ code: 'OrderNotFound' });
});
