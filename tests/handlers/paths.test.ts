import { describe, expect, test } from '@jest/globals';
import { anOrderBody } from '../support/an-order-body.ts';
import { stopClock } from '../support/clock.ts';
import { type HandlerName, openStore } from '../support/store.ts';

const { lightspeed, webstore, place, handlers } = await openStore();
stopClock('2026-11-23T18:04:05Z');

interface Endpoint {
  name: HandlerName;
  method: string;
  path: string;
  body?: string;
  status?: number;
}

/** A call of every Lightspeed endpoint whose answer stays the same when repeated. */
const lightspeedEndpoints: Endpoint[] = [
  { name: 'testConnection', method: 'GET', path: '/LightSpeed' },
  { name: 'testConnection', method: 'POST', path: '/LightSpeed/TestConnection' },
  { name: 'outstandingActivity', method: 'GET', path: '/LightSpeed/OutstandingActivity' },
  {
    name: 'acknowledge',
    method: 'POST',
    path: '/LightSpeed/AcknowledgeRequest',
    body: '<A><Order Id="x"/></A>',
  },
  { name: 'ship', method: 'POST', path: '/LightSpeed/Order/Done/Shipment', body: '<S TrackingNumber="T1"/>' },
  { name: 'cancel', method: 'POST', path: '/LightSpeed/Order/Done/Cancel', body: '<C Reason="Voided"/>' },
  {
    name: 'cancel',
    method: 'POST',
    path: '/LightSpeed/Order/Done/Cancellation',
    body: '<C Reason="Voided"/>',
  },
];

const webstoreEndpoints: Endpoint[] = [
  { name: 'putOrder', method: 'PUT', path: '/orders/Done', body: JSON.stringify(anOrderBody()) },
  { name: 'getOrder', method: 'GET', path: '/orders/Done' },
  { name: 'listOrders', method: 'GET', path: '/orders' },
  { name: 'addNote', method: 'POST', path: '/orders/none/notes', body: '{"text":"x"}', status: 404 },
  { name: 'cancelOrder', method: 'POST', path: '/orders/Done/cancel', body: '{"reason":"x"}', status: 409 },
  { name: 'requeueOrder', method: 'POST', path: '/orders/Done/requeue', body: '{"reason":"x"}', status: 409 },
  { name: 'resendMessages', method: 'POST', path: '/orders/Done/resend', status: 200 },
  { name: 'getStatus', method: 'GET', path: '/status' },
];

/** An order with one shipment and one cancellation, which repetitions do not change. */
async function placeDone(): Promise<void> {
  await place('Done', anOrderBody());
  await lightspeed('POST', '/LightSpeed/Order/Done/Shipment', '<S TrackingNumber="T1"/>');
  await lightspeed('POST', '/LightSpeed/Order/Done/Cancel', '<C Reason="Voided"/>');
  await lightspeed('GET', '/LightSpeed/OutstandingActivity');
}

const inOtherLetters = (path: string) =>
  path.replaceAll(/[A-Za-z]+/g, (word) => (['Done', 'none'].includes(word) ? word : word.toUpperCase()));
const inSmallLetters = (path: string) =>
  path.replaceAll(/[A-Za-z]+/g, (word) => (['Done', 'none'].includes(word) ? word : word.toLowerCase()));

/** Other spellings of a path, which answer the same and never redirect. */
const spellings: [string, (path: string) => string][] = [
  ['as written', (path) => path],
  ['in capitals', inOtherLetters],
  ['in lowercase', inSmallLetters],
  ['with a trailing slash', (path) => `${path}/`],
  ['with doubled slashes', (path) => path.replaceAll('/', '//')],
  ['with all of these', (path) => `${inSmallLetters(path).replaceAll('/', '///')}//`],
  ['with an escaped letter', (path) => path.replace('S', '%53').replace('s', '%73')],
];

describe.each(spellings)('%s', (_, spell) => {
  test.each(lightspeedEndpoints)(
    '$method $path of Lightspeed answers as its function does',
    async (endpoint) => {
      await placeDone();
      const { name, method, path, body, status = 200 } = endpoint;
      const answer = await lightspeed(method, path, body, { handler: handlers[name] });
      expect(answer.status).toBe(status);
      expect(await lightspeed(method, spell(path), body)).toEqual(answer);
      expect(await lightspeed(method, spell(path), body, { handler: handlers[name] })).toEqual(answer);
    },
  );

  test.each(webstoreEndpoints)(
    '$method $path of the webstore answers as its function does',
    async (endpoint) => {
      await placeDone();
      const { name, method, path, body, status = 200 } = endpoint;
      const answer = await webstore(method, path, body, { handler: handlers[name] });
      expect(answer.status).toBe(status);
      expect(await webstore(method, spell(path), body)).toEqual(answer);
      expect(await webstore(method, spell(path), body, { handler: handlers[name] })).toEqual(answer);
    },
  );
});

describe('HEAD answers as GET without the body', () => {
  test.each(['/LightSpeed', '/LightSpeed/TestConnection', '/LightSpeed/OutstandingActivity'])(
    '%s',
    async (path) => {
      const get = await lightspeed('GET', path);
      expect(await lightspeed('HEAD', path)).toEqual({ ...get, body: '' });
    },
  );

  test.each(['/orders', '/orders/Done', '/orders/none', '/status'])('%s', async (path) => {
    await placeDone();
    const get = await webstore('GET', path);
    expect(await webstore('HEAD', path)).toEqual({ ...get, body: '' });
  });
});

describe('an unknown path is NotFound', () => {
  test.each([
    '/LightSpeed/Nothing',
    '/LightSpeed/Order',
    '/LightSpeed/Order/1',
    '/LightSpeed/Order/1/Refund',
    '/LightSpeed/Order/1/Shipment/2',
    '/LightSpeed/OutstandingActivity/2',
    '/LightSpeedy',
    '/favicon.ico',
    '/%ff',
    '/',
  ])('in XML: %s', async (path) => {
    for (const method of ['GET', 'POST', 'DELETE']) {
      expect(await lightspeed(method, path)).toEqual({
        status: 404,
        headers: { 'Content-Type': 'application/xml; charset=utf-8', 'Cache-Control': 'no-store' },
        body:
          '<?xml version="1.0" encoding="UTF-8"?><Error><Code>NotFound</Code>' +
          '<Message>There is no such endpoint.</Message>' +
          '<RequestId>6bc28136-xmpl-4365-b021-0ce6b2e64ab0</RequestId></Error>',
      });
    }
  });

  test.each(['/orders/1/refund', '/orders/1/notes/2', '/status/1', '/STATUS/x'])(
    'in JSON: %s',
    async (path) => {
      const { status, headers, body } = await webstore('GET', path);
      expect({ status, headers, body: JSON.parse(body) }).toEqual({
        status: 404,
        headers: { 'Content-Type': 'application/problem+json; charset=utf-8', 'Cache-Control': 'no-store' },
        body: {
          type: 'about:blank',
          title: 'Not Found',
          status: 404,
          code: 'NotFound',
          detail: 'There is no such endpoint.',
          requestId: '6bc28136-xmpl-4365-b021-0ce6b2e64ab0',
        },
      });
    },
  );
});

describe('a wrong method is MethodNotAllowed, with the right ones in Allow', () => {
  test.each<[string, string, string, HandlerName]>([
    ['PUT', '/LightSpeed', 'GET, HEAD, POST', 'testConnection'],
    ['DELETE', '/LightSpeed/TestConnection', 'GET, HEAD, POST', 'testConnection'],
    ['PATCH', '/LightSpeed/OutstandingActivity', 'GET, HEAD, POST', 'outstandingActivity'],
    ['GET', '/LightSpeed/AcknowledgeRequest', 'POST', 'acknowledge'],
    ['HEAD', '/LightSpeed/AcknowledgeRequest', 'POST', 'acknowledge'],
    ['GET', '/LightSpeed/Order/1/Shipment', 'POST', 'ship'],
    ['PUT', '/LightSpeed/Order/1/Cancel', 'POST', 'cancel'],
    ['OPTIONS', '/lightspeed//order/1/CANCELLATION/', 'POST', 'cancel'],
  ])('in XML: %s %s', async (method, path, allow, name) => {
    const expected = {
      status: 405,
      headers: {
        'Content-Type': 'application/xml; charset=utf-8',
        'Cache-Control': 'no-store',
        Allow: allow,
      },
      body:
        method === 'HEAD'
          ? ''
          : '<?xml version="1.0" encoding="UTF-8"?><Error><Code>MethodNotAllowed</Code>' +
            `<Message>This endpoint takes ${allow}.</Message>` +
            '<RequestId>6bc28136-xmpl-4365-b021-0ce6b2e64ab0</RequestId></Error>',
    };
    expect(await lightspeed(method, path)).toEqual(expected);
    expect(await lightspeed(method, path, undefined, { handler: handlers[name] })).toEqual(expected);
  });

  test.each([
    ['POST', '/orders', 'GET, HEAD'],
    ['DELETE', '/orders/1', 'PUT, GET, HEAD'],
    ['GET', '/orders/1/notes', 'POST'],
    ['PUT', '/orders/1/cancel', 'POST'],
    ['GET', '/Orders/1/Requeue/', 'POST'],
    ['POST', '/status', 'GET, HEAD'],
  ])('in JSON: %s %s', async (method, path, allow) => {
    const { status, headers, body } = await webstore(method, path);
    expect({ status, headers, body: JSON.parse(body) }).toEqual({
      status: 405,
      headers: {
        'Content-Type': 'application/problem+json; charset=utf-8',
        'Cache-Control': 'no-store',
        Allow: allow,
      },
      body: {
        type: 'about:blank',
        title: 'Method Not Allowed',
        status: 405,
        code: 'MethodNotAllowed',
        detail: `This endpoint takes ${allow}.`,
        requestId: '6bc28136-xmpl-4365-b021-0ce6b2e64ab0',
      },
    });
  });
});

test('an order’s id keeps its letter case in every spelling of a path', async () => {
  await place('abc', anOrderBody());
  expect((await lightspeed('POST', '/lightspeed/order/ABC/cancel')).status).toBe(404);
  expect((await lightspeed('POST', '/LIGHTSPEED/ORDER/abc/CANCEL')).status).toBe(200);
});
