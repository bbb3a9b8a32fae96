import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { anOrderBody } from '../support/an-order-body.ts';
import { setClock, stopClock } from '../support/clock.ts';
import { startReceiver } from '../support/receiver.ts';
import { openStore } from '../support/store.ts';
import { nameUrl, tell } from '../support/tell.ts';

// Damaged items in the tables of orders and messages fail alone, are counted, and do not stop the messages behind them.

const { place, lightspeed, webstore, lookUp, poll, putItem, storedItem } = await openStore();
const { documents } = await import('../../lib/database/client.ts');
const { untoldPage } = await import('../../lib/database/outbox.ts');
const receiver = await startReceiver();
afterAll(receiver.close);
beforeAll(() => nameUrl('coolbike', receiver.url));
stopClock('2026-11-24T18:04:05Z');

const TableName = process.env['MESSAGES_TABLE'];
const order = '100234';
const acknowledge = () =>
  lightspeed('POST', '/LightSpeed/AcknowledgeRequest', `<A><Order><OrderId>${order}</OrderId></Order></A>`);
const ship = () =>
  lightspeed(
    'POST',
    `/LightSpeed/Order/${order}/Shipment`,
    '<Shipment><TrackingNumber>1Z1</TrackingNumber></Shipment>',
  );
const heard = () =>
  receiver.received.map(({ body }) => {
    const { type, data } = JSON.parse(body);
    return `${data.sequence} ${type}`;
  });
const counts = async () => {
  const { messagesPending, messagesFailed } = JSON.parse((await webstore('GET', '/status')).body);
  return { messagesPending, messagesFailed };
};

async function damage(change: (item: Record<string, unknown>) => object): Promise<void> {
  const query = new QueryCommand({
    TableName,
    KeyConditionExpression: '#store = :store',
    ExpressionAttributeNames: { '#store': 'store' },
    ExpressionAttributeValues: { ':store': 'coolbike' },
  });
  const { Items: [item = {}] = [] } = await documents.send(query);
  await documents.send(new PutCommand({ TableName, Item: { ...item, ...change(item) } }));
}

/** One message has left its order and was not delivered. */
beforeEach(async () => {
  receiver.received.length = 0;
  receiver.react((_, response) => void response.writeHead(500).end());
  await place(order, anOrderBody());
  await acknowledge();
  await tell();
  receiver.react((_, response) => void response.writeHead(204).end());
  receiver.received.length = 0;
});

test.each<[what: string, change: (item: Record<string, unknown>) => object]>([
  ['its content', () => ({ details: 'broken' })],
  ['a number', () => ({ attempts: 'many' })],
  ['its time, so that it would never be due', () => ({ dueAt: 'soon' })],
])(
  'a message of which %s is damaged has failed, and the next one of its order is told',
  async (_, change) => {
    await damage(change);
    await ship();
    setClock('2026-11-24T18:05:05Z');
    await tell({ looks: 8 });
    expect(heard()).toEqual(['2 order.shipped']);
    expect(await counts()).toEqual({ messagesPending: 0, messagesFailed: 1 });
    const { messages } = await lookUp(order);
    expect((messages as object[])[0]).toMatchObject({ sequence: 2, status: 'delivered' });
    expect(await tell({ now: '2026-12-24T00:00:00Z' })).toMatchObject({ delivered: 0, failures: 0 });
  },
);

test('a message to nobody known has failed, and the others of its store are told', async () => {
  await damage(({ message, unfinished }) => ({
    message: String(message).replace('webhook', 'pigeon'),
    unfinished: String(unfinished).replace('webhook', 'pigeon'),
  }));
  await tell({ now: '2026-11-24T18:05:05Z', looks: 4 });
  expect(heard()).toEqual(['1 order.downloaded']);
  expect(await counts()).toEqual({ messagesPending: 0, messagesFailed: 1 });
  expect(await tell({ now: '2026-12-24T00:00:00Z' })).toMatchObject({ delivered: 0, failures: 0 });
});

test('a message that is damaged in its order is dropped: the order goes on, and the others of it are told', async () => {
  await ship();
  const item = (await storedItem(order)) ?? {};
  const outbox = item['outbox'] as { count: number; pending: object[] };
  await putItem({ ...item, outbox: { ...outbox, pending: [{ sequence: 'x' }, ...outbox.pending] } });
  expect(await poll()).toEqual([]);
  expect(await lookUp(order)).toMatchObject({ status: 'Shipped' });
  await tell({ now: '2026-11-24T18:05:05Z', looks: 6 });
  expect(heard()).toEqual(['1 order.downloaded', '2 order.shipped']);

  await putItem({ ...item, outbox: { ...outbox, pending: ['nothing that can be told'] } });
  expect(await tell({ now: '2026-11-24T18:06:05Z' })).toMatchObject({ failures: 0, oldestSeconds: 0 });
  expect((await untoldPage(10)).orders).toEqual([]);
});
