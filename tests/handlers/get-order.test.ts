import { expect, test } from '@jest/globals';
import { anOrderBody } from '../support/an-order-body.ts';
import { setClock, stopClock } from '../support/clock.ts';
import { openStore } from '../support/store.ts';

const { lightspeed, webstore, place, poll, storedItem, handlers } = await openStore();
stopClock('2026-11-23T18:04:10Z');

const get = (orderId: string) =>
  webstore('GET', `/orders/${orderId}`, undefined, { handler: handlers.getOrder });

test('an order is told with its status, shipments, notes, failed downloads and times', async () => {
  await place('100234', anOrderBody());
  setClock('2026-11-23T18:05:00Z');
  await poll();
  setClock('2026-11-23T18:06:00Z');
  await lightspeed(
    'POST',
    '/LightSpeed/AcknowledgeRequest',
    '<A><Order Id="100234" Error="Unknown part"/></A>',
  );
  setClock('2026-11-23T18:07:00Z');
  await poll();
  setClock('2026-11-23T18:08:00Z');
  await lightspeed('POST', '/LightSpeed/AcknowledgeRequest', '<A><Order Id="100234"/></A>');
  setClock('2026-11-24T09:00:00Z');
  await lightspeed(
    'POST',
    '/LightSpeed/Order/100234/Shipment',
    '<S TrackingNumber="1Z" Carrier="UPS" ShipDate="2026-11-24"/>',
  );
  const { status, headers, body } = await get('100234');
  expect({ status, headers, body: JSON.parse(body) }).toEqual({
    status: 200,
    headers: { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' },
    body: {
      ...anOrderBody({ payments: [{ method: 'visa', type: 'VISA', amount: '77.09' }] }),
      orderId: '100234',
      status: 'Shipped',
      failedDownloads: 1,
      shipments: [
        {
          trackingNumber: '1Z',
          carrier: 'UPS',
          shippedAt: '2026-11-24T00:00:00Z',
          recordedAt: '2026-11-24T09:00:00Z',
        },
      ],
      messages: [],
      notes: [
        {
          source: 'lightspeed',
          text: 'Unknown part',
          firstAt: '2026-11-23T18:06:00Z',
          lastAt: '2026-11-23T18:06:00Z',
          count: 1,
        },
      ],
      notesDropped: 0,
      offers: { count: 2, firstAt: '2026-11-23T18:05:00Z', lastAt: '2026-11-23T18:07:00Z' },
      receivedAt: '2026-11-23T18:04:10Z',
      updatedAt: '2026-11-24T09:00:00Z',
      downloadedAt: '2026-11-23T18:08:00Z',
      shippedAt: '2026-11-24T00:00:00Z',
    },
  });
});

test('looking an order up changes nothing', async () => {
  await place('1', anOrderBody());
  const before = await storedItem('1');
  await get('1');
  expect(await storedItem('1')).toEqual(before);
});

test.each(['2', 'x'.repeat(65), 'a%20b', '1%00'])(
  'an order that does not exist is OrderNotFound: %s',
  async (orderId) => {
    await place('1', anOrderBody());
    const { status, headers, body } = await get(orderId);
    expect({ status, headers, body: JSON.parse(body) }).toEqual({
      status: 404,
      headers: { 'Content-Type': 'application/problem+json; charset=utf-8', 'Cache-Control': 'no-store' },
      body: {
        type: 'about:blank',
        title: 'Not Found',
        status: 404,
        code: 'OrderNotFound',
        detail: `There is no order ${decodeURIComponent(orderId)} in this store.`,
        requestId: '6bc28136-xmpl-4365-b021-0ce6b2e64ab0',
      },
    });
  },
);
