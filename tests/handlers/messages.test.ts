import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { cancelInWebstore } from '../../lib/domain/cancel.ts';
import type { Order } from '../../lib/domain/order.ts';
import { requeue } from '../../lib/domain/requeue.ts';
import { anOrderBody } from '../support/an-order-body.ts';
import { setClock, stopClock } from '../support/clock.ts';
import { expectMessageMatchesOpenapi } from '../support/openapi.ts';
import { openStore } from '../support/store.ts';
import { startReceiver } from '../support/receiver.ts';
import { nameUrl, otherSecret, secret, tell } from '../support/tell.ts';

/*
 * From a call of Lightspeed's to the webstore's URL: the real handlers, the real teller, a real receiver on loopback,
 * and npm's standardwebhooks as the judge of what arrives.
 */

const { place, lightspeed, webstore, lookUp } = await openStore();
const { tellAll } = await import('../../lib/outgoing/tell.ts');
const receiver = await startReceiver();
afterAll(receiver.close);
beforeAll(() => nameUrl('coolbike', receiver.url));
// Each message is validated against docs/openapi.yaml.
afterEach(() => {
  for (const { body } of receiver.received) expectMessageMatchesOpenapi(JSON.parse(body));
});
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

function failing(): never {
  throw new Error('Nothing was received.');
}

/** The messages in `GET /status`. */
const statusOfMessages = async () => {
  const { messagesPending, messagesFailed, webhook } = JSON.parse((await webstore('GET', '/status')).body);
  return { messagesPending, messagesFailed, webhook };
};
const messagesOf = async () => (await lookUp(order))['messages'] as { id: string; status: string }[];

describe('GET /orders/{orderId} and GET /status tell', () => {
  test('of a message that still stands in its order, and of the same one when it has left it', async () => {
    await place(order, anOrderBody());
    await acknowledge();
    const [standing] = await messagesOf();
    expect(standing).toEqual({
      id: expect.stringMatching(/^msg_/),
      sequence: 1,
      type: 'order.downloaded',
      at: '2026-11-24T18:04:05Z',
      status: 'pending',
      attempts: 0,
    });
    expect(await statusOfMessages()).toMatchObject({ messagesPending: 1, messagesFailed: 0 });
    receiver.react((_, response) => void response.writeHead(503).end('Busy'));
    await tell();
    expect(await messagesOf()).toEqual([
      {
        ...standing,
        attempts: 1,
        lastAttemptAt: '2026-11-24T18:04:05Z',
        lastError: 'It answered 503 Service Unavailable: Busy',
      },
    ]);
    expect(await statusOfMessages()).toEqual({
      messagesPending: 1,
      messagesFailed: 0,
      webhook: {
        enabled: true,
        lastDeliveredAt: null,
        failingSince: '2026-11-24T18:04:05Z',
        pausedUntil: null,
        lastError: 'It answered 503 Service Unavailable: Busy',
      },
    });
  });

  test('of a delivered one, without what went wrong before', async () => {
    await place(order, anOrderBody());
    await acknowledge();
    receiver.react((_, response) => void response.writeHead(500).end());
    await tell();
    setClock('2026-11-24T18:05:00Z');
    receiver.react((_, response) => void response.writeHead(200).end());
    await tell();
    expect(await messagesOf()).toEqual([
      {
        id: expect.any(String),
        sequence: 1,
        type: 'order.downloaded',
        at: '2026-11-24T18:04:05Z',
        status: 'delivered',
        attempts: 2,
        lastAttemptAt: '2026-11-24T18:05:00Z',
      },
    ]);
    expect(await statusOfMessages()).toMatchObject({
      messagesPending: 0,
      webhook: { lastDeliveredAt: '2026-11-24T18:05:00Z', failingSince: null, lastError: null },
    });
  });

  test('of the newest ten', async () => {
    await place(order, anOrderBody());
    for (let n = 1; n <= 6; n += 1) {
      await acknowledge();
      await acting('staff', (before) =>
        requeue(before, `Again ${n}`, { source: 'staff', now: '2026-11-24T18:04:05Z' }),
      );
    }
    await tell({ looks: 12 });
    const sequences = ((await lookUp(order))['messages'] as { sequence: number }[]).map(
      ({ sequence }) => sequence,
    );
    expect(sequences).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3]);
  });
});

/** Changes the order like neither Lightspeed nor the webstore: the console, for example. */
async function acting(by: 'staff' | 'system', change: (before: Order) => Order): Promise<void> {
  const { changeOrder } = await import('../../lib/database/orders.ts');
  const { getStore } = await import('../../lib/database/stores.ts');
  const store = await getStore('coolbike');
  if (!store) throw new Error('There is no store.');
  await changeOrder({ store, by }, order, (before) => ({ order: change(before), result: undefined }));
}

test('what staff do is told: a requeue and a cancellation, with their reasons', async () => {
  await place(order, anOrderBody());
  await acknowledge();
  await acting('staff', (before) =>
    requeue(before, 'Deleted in Lightspeed', { source: 'staff', now: '2026-11-24T18:04:05Z' }),
  );
  await acting('staff', (before) => cancelInWebstore(before, 'Customer called', '2026-11-24T18:04:05Z'));
  await tell({ looks: 8 });
  expect(told().slice(1)).toMatchObject([
    {
      type: 'order.requeued',
      data: { sequence: 2, reason: 'Deleted in Lightspeed', order: { status: 'New' } },
    },
    {
      type: 'order.canceled',
      data: { sequence: 3, reason: 'Customer called', order: { status: 'Canceled' } },
    },
  ]);
});

describe('POST /orders/{orderId}/resend', () => {
  const failTenTimes = async () => {
    receiver.react((_, response) => void response.writeHead(500).end());
    const times = [
      '2026-11-24T18:04:05Z',
      '2026-11-24T18:04:11Z',
      '2026-11-24T18:20:00Z',
      '2026-11-24T19:00:00Z',
      '2026-11-24T22:00:00Z',
      '2026-11-25T06:00:00Z',
      '2026-11-25T18:00:00Z',
      '2026-11-26T12:00:00Z',
      '2026-11-27T12:00:00Z',
      '2026-11-28T18:00:00Z',
    ];
    for (const now of times) await tell({ now, looks: 2 });
  };

  test('tells what has failed again, now, with the same id and bytes', async () => {
    await place(order, anOrderBody());
    await acknowledge();
    await failTenTimes();
    expect(receiver.received).toHaveLength(10);
    expect(await statusOfMessages()).toMatchObject({ messagesPending: 0, messagesFailed: 1 });
    expect(await tell({ now: '2027-01-01T00:00:00Z' })).toMatchObject({ delivered: 0 });

    receiver.react((_, response) => void response.writeHead(204).end());
    const answer = await webstore('POST', `/orders/${order}/resend`);
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body).messages).toMatchObject([{ status: 'pending', attempts: 10 }]);
    await tell();
    expect(await messagesOf()).toMatchObject([{ status: 'delivered', attempts: 11 }]);
    expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1);
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  });

  test('does not wait for the next attempt of what is pending, and leaves what is delivered', async () => {
    await place(order, anOrderBody());
    await acknowledge();
    await tell();
    receiver.react((_, response) => void response.writeHead(500).end());
    await ship();
    await tell();
    await webstore('POST', `/orders/${order}/resend`);
    receiver.react((_, response) => void response.writeHead(204).end());
    await tell();
    expect(types()).toEqual(['order.downloaded', 'order.shipped', 'order.shipped']);
  });

  test('of an order that the store does not have is a 404', async () => {
    expect((await webstore('POST', '/orders/none/resend')).status).toBe(404);
  });
});

describe('a URL that is switched off', () => {
  test('by its own answer of 410: what is not told is held, and goes when it is on again', async () => {
    await place(order, anOrderBody());
    receiver.react((_, response) => void response.writeHead(410).end());
    await acknowledge();
    await ship();
    await tell({ looks: 5 });
    expect(receiver.received).toHaveLength(1);
    await tell({ now: '2026-11-24T20:00:00Z', looks: 5 });
    expect(receiver.received).toHaveLength(1);
    expect(await messagesOf()).toMatchObject([{ status: 'held' }, { status: 'held' }].slice(0, 2));
    expect(await statusOfMessages()).toMatchObject({ messagesPending: 2, webhook: { enabled: false } });

    receiver.react((_, response) => void response.writeHead(204).end());
    const { webhookCommand } = await import('../../operations/stores/webhook.ts');
    await webhookCommand(['coolbike'], { values: { on: true }, now: '2026-11-24T21:00:00Z' });
    await tell({ now: '2026-11-24T21:00:01Z', looks: 8 });
    expect(types()).toEqual(['order.downloaded', 'order.downloaded', 'order.shipped']);
    expect(await statusOfMessages()).toMatchObject({ messagesPending: 0, webhook: { enabled: true } });
  });

  test('and on again while the teller runs: it does not hold what has just been set free', async () => {
    await place(order, anOrderBody());
    receiver.react((_, response) => void response.writeHead(410).end());
    await acknowledge();
    await tell();
    await ship();
    const { webhookCommand } = await import('../../operations/stores/webhook.ts');
    let looks = 0;
    let switching: Promise<unknown> | undefined;
    await tellAll({
      now: () => '2026-11-24T21:00:00Z',
      random: () => 0.5,
      restMs: 100,
      goesOn: () => {
        looks += 1;
        if (looks === 2) {
          receiver.react((_, response) => void response.writeHead(204).end());
          switching = webhookCommand(['coolbike'], { values: { on: true }, now: '2026-11-24T21:00:00Z' });
        }
        return looks < 8;
      },
    });
    await switching;
    expect(types()).toEqual(['order.downloaded', 'order.downloaded', 'order.shipped']);
  });

  test('by nothing but failures for five days', async () => {
    await place(order, anOrderBody());
    receiver.react((_, response) => void response.writeHead(500).end());
    await acknowledge();
    await tell();
    expect(await statusOfMessages()).toMatchObject({ webhook: { enabled: true } });
    await tell({ now: '2026-11-29T18:04:04Z', looks: 2 });
    expect(await statusOfMessages()).toMatchObject({ webhook: { enabled: true } });
    await tell({ now: '2026-11-29T18:10:05Z', looks: 2 });
    expect(await statusOfMessages()).toMatchObject({ messagesPending: 1, webhook: { enabled: false } });
    await tell({ now: '2026-12-20T00:00:00Z', looks: 2 });
    expect(receiver.received).toHaveLength(3);
  });
});

test('two valid secrets sign both, so that a library with either one verifies', async () => {
  await nameUrl('coolbike', receiver.url, [secret, otherSecret]);
  await place(order, anOrderBody());
  await acknowledge();
  await tell();
  const [{ headers, body } = failing()] = receiver.received;
  expect(String(headers['webhook-signature']).split(' ')).toHaveLength(2);
  for (const one of [secret, otherSecret])
    expect(new Webhook(one).verify(body, headers as Record<string, string>)).toEqual(JSON.parse(body));
});
