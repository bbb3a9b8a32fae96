import { gzipSync } from 'node:zlib';
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { acknowledge } from '../../lib/domain/acknowledge.ts';
import { cancelInLightspeed } from '../../lib/domain/cancel.ts';
import type { Message } from '../../lib/domain/delivery.ts';
import type { Note } from '../../lib/domain/note.ts';
import type { Address, Order } from '../../lib/domain/order.ts';
import { acting } from '../support/acting.ts';
import { aContent, anOrder, NOON } from '../support/an-order.ts';
import { storeTable } from '../../operations/store-tables.ts';
import { startEmbeddedDynamodb } from '../support/embedded-dynamodb.ts';

// `npm run orders:erase` behind its command line, on an embedded database.

const stop = await startEmbeddedDynamodb();
const { erasable, eraseOrder, ordersOf } = await import('../../operations/erase/orders.ts');
const { deleteRecordings } = await import('../../operations/erase/recordings.ts');
const { removePayloads } = await import('../../operations/erase/deliveries.ts');
const { itemsOf } = await import('../../operations/store-items.ts');
const { settings } = await import('../../lib/current-settings.ts');
const { documents, dynamodb } = await import('../../lib/database/client.ts');
const { changeOrder, getOrder, putOrder } = await import('../../lib/database/orders.ts');
const { allMessagesOfOrder, claim, duePage, finish, keepMessage } = await import(
  '../../lib/database/messages.ts'
);
const { takeUntold } = await import('../../lib/database/outbox.ts');
const { keepCall, recordedCalls } = await import('../../lib/database/wire.ts');

afterAll(async () => {
  dynamodb.destroy();
  await stop();
});

/** Each test has a store of its own. */
let made = 0;
let storeId = '';
beforeEach(() => {
  made += 1;
  storeId = `store-${made}`;
});

const NOW = '2026-12-01T09:00:00Z';
const options = { now: NOW, allNotes: false };

const dana: Address = {
  lastName: 'Reyes',
  address1: '12 Elm St',
  city: 'Boise',
  state: 'ID',
  country: 'US',
  email: 'dana@example.com',
};
const lee: Address = {
  lastName: 'Lee',
  address1: '1 Oak',
  city: 'Reno',
  country: 'US',
  email: 'lee@example.com',
};

const aNote = (text: string): Note => ({ source: 'staff', text, firstAt: NOON, lastAt: NOON, count: 1 });

async function place(differs: Partial<Order>, billTo = dana): Promise<void> {
  const fresh = anOrder({ content: aContent({ billTo }), ...differs });
  await putOrder(acting(storeId), {
    fresh,
    created: 'created',
    again: () => ({ order: fresh, result: 'again' }),
  });
}

const putDamaged = (item: Record<string, unknown>) =>
  documents.send(
    new PutCommand({ TableName: process.env['ORDERS_TABLE'], Item: { store: storeId, ...item } }),
  );

describe('an order', () => {
  test('is erased by one write, and a second time says so', async () => {
    await place({ orderId: '1', status: 'Shipped', notes: [aNote('Reyes called.')] });
    expect(await eraseOrder(storeId, '1', options)).toEqual({
      orderId: '1',
      told: 'erased. 1 note that somebody wrote is left, without what quotes the person; --notes empties them.',
      done: true,
    });
    const erased = await getOrder(storeId, '1');
    expect(JSON.stringify(erased)).not.toMatch(/reyes|elm|dana/i);
    expect(erased).toMatchObject({ status: 'Shipped', erasedAt: NOW, content: { totals: { total: 7709 } } });
    expect(await eraseOrder(storeId, '1', options)).toMatchObject({
      told: 'was erased before. 1 note that somebody wrote is left, without what quotes the person; --notes empties them.',
      done: true,
    });
    expect(await getOrder(storeId, '1')).toEqual(erased);
    expect((await eraseOrder(storeId, '1', { now: NOW, allNotes: true })).told).toBe('erased.');
    expect((await getOrder(storeId, '1')).notes[0]?.text).toBe('(erased)');
  });

  test('that is outstanding keeps its address', async () => {
    await place({ orderId: '1' });
    expect(await eraseOrder(storeId, '1', options)).toEqual({
      orderId: '1',
      told: 'NOT erased: it is outstanding, and Lightspeed still needs the address. Have it canceled first.',
      done: false,
    });
    expect((await getOrder(storeId, '1')).content.billTo).toEqual(dana);
    expect(await erasable(storeId, ['1', '2'], NOW)).toEqual([]);
  });

  test('that there is not, and one that cannot be read, are told', async () => {
    await putDamaged({ orderId: '1', order: 'broken' });
    expect((await eraseOrder(storeId, '1', options)).told).toBe(
      'NOT erased: its item is damaged. Mend it, or delete it by hand.',
    );
    expect((await eraseOrder(storeId, '2', options)).told).toBe('NOT erased: there is no such order.');
  });

  test('is found by the email that it was placed with, in this store only, and not once it is erased', async () => {
    await place({ orderId: '1', status: 'Shipped' });
    await place({ orderId: '2', status: 'Canceled' }, lee);
    await place({
      orderId: '3',
      content: aContent({ billTo: lee, shipTo: { ...dana, email: 'DANA@example.com' } }),
    });
    await putDamaged({ orderId: '4', order: { content: 'Dana@Example.com' } });
    await putDamaged({ orderId: '5', order: 'broken' });
    expect(await ordersOf('Dana@example.com', storeId)).toEqual(['1', '3', '4']);
    expect(await ordersOf('dana@example.com', 'another')).toEqual([]);
    await eraseOrder(storeId, '1', options);
    expect(await ordersOf('dana@example.com', storeId)).toEqual(['3', '4']);
  });

  test('is found among more than a page of them', async () => {
    const long = 'x'.repeat(100_000);
    for (let at = 0; at < 25; at += 1)
      await place({ orderId: `n${at}` }, { ...(at % 2 ? dana : lee), company: long });
    expect(await ordersOf('dana@example.com', storeId)).toHaveLength(12);
  });
});

describe('messages to the webstore', () => {
  const webhook = { url: 'https://x.example', enabled: true, secrets: [], since: NOON };
  const said = { orderId: '1', saysSuccess: false, failed: true, errors: ['PART: Reyes ordered KA-1'] };
  const refuse = () =>
    changeOrder({ store: { id: storeId, webhook }, by: 'lightspeed' }, '1', (order) =>
      acknowledge(order, said, NOON),
    );
  const cancel = () =>
    changeOrder({ store: { id: storeId, webhook }, by: 'lightspeed' }, '1', (order) =>
      cancelInLightspeed(order, 'Dana@example.com called twice', NOON),
    );
  const relay = () =>
    takeUntold({ storeId, orderId: '1' }, async ({ order, outbox }) => {
      for (const untold of outbox.pending)
        await keepMessage(storeId, { order, untold, target: 'webhook' }, NOON);
    });
  const messages = async () => (await allMessagesOfOrder(storeId, '1')).map(({ message }) => message);
  const due = async () => {
    const { places } = await duePage(NOW, { limit: 1000 });
    const place = places.find((one) => one.storeId === storeId);
    if (!place) throw new Error('Nothing is due.');
    return place;
  };

  test('lose what quotes the person, told or not: their texts, and what the webstore answered', async () => {
    await place({ orderId: '1' });
    await refuse();
    await cancel();
    await relay();
    const claimed = await claim(await due(), NOW);
    if (!claimed) throw new Error('It was not claimed.');
    const outcome = { told: 'It answered 500: no customer Reyes' };
    const state = { status: 'pending' as const, dueAt: NOW, lastError: outcome.told };
    await finish(claimed, state, outcome);
    const before = await messages();
    expect(await eraseOrder(storeId, '1', options)).toMatchObject({ done: true });
    const after = await messages();
    expect(JSON.stringify(after)).not.toMatch(/reyes|dana@/i);
    expect(after.map(({ body }) => JSON.parse(body).data)).toMatchObject([
      { sequence: 1, errors: ['PART: *** ordered KA-1'] },
      { sequence: 2, reason: '*** called twice' },
    ]);
    const kept = ({ body: _, lastError: __, log: ___, ...rest }: Message) => rest;
    expect(after.map(kept)).toEqual(before.map(kept));
    expect(after.flatMap(({ log }) => log)).toEqual([{ at: NOW, told: 'It answered 500: no customer ***' }]);
    expect((await eraseOrder(storeId, '1', { now: NOW, allNotes: true })).done).toBe(true);
    expect((await messages()).map(({ body }) => JSON.parse(body).data)).toMatchObject([
      { errors: ['(erased)'] },
      { reason: '(erased)' },
    ]);
  });

  test('that are just being told keep the order from being erased, so that a second run finds whom to look for', async () => {
    await place({ orderId: '1' });
    await refuse();
    await cancel();
    const told = 'NOT erased: its webstore is just being told of it. Run the command again in some minutes.';
    expect(await eraseOrder(storeId, '1', options)).toEqual({ orderId: '1', told, done: false });
    await relay();
    const claimed = await claim(await due(), NOW);
    expect(await eraseOrder(storeId, '1', options)).toEqual({ orderId: '1', told, done: false });
    expect((await getOrder(storeId, '1')).content.billTo).toEqual(dana);
    if (!claimed) throw new Error('It was not claimed.');
    await finish(claimed, { status: 'delivered', endedAt: NOW }, { told: 'It answered 204 No Content.' });
    expect(await eraseOrder(storeId, '1', options)).toMatchObject({ done: true });
  });
});

describe('recorded calls', () => {
  const keep = (requestId: string, texts: { path?: string; body?: Buffer; answerBody?: Buffer }) => {
    const body = (bytes: Uint8Array = new Uint8Array()) => ({ bytes, size: bytes.length });
    const call = {
      receivedAt: new Date().toISOString(),
      requestId,
      isLetIn: true,
      method: 'POST',
      path: texts.path ?? '/LightSpeed',
      query: '',
      headers: {},
      body: body(texts.body),
      status: 200,
      answerHeaders: {},
      answerBody: body(texts.answerBody),
      durationMs: 1,
    };
    return keepCall(storeId, call, new AbortController().signal);
  };
  const left = async () =>
    (await Array.fromAsync(recordedCalls(storeId, { now: new Date().toISOString() }))).map(
      ({ call }) => call.requestId,
    );

  test('that hold an order are deleted, wherever they name it and in every encoding; no others', async () => {
    const xml = '<OrderId>100234</OrderId>';
    await keep('a', { path: '/LightSpeed/Order/100234/Shipment' });
    await keep('b', { body: Buffer.from(xml) });
    await keep('c', { body: Buffer.from(xml, 'utf16le') });
    await keep('d', { body: Buffer.from(xml, 'utf16le').swap16() });
    await keep('e', { answerBody: Buffer.from(`${'é'.repeat(9)}${xml}`, 'latin1') });
    await keep('f', { body: Buffer.from('<OrderId>1002345</OrderId><OrderId>A-100234</OrderId>') });
    await keep('g', { answerBody: Buffer.from('<Email>Dana@Example.com</Email>') });
    expect(await deleteRecordings(storeId, { orderIds: ['100234', '7'], texts: [] })).toBe(5);
    expect(await left()).toEqual(['f', 'g']);
    expect(await deleteRecordings(storeId, { orderIds: [], texts: ['dana@example.com'] })).toBe(1);
    expect(await deleteRecordings(storeId, { orderIds: ['100234'], texts: ['dana@example.com'] })).toBe(0);
    expect(await left()).toEqual(['f']);
  });
});

describe('what a platform sent', () => {
  const { inboxTable } = settings;
  const put = (key: string, payload: string | undefined, entry: object = {}) =>
    documents.send(
      new PutCommand({
        TableName: inboxTable,
        Item: {
          store: storeId,
          key,
          revision: 'first',
          entry,
          ...(payload && { payload: gzipSync(payload) }),
        },
      }),
    );
  const left = async () =>
    (await Array.fromAsync(itemsOf(storeTable('Inbox'), storeId)))
      .filter(({ payload }) => payload !== undefined)
      .map(({ key }) => key);

  test('of an order is emptied by its number here or by the email, and is still known to have come', async () => {
    await put('woocommerce#1', '{"number":7}', { orderId: 'W-7' });
    await put('woocommerce#2', '{"email":"Dana@example.com"}');
    await put('woocommerce#3', '{"email":"lee@example.com"}', { orderId: 'W-9' });
    await put('woocommerce#4', undefined, { orderId: 'W-7' });
    const sought = { orderIds: ['W-7'], texts: ['dana@example.com'] };
    expect(await removePayloads(storeId, sought)).toEqual({ removed: 2, busy: 0 });
    expect(await left()).toEqual(['woocommerce#3']);
    expect(await Array.fromAsync(itemsOf(storeTable('Inbox'), storeId))).toHaveLength(4);
    expect(await removePayloads(storeId, sought)).toEqual({ removed: 0, busy: 0 });
  });

  test('is left while it is still to be read', async () => {
    await put('woocommerce#1', '{}', { orderId: 'W-7', todo: 'read' });
    expect(await removePayloads(storeId, { orderIds: ['W-7'], texts: [] })).toEqual({ removed: 0, busy: 1 });
    expect(await left()).toEqual(['woocommerce#1']);
  });
});
