import { describe, expect, test } from '@jest/globals';
import { anOrderBody } from '../support/an-order-body.ts';
import { openStore } from '../support/store.ts';

const { lightspeed, webstore, place, storedItem } = await openStore({
  username: 'Zoë',
  password: 'pä:ss:wörd ',
  apiToken: 'token-9Z_+/=.~',
});

const base64 = (text: string, encoding: 'utf8' | 'latin1' = 'utf8') =>
  Buffer.from(text, encoding).toString('base64');

const call = (authorization: string | null, header = 'authorization') =>
  lightspeed('GET', '/LightSpeed', undefined, {
    authorization: null,
    ...(authorization !== null && { headers: { [header]: authorization } }),
  });

const unauthorizedXml = {
  status: 401,
  headers: {
    'Content-Type': 'application/xml; charset=utf-8',
    'Cache-Control': 'no-store',
    'WWW-Authenticate': 'Basic realm="LightSpeed", charset="UTF-8"',
  },
  body:
    '<?xml version="1.0" encoding="UTF-8"?><Error><Code>Unauthorized</Code>' +
    '<Message>User and password of the Web Orders module are needed.</Message>' +
    '<RequestId>6bc28136-xmpl-4365-b021-0ce6b2e64ab0</RequestId></Error>',
};

const unauthorizedJson = {
  type: 'about:blank',
  title: 'Unauthorized',
  status: 401,
  code: 'Unauthorized',
  detail: "The store's API token is needed: Authorization: Bearer …",
  requestId: '6bc28136-xmpl-4365-b021-0ce6b2e64ab0',
};

describe('Lightspeed is let in with the right user and password', () => {
  test.each([
    ['in UTF-8, the password with colons of its own', `Basic ${base64('Zoë:pä:ss:wörd ')}`],
    ['in Latin-1', `Basic ${base64('Zoë:pä:ss:wörd ', 'latin1')}`],
    ['with the scheme in lowercase', `basic ${base64('Zoë:pä:ss:wörd ')}`],
    ['with the scheme in capitals', `BASIC ${base64('Zoë:pä:ss:wörd ')}`],
    ['with more blanks than one', `  Basic   ${base64('Zoë:pä:ss:wörd ')}  `],
    ['without the padding', `Basic ${base64('Zoë:pä:ss:wörd ').replaceAll('=', '')}`],
  ])('%s', async (_, header) => {
    expect((await call(header)).status).toBe(200);
  });

  test('whatever the letter case of the header’s name', async () => {
    expect((await call(`Basic ${base64('Zoë:pä:ss:wörd ')}`, 'Authorization')).status).toBe(200);
  });
});

describe('Lightspeed is answered with the same 401', () => {
  test.each<[string, string | null]>([
    ['without the header', null],
    ['with an empty header', ''],
    ['with another scheme', `Bearer ${base64('Zoë:pä:ss:wörd ')}`],
    ['with the scheme only', 'Basic'],
    ['with what is not base64', 'Basic !!!!'],
    ['without a colon', `Basic ${base64('Zoë')}`],
    ['without the scheme', base64('Zoë:pä:ss:wörd ')],
    ['with the credentials in plain', 'Basic Zoë:pä:ss:wörd '],
    ['with a wrong user', `Basic ${base64('Zoe:pä:ss:wörd ')}`],
    ['with a user in another letter case', `Basic ${base64('ZOË:pä:ss:wörd ')}`],
    ['with a wrong password', `Basic ${base64('Zoë:wrong')}`],
    ['with the password up to its colon', `Basic ${base64('Zoë:pä')}`],
    ['with the password without its blank', `Basic ${base64('Zoë:pä:ss:wörd')}`],
    ['with an empty password', `Basic ${base64('Zoë:')}`],
    ['with an empty user', `Basic ${base64(':pä:ss:wörd ')}`],
    ['with nothing but the colon', `Basic ${base64(':')}`],
    ['with the API token as the password', `Basic ${base64('Zoë:token-9Z_+/=.~')}`],
  ])('%s', async (_, header) => {
    expect(await call(header)).toEqual(unauthorizedXml);
  });

  test.each([
    ['GET', '/LightSpeed'],
    ['POST', '/LightSpeed/TestConnection'],
    ['GET', '/LightSpeed/OutstandingActivity'],
    ['POST', '/LightSpeed/AcknowledgeRequest'],
    ['POST', '/LightSpeed/Order/1/Shipment'],
    ['POST', '/LightSpeed/Order/1/Cancel'],
    ['POST', '/LightSpeed/Order/1/Cancellation'],
  ])('on %s %s, which does nothing then', async (method, path) => {
    await place('1', anOrderBody());
    const before = await storedItem('1');
    const body = method === 'POST' ? '<X TrackingNumber="1Z"><Order Id="1"/></X>' : undefined;
    expect(await lightspeed(method, path, body, { authorization: null })).toEqual(unauthorizedXml);
    expect(await storedItem('1')).toEqual(before);
  });

  test('without its body to a HEAD', async () => {
    expect(await lightspeed('HEAD', '/LightSpeed', undefined, { authorization: null })).toEqual({
      ...unauthorizedXml,
      body: '',
    });
  });
});

describe('the webstore is let in with its token', () => {
  test.each(['Bearer token-9Z_+/=.~', 'bearer token-9Z_+/=.~', 'BEARER   token-9Z_+/=.~ '])(
    '%s',
    async (authorization) => {
      expect((await webstore('GET', '/status', undefined, { authorization })).status).toBe(200);
    },
  );
});

describe('the webstore is answered with the same 401', () => {
  test.each<[string, string | null]>([
    ['without the header', null],
    ['with an empty header', ''],
    ['with another scheme', `Basic ${base64('Zoë:pä:ss:wörd ')}`],
    ['with the scheme only', 'Bearer '],
    ['with a wrong token', 'Bearer token'],
    ['with a token in another letter case', 'Bearer TOKEN-9Z_+/=.~'],
    ['with two tokens', 'Bearer token-9Z_+/=.~ token-9Z_+/=.~'],
    ['with the password of Lightspeed', 'Bearer pä:ss:wörd'],
  ])('%s', async (_, authorization) => {
    const { status, headers, body } = await webstore('GET', '/status', undefined, { authorization });
    expect({ status, headers, body: JSON.parse(body) }).toEqual({
      status: 401,
      headers: {
        'Content-Type': 'application/problem+json; charset=utf-8',
        'Cache-Control': 'no-store',
        'WWW-Authenticate': 'Bearer realm="webstore"',
      },
      body: unauthorizedJson,
    });
  });

  test.each([
    ['PUT', '/orders/1'],
    ['GET', '/orders/1'],
    ['GET', '/orders'],
    ['POST', '/orders/1/notes'],
    ['POST', '/orders/1/cancel'],
    ['POST', '/orders/1/requeue'],
    ['GET', '/status'],
  ])('on %s %s, which does nothing then', async (method, path) => {
    await place('1', anOrderBody());
    const before = await storedItem('1');
    const body = method === 'GET' ? undefined : { ...anOrderBody(), reason: 'x', text: 'x' };
    const answer = await webstore(method, path, body, { authorization: null });
    expect(JSON.parse(answer.body)).toEqual(unauthorizedJson);
    expect(await storedItem('1')).toEqual(before);
  });
});

test('which of Lightspeed’s paths exist is not told without credentials', async () => {
  const answer = await lightspeed('GET', '/LightSpeed/Nothing', undefined, { authorization: null });
  expect(answer).toEqual(unauthorizedXml);
});

test.each(['/favicon.ico', '/', '/LightSpeedy'])(
  '%s is NotFound to anybody: nothing is there',
  async (path) => {
    expect(await lightspeed('GET', path, undefined, { authorization: null })).toEqual({
      status: 404,
      headers: { 'Content-Type': 'application/xml; charset=utf-8', 'Cache-Control': 'no-store' },
      body:
        '<?xml version="1.0" encoding="UTF-8"?><Error><Code>NotFound</Code>' +
        '<Message>There is no such endpoint.</Message>' +
        '<RequestId>6bc28136-xmpl-4365-b021-0ce6b2e64ab0</RequestId></Error>',
    });
  },
);
