import { expect, test } from '@jest/globals';
import { stopClock } from '../support/clock.ts';
import { openStore } from '../support/store.ts';

const { lightspeed, webstore, handlers } = await openStore();
stopClock('2026-11-23T18:04:05.678Z');

const success = {
  status: 200,
  headers: { 'Content-Type': 'application/xml; charset=utf-8', 'Cache-Control': 'no-store' },
  body:
    '<?xml version="1.0" encoding="UTF-8"?><TestConnection><Status>OK</Status><Store>coolbike</Store>' +
    '<ServerTime>2026-11-23T18:04:05Z</ServerTime></TestConnection>',
};

test.each([
  ['GET', '/LightSpeed'],
  ['POST', '/LightSpeed'],
  ['GET', '/LightSpeed/TestConnection'],
  ['POST', '/LightSpeed/TestConnection'],
])('%s %s answers OK, the store and the time in whole seconds', async (method, path) => {
  expect(await lightspeed(method, path)).toEqual(success);
  expect(await lightspeed(method, path, undefined, { handler: handlers.testConnection })).toEqual(success);
});

test.each(['/LightSpeed', '/LightSpeed/TestConnection'])(
  'HEAD %s answers the same without the body',
  async (path) => {
    expect(await lightspeed('HEAD', path)).toEqual({ ...success, body: '' });
  },
);

test.each(['', '<Test/>', 'this is not XML', Buffer.from([0xff, 0x00, 0x80])])(
  'whatever a POST carries is of no consequence: %j',
  async (body) => {
    expect(await lightspeed('POST', '/LightSpeed/TestConnection', body)).toEqual(success);
  },
);

test('it changes nothing that the webstore sees: no poll is recorded', async () => {
  await lightspeed('GET', '/LightSpeed');
  const { body } = await webstore('GET', '/status');
  expect(JSON.parse(body)).toMatchObject({
    store: 'coolbike',
    lastPolledAt: null,
    lastAcknowledgedAt: null,
    lastShippedAt: null,
    lastRejection: null,
    outstanding: 0,
    refused: 0,
    oldestOutstanding: null,
  });
});
