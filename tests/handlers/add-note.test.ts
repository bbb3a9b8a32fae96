import { expect, test } from '@jest/globals';
import { anOrderBody } from '../support/an-order-body.ts';
import { setClock, stopClock } from '../support/clock.ts';
import { openStore } from '../support/store.ts';

const { webstore, place, lookUp, storedItem, handlers } = await openStore();
stopClock('2026-11-23T18:04:10Z');

const addNote = (body: unknown, orderId = '1') =>
  webstore('POST', `/orders/${orderId}/notes`, body, { handler: handlers.addNote });

test('a staff note is added at the end, and the order is answered', async () => {
  await place('1', anOrderBody());
  await addNote({ text: 'First' });
  setClock('2026-11-24T09:00:00Z');
  const { status, body } = await addNote({ text: ' Customer called: "Söhne" & sons ' });
  expect(status).toBe(201);
  expect(JSON.parse(body)).toEqual({
    ...anOrderBody({ payments: [{ method: 'visa', type: 'VISA', amount: '77.09' }] }),
    orderId: '1',
    status: 'New',
    failedDownloads: 0,
    shipments: [],
    notes: [
      {
        source: 'staff',
        text: 'First',
        firstAt: '2026-11-23T18:04:10Z',
        lastAt: '2026-11-23T18:04:10Z',
        count: 1,
      },
      {
        source: 'staff',
        text: 'Customer called: "Söhne" & sons',
        firstAt: '2026-11-24T09:00:00Z',
        lastAt: '2026-11-24T09:00:00Z',
        count: 1,
      },
    ],
    notesDropped: 0,
    offers: { count: 0 },
    receivedAt: '2026-11-23T18:04:10Z',
    updatedAt: '2026-11-24T09:00:00Z',
    outstandingSince: '2026-11-23T18:04:10Z',
  });
  expect(await lookUp('1')).toEqual({ ...JSON.parse(body), messages: [] });
});

test('the same note again is counted, and is the newest', async () => {
  await place('1', anOrderBody());
  await addNote({ text: 'Called' });
  await addNote({ text: 'Other' });
  setClock('2026-11-24T09:00:00Z');
  await addNote({ text: 'Called' });
  expect(await lookUp('1')).toMatchObject({
    notes: [
      { text: 'Other', count: 1 },
      { text: 'Called', firstAt: '2026-11-23T18:04:10Z', lastAt: '2026-11-24T09:00:00Z', count: 2 },
    ],
  });
});

test.each<[unknown, string, string]>([
  [{}, '/text', 'is required'],
  [{ text: '' }, '/text', 'must not be empty'],
  [{ text: ' \u0001 ' }, '/text', 'must not be empty'],
  [{ text: 1 }, '/text', 'must be a string'],
  [{ text: 'x'.repeat(2001) }, '/text', 'must have at most 2000 characters'],
  [{ text: 'x', source: 'system' }, '/source', 'is not known'],
  [[], '', 'must be an object'],
])(
  'a note that is not valid is InvalidRequest, and nothing changes: %.60j',
  async (body, pointer, detail) => {
    await place('1', anOrderBody());
    const before = await storedItem('1');
    const answer = await addNote(body);
    expect(answer.status).toBe(422);
    expect(JSON.parse(answer.body)).toMatchObject({ code: 'InvalidRequest', errors: [{ pointer, detail }] });
    expect(await storedItem('1')).toEqual(before);
  },
);

test('an order that does not exist is OrderNotFound and is not created', async () => {
  const { status, body } = await addNote({ text: 'x' }, '2');
  expect(status).toBe(404);
  expect(JSON.parse(body)).toMatchObject({ code: 'OrderNotFound' });
  expect(await storedItem('2')).toBeUndefined();
});

test('a body that is not JSON is MalformedJson', async () => {
  await place('1', anOrderBody());
  expect((await addNote('text=hello')).status).toBe(400);
});
