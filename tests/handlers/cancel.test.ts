import { describe, expect, test } from '@jest/globals';
import { anOrderBody, anOrderBodyOf } from '../support/an-order-body.ts';
import { setClock, stopClock } from '../support/clock.ts';
import { openStore } from '../support/store.ts';

const { lightspeed, place, poll, lookUp, storedItem, handlers } = await openStore();
stopClock('2026-11-24T09:00:00Z');

const cancel = (body?: string | Buffer, orderId = '1', path = 'Cancel') =>
  lightspeed('POST', `/LightSpeed/Order/${orderId}/${path}`, body, { handler: handlers.cancel });

const answerOf = (status: string, result: string) =>
  '<?xml version="1.0" encoding="UTF-8"?><CancelResponse><OrderId>1</OrderId>' +
  `<Status>${status}</Status><Result>${result}</Result></CancelResponse>`;

const aNote = (source: string, text: string, at = '2026-11-24T09:00:00Z') => ({
  source,
  text,
  firstAt: at,
  lastAt: at,
  count: 1,
});

test.each(['Cancel', 'Cancellation'])('%s makes the order Canceled and the reason a note', async (path) => {
  await place('1', anOrderBody());
  expect(await cancel('<Cancel> <Reason>Voided: discontinued part</Reason> </Cancel>', '1', path)).toEqual({
    status: 200,
    headers: { 'Content-Type': 'application/xml; charset=utf-8', 'Cache-Control': 'no-store' },
    body: answerOf('Canceled', 'Canceled'),
  });
  expect(await lookUp('1')).toEqual({
    messages: [],
    ...anOrderBody({ payments: [{ method: 'visa', type: 'VISA', amount: '77.09' }] }),
    orderId: '1',
    status: 'Canceled',
    failedDownloads: 0,
    shipments: [],
    notes: [aNote('lightspeed', 'Voided: discontinued part')],
    notesDropped: 0,
    offers: { count: 0 },
    receivedAt: '2026-11-24T09:00:00Z',
    updatedAt: '2026-11-24T09:00:00Z',
    canceledAt: '2026-11-24T09:00:00Z',
  });
  expect(await poll()).toEqual([]);
});

test('a downloaded order is canceled and keeps the time of its download', async () => {
  await place('1', anOrderBody());
  await lightspeed('POST', '/LightSpeed/AcknowledgeRequest', '<A><Order Id="1"/></A>');
  expect((await cancel('<Cancel/>')).body).toBe(answerOf('Canceled', 'Canceled'));
  expect(await lookUp('1')).toMatchObject({ status: 'Canceled', downloadedAt: '2026-11-24T09:00:00Z' });
});

describe('the reason', () => {
  test.each([
    ['no body', undefined],
    ['an empty body', ''],
    ['a body of white space', ' \r\n '],
    ['a body of NULs', Buffer.from([0, 0])],
    ['an empty document', '<Cancel/>'],
    ['an empty Reason', '<Cancel><Reason> </Reason></Cancel>'],
  ])('may be absent: %s', async (_, body) => {
    await place('1', anOrderBody());
    expect((await cancel(body)).body).toBe(answerOf('Canceled', 'Canceled'));
    expect((await lookUp('1'))['notes']).toEqual([
      aNote('lightspeed', 'Canceled in Lightspeed without a reason.'),
    ]);
  });

  test.each([
    ['an attribute', '<Cancel Reason="Voided &amp; gone"/>'],
    ['another letter case', '<CANCEL><REASON>Voided &amp; gone</REASON></CANCEL>'],
    ['a prefix', '<c:Cancel xmlns:c="urn:x"><c:Reason>Voided &amp; gone</c:Reason></c:Cancel>'],
    ['the text of the document', '<Cancel>Voided &amp; gone</Cancel>'],
    ['deeper inside', '<Cancellation><Details><Reason>Voided &amp; gone</Reason></Details></Cancellation>'],
  ])('is read from %s', async (_, body) => {
    await place('1', anOrderBody());
    await cancel(body);
    expect((await lookUp('1'))['notes']).toEqual([aNote('lightspeed', 'Voided & gone')]);
  });
});

describe('a repeated cancellation', () => {
  test.each(['<Cancel><Reason>Voided</Reason></Cancel>', '<Cancel/>', ''])(
    'is AlreadyCanceled, and nothing changes: %j',
    async (again) => {
      await place('1', anOrderBody());
      await cancel('<Cancel><Reason>Voided</Reason></Cancel>');
      const before = await storedItem('1');
      setClock('2026-11-25T09:00:00Z');
      expect(await cancel(again)).toMatchObject({
        status: 200,
        body: answerOf('Canceled', 'AlreadyCanceled'),
      });
      expect(await storedItem('1')).toEqual(before);
    },
  );

  test('without a reason both times has one note', async () => {
    await place('1', anOrderBody());
    await cancel('');
    await cancel('');
    expect((await lookUp('1'))['notes']).toHaveLength(1);
  });

  test('for another reason is AlreadyCanceled and has a note of its own', async () => {
    await place('1', anOrderBody());
    await cancel('<Cancel Reason="Voided"/>');
    setClock('2026-11-25T09:00:00Z');
    expect((await cancel('<Cancel Reason="Returned"/>')).body).toBe(answerOf('Canceled', 'AlreadyCanceled'));
    expect(await lookUp('1')).toMatchObject({
      canceledAt: '2026-11-24T09:00:00Z',
      notes: [aNote('lightspeed', 'Voided'), aNote('lightspeed', 'Returned', '2026-11-25T09:00:00Z')],
    });
  });
});

describe('an order that has shipped', () => {
  test.each([
    ['in whole', '<S TrackingNumber="T1"/>', 'Shipped'],
    ['in part', '<S TrackingNumber="T1"><Item Sku="A"/></S>', 'PartiallyShipped'],
  ])('%s keeps its status; the request is noted once', async (_, shipment, status) => {
    await place('1', anOrderBodyOf([{ sku: 'A', quantity: 2 }]));
    await lightspeed('POST', '/LightSpeed/Order/1/Shipment', shipment);
    const body = '<Cancel><Reason>Voided</Reason></Cancel>';
    expect(await cancel(body)).toMatchObject({ status: 200, body: answerOf(status, 'AlreadyShipped') });
    expect(await cancel(body)).toMatchObject({ status: 200, body: answerOf(status, 'AlreadyShipped') });
    expect(await lookUp('1')).toMatchObject({
      status,
      notes: [aNote('lightspeed', 'Cancellation after shipping: Voided')],
    });
    expect(await lookUp('1')).not.toHaveProperty('canceledAt');
  });
});

test('an order that does not exist is OrderNotFound and is not created', async () => {
  expect(await cancel('', '2')).toMatchObject({
    status: 404,
    body:
      '<?xml version="1.0" encoding="UTF-8"?><Error><Code>OrderNotFound</Code>' +
      '<Message>There is no order 2 in this store.</Message><RequestId>6bc28136-xmpl-4365-b021-0ce6b2e64ab0</RequestId></Error>',
  });
  expect(await storedItem('2')).toBeUndefined();
});

test('a body that is not XML is MalformedXml, and nothing changes', async () => {
  await place('1', anOrderBody());
  expect((await cancel('Voided')).status).toBe(400);
  expect(await poll()).toEqual(['1']);
});
