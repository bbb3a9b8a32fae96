import { expect, test } from '@jest/globals';
import { anOrderBody } from '../support/an-order-body.ts';
import { setClock, stopClock } from '../support/clock.ts';
import { openStore } from '../support/store.ts';

const { lightspeed, webstore, place, poll, putItem, handlers } = await openStore();
stopClock('2026-11-23T18:00:00Z');

async function getStatus(): Promise<unknown> {
  const { status, body } = await webstore('GET', '/status', undefined, { handler: handlers.getStatus });
  expect(status).toBe(200);
  return JSON.parse(body);
}

test('a store that Lightspeed never called', async () => {
  expect(await getStatus()).toEqual({
    store: 'coolbike',
    messagesPending: 0,
    messagesFailed: 0,
    webhook: null,
    platforms: [],
    lastPolledAt: null,
    lastAcknowledgedAt: null,
    lastShippedAt: null,
    name: 'Cool Bike',
    enabled: true,
    usualPollSeconds: null,
    silentSince: null,
    outstanding: 0,
    refused: 0,
    leftOut: 0,
    beforeStart: 0,
    oldestOutstanding: null,
    lastRejection: null,
  });
});

test('it tells when Lightspeed last called, how many wait and which has waited longest', async () => {
  for (const [minute, orderId] of ['a', 'b', 'c', 'd', 'e'].entries()) {
    setClock(`2026-11-23T18:0${minute}:00Z`);
    await place(orderId, anOrderBody());
  }
  setClock('2026-11-23T19:00:00Z');
  await poll();
  setClock('2026-11-23T19:01:00Z');
  await lightspeed(
    'POST',
    '/LightSpeed/AcknowledgeRequest',
    '<A><Order Id="a"/><Order Id="b" Error="x"/><Order Id="c" Error="x"/></A>',
  );
  setClock('2026-11-23T19:02:00Z');
  await lightspeed('POST', '/LightSpeed/Order/a/Shipment', '<S TrackingNumber="T1"/>');
  setClock('2026-11-23T19:03:04.999Z');
  expect(await getStatus()).toEqual({
    store: 'coolbike',
    messagesPending: 0,
    messagesFailed: 0,
    webhook: null,
    platforms: [],
    lastPolledAt: '2026-11-23T19:00:00Z',
    lastAcknowledgedAt: '2026-11-23T19:01:00Z',
    lastShippedAt: '2026-11-23T19:02:00Z',
    name: 'Cool Bike',
    enabled: true,
    usualPollSeconds: null,
    silentSince: null,
    outstanding: 4,
    refused: 2,
    leftOut: 0,
    beforeStart: 0,
    oldestOutstanding: { orderId: 'b', since: '2026-11-23T18:01:00Z', ageSeconds: 3724 },
    lastRejection: null,
  });
});

test('neither a canceled order nor one that Lightspeed has is outstanding', async () => {
  await place('canceled', anOrderBody());
  await place('shipped', anOrderBody());
  await lightspeed('POST', '/LightSpeed/Order/canceled/Cancel');
  await lightspeed('POST', '/LightSpeed/Order/shipped/Shipment', '<S TrackingNumber="T1"/>');
  expect(await getStatus()).toMatchObject({ outstanding: 0, refused: 0, oldestOutstanding: null });
});

test('a requeued order waits since it was requeued', async () => {
  await place('1', anOrderBody());
  await lightspeed('POST', '/LightSpeed/AcknowledgeRequest', '<A><Order Id="1"/></A>');
  setClock('2026-11-23T18:10:00Z');
  await webstore('POST', '/orders/1/requeue', { reason: 'x' });
  setClock('2026-11-23T18:10:30Z');
  expect(await getStatus()).toMatchObject({
    oldestOutstanding: { orderId: '1', since: '2026-11-23T18:10:00Z', ageSeconds: 30 },
  });
});

test('neither a call that was not let in nor one that failed is an activity', async () => {
  await lightspeed('GET', '/LightSpeed/OutstandingActivity', undefined, { authorization: null });
  await lightspeed('POST', '/LightSpeed/AcknowledgeRequest', 'hello');
  await lightspeed('POST', '/LightSpeed/Order/none/Shipment', '<S TrackingNumber="T1"/>');
  expect(await getStatus()).toMatchObject({
    lastPolledAt: null,
    lastAcknowledgedAt: null,
    lastShippedAt: null,
  });
});

test('of two calls that race the later time stays', async () => {
  setClock('2026-11-23T18:10:00Z');
  await poll();
  setClock('2026-11-23T18:09:59Z');
  await poll();
  expect(await getStatus()).toMatchObject({ lastPolledAt: '2026-11-23T18:10:00Z' });
});

test('a Lightspeed that polled every five minutes and has stopped is silent since its last poll', async () => {
  for (const minute of ['00', '05', '10', '15']) {
    setClock(`2026-11-23T18:${minute}:00Z`);
    await poll();
  }
  setClock('2026-11-23T18:30:00Z');
  expect(await getStatus()).toMatchObject({ usualPollSeconds: 300, silentSince: null });
  setClock('2026-11-23T18:30:01Z');
  expect(await getStatus()).toMatchObject({ usualPollSeconds: 300, silentSince: '2026-11-23T18:15:00Z' });
  await poll();
  expect(await getStatus()).toMatchObject({ usualPollSeconds: 300, silentSince: null });
});

test.each([
  ['no header', null, 'no header arrived'],
  ['an unreadable one', 'Basic %%%', 'unreadable header'],
  ['a wrong password', `Basic ${btoa('lightspeed:wrong')}`, 'wrong credentials'],
])('the last call of Lightspeed with %s is told', async (_, authorization, kind) => {
  await lightspeed('GET', '/LightSpeed/OutstandingActivity', undefined, { authorization });
  setClock('2026-11-23T18:10:00Z');
  expect(await getStatus()).toMatchObject({
    lastRejection: { at: '2026-11-23T18:00:00Z', kind, face: 'lightspeed' },
  });
});

test('so is the last call of the webstore with a wrong token', async () => {
  await webstore('GET', '/status', undefined, { authorization: 'Bearer wrong', handler: handlers.getStatus });
  setClock('2026-11-23T18:10:00Z');
  expect(await getStatus()).toMatchObject({
    lastRejection: { at: '2026-11-23T18:00:00Z', kind: 'wrong credentials', face: 'webstore' },
  });
});

test('items that are no orders are counted and do no harm', async () => {
  await putItem({ orderId: 'damaged', turn: '2026-11-01T00:00:00.000Z' });
  expect(await getStatus()).toMatchObject({ outstanding: 1, oldestOutstanding: null });
  await place('1', anOrderBody());
  expect(await getStatus()).toMatchObject({
    outstanding: 2,
    oldestOutstanding: { orderId: '1', since: '2026-11-23T18:00:00Z' },
  });
});
