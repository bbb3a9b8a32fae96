import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { anOrderBody } from '../support/an-order-body.ts';
import { setClock, stopClock } from '../support/clock.ts';
import { openStore } from '../support/store.ts';
import { startReceiver } from '../support/receiver.ts';
import { nameUrl, secret, tell } from '../support/tell.ts';

/*
 * From a call of Lightspeed's to the webstore's URL: the real handlers, the real teller, a real receiver on loopback, and
 * npm's standardwebhooks as the judge of what arrives.
 */

const { place, lightspeed, webstore } = await openStore();
const receiver = await startReceiver();
afterAll(receiver.close);
beforeAll(() => nameUrl('coolbike', receiver.url));
beforeEach(() => {
  receiver.received.length = 0;
  receiver.react((_, response) => void response.writeHead(204).end());
});
stopClock('2026-11-24T18:04:05Z');

const order = '100234';
const acknowledge = (errors = '') =>
  lightspeed(
    'POST',
    '/LightSpeed/AcknowledgeRequest',
    `<AcknowledgeRequest><Orders><Order><OrderId>${order}</OrderId>${errors}</Order></Orders></AcknowledgeRequest>`,
  );
const ship = (tracking = '1Z999AA10123456784') =>
  lightspeed(
    'POST',
    `/LightSpeed/Order/${order}/Shipment`,
    `<Shipment><TrackingNumber>${tracking}</TrackingNumber><Carrier>UPS</Carrier><ShipDate>2026-11-24</ShipDate></Shipment>`,
  );

const told = () => receiver.received.map(({ body }) => JSON.parse(body) as { type: string; data: object });
const types = () => told().map(({ type }) => type);

test('a shipment is told as the contract says, byte by byte, and every library verifies it', async () => {
  await place(order, anOrderBody());
  await acknowledge();
  await ship();
  expect(await tell({ looks: 6 })).toMatchObject({ delivered: 2, failed: 0, failures: 0 });
  expect(receiver.received).toHaveLength(2);
  const [, shipped] = receiver.received;
  const body =
    '{"type":"order.shipped","timestamp":"2026-11-24T18:04:05Z","data":{"store":"coolbike","sequence":2,"order":{"orderId":"100234","status":"Shipped","updatedAt":"2026-11-24T18:04:05Z"},"shipments":[{"trackingNumber":"1Z999AA10123456784","carrier":"UPS","shippedAt":"2026-11-24T00:00:00Z"}]}}';
  expect(shipped).toMatchObject({ method: 'POST', url: '/hooks', body });
  const { headers = {} } = shipped ?? {};
  expect(headers).toEqual({
    host: new URL(receiver.url).host,
    connection: 'close',
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    'user-agent': 'lightspeed-web-orders',
    'webhook-id': expect.stringMatching(/^msg_[\w-]{27}$/),
    'webhook-timestamp': String(Date.parse('2026-11-24T18:04:05Z') / 1000),
    'webhook-signature': expect.stringMatching(/^v1,[A-Za-z0-9+/]{43}=$/),
  });
  expect(new Webhook(secret).verify(body, headers as Record<string, string>)).toEqual(JSON.parse(body));
});

test('a shipment that proves the download tells both, one after the other', async () => {
  await place(order, anOrderBody());
  await ship();
  await tell({ looks: 6 });
  expect(types()).toEqual(['order.downloaded', 'order.shipped']);
});

test('a refusal is told once for the same errors, and again for new ones', async () => {
  await place(order, anOrderBody());
  const error = (text: string) => `<Errors><Error><Message>${text}</Message></Error></Errors>`;
  await acknowledge(error('Unknown part'));
  await acknowledge(error('Unknown part'));
  await tell({ looks: 6 });
  expect(told()).toMatchObject([{ type: 'order.refused', data: { sequence: 1, errors: ['Unknown part'] } }]);
  await acknowledge(error('No such customer'));
  await tell({ looks: 6 });
  expect(told().slice(1)).toMatchObject([
    { type: 'order.refused', data: { sequence: 2, errors: ['No such customer'] } },
  ]);
});

test('what the webstore did itself is not told', async () => {
  await place(order, anOrderBody());
  await webstore('POST', `/orders/${order}/notes`, { text: 'Calls on Friday' });
  await webstore('POST', `/orders/${order}/cancel`, { reason: 'Changed their mind' });
  expect(await tell()).toMatchObject({ relayed: 0, delivered: 0 });
  expect(receiver.received).toEqual([]);
});

describe('a webstore that fails', () => {
  test('is told again after 5 seconds, with the same id and the same bytes, and its own timestamp', async () => {
    await place(order, anOrderBody());
    receiver.react((_, response) => void response.writeHead(500).end('Database down'));
    await acknowledge();
    await tell();
    setClock('2026-11-24T18:04:09Z');
    await tell();
    expect(receiver.received).toHaveLength(1);
    setClock('2026-11-24T18:04:10Z');
    receiver.react((_, response) => void response.writeHead(200).end());
    await tell();
    const [first, second] = receiver.received;
    expect(receiver.received).toHaveLength(2);
    expect(second?.body).toBe(first?.body);
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
    expect(Number(second?.headers['webhook-timestamp']) - Number(first?.headers['webhook-timestamp'])).toBe(
      5,
    );
    expect(await tell({ now: '2027-11-24T18:04:10Z' })).toMatchObject({ delivered: 0 });
  });

  test('does not get the next message of an order before the one that failed', async () => {
    await place(order, anOrderBody());
    receiver.react((_, response) => void response.writeHead(500).end());
    await acknowledge();
    await ship();
    await tell({ looks: 5 });
    expect(types()).toEqual(['order.downloaded']);
    setClock('2026-11-24T18:04:10Z');
    receiver.react((_, response) => void response.writeHead(200).end());
    await tell({ looks: 8 });
    expect(types()).toEqual(['order.downloaded', 'order.downloaded', 'order.shipped']);
  });
});
