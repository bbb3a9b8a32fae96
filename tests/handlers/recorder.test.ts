import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchWriteCommand, DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { RecordedCall } from '../../lib/database/wire.ts';
import { addStore } from '../support/add-store.ts';
import { anOrderBody } from '../support/an-order-body.ts';
import { databaseError, withFault } from '../support/database-faults.ts';
import { openStore } from '../support/store.ts';

const { lightspeed, webstore, place } = await openStore({ recordUntil: '2099-01-01T00:00:00Z' });
await addStore({ id: 'off' });
await addStore({ id: 'over', recordUntil: '2026-01-01T00:00:00Z' });
const { dynamodb } = await import('../../lib/database/client.ts');
const { recordedCalls } = await import('../../lib/database/wire.ts');
const { callText } = await import('../../operations/wire/show.ts');
const { requestAgain } = await import('../../operations/wire/replay.ts');

const database = new DynamoDBClient({});
const table = DynamoDBDocumentClient.from(database);
const TableName = process.env['WIRE_TABLE'] ?? '';
afterAll(() => database.destroy());

async function items(): Promise<Record<string, unknown>[]> {
  return (await table.send(new ScanCommand({ TableName }))).Items ?? [];
}

beforeEach(async () => {
  for (const { store, at } of await items()) {
    const requests = [{ DeleteRequest: { Key: { store, at } } }];
    await table.send(new BatchWriteCommand({ RequestItems: { [TableName]: requests } }));
  }
});

async function recorded(): Promise<RecordedCall[]> {
  const calls = await Array.fromAsync(recordedCalls('coolbike', { now: '2026-11-23T18:04:05Z' }));
  return calls.map(({ call }) => call);
}

const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('<C Reason="Größe"/>', 'utf16le')]);

test('a call and its answer are kept byte for byte, with the credentials masked', async () => {
  await place('1', anOrderBody());
  const answer = await lightspeed('POST', '/LightSpeed/Order/1/Cancel?x=1', utf16, {
    headers: { 'User-Agent': 'Lightspeed', Cookie: 'session=secret' },
  });
  const [call, ...others] = await recorded();
  expect(others).toEqual([]);
  expect(call).toMatchObject({
    isLetIn: true,
    method: 'POST',
    path: '/LightSpeed/Order/1/Cancel',
    query: 'x=1',
    status: 200,
    headers: {
      host: 'coolbike.weborders.example.com',
      'user-agent': 'Lightspeed',
      authorization: 'Basic (masked, readable)',
    },
    answerHeaders: { 'Content-Type': 'application/xml; charset=utf-8', 'Cache-Control': 'no-store' },
  });
  expect(Buffer.from(call?.body.bytes ?? []).equals(utf16)).toBe(true);
  expect(Buffer.from(call?.answerBody.bytes ?? []).toString()).toBe(answer.body);
  expect(Object.keys(call?.headers ?? {})).not.toContain('cookie');
  expect(JSON.stringify(await items())).not.toMatch(/bGlnaHRzcGVlZDps|local-password|session=secret/);
});

test('it expires after seven days', async () => {
  await lightspeed('GET', '/LightSpeed');
  const [item] = await items();
  const days = (Number(item?.['expiresAt']) - Date.now() / 1000) / 86_400;
  expect(days).toBeGreaterThan(6.9);
  expect(days).toBeLessThan(7.1);
});

test.each([
  ['what is no XML', 'POST', '/LightSpeed/AcknowledgeRequest', 'hello', {}, 400],
  ['an unknown order', 'POST', '/LightSpeed/Order/none/Cancel', '', {}, 404],
  ['an unknown path', 'GET', '/LightSpeed/Nothing', undefined, {}, 404],
  ['wrong credentials', 'GET', '/LightSpeed', undefined, { authorization: 'Basic d3Jvbmc6c2VjcmV0' }, 401],
  ['no credentials', 'GET', '/LightSpeed', undefined, { authorization: null }, 401],
])('so is a call that fails: %s', async (_, method, path, body, options, status) => {
  await lightspeed(method, path, body, options);
  expect((await recorded()).map((call) => [call.path, call.status])).toEqual([[path, status]]);
  expect(JSON.stringify(await items())).not.toContain('d3Jvbmc6c2VjcmV0');
});

test.each([
  ['lightspeed', { is: 'right' }],
  ['ligthspeed', { is: 'nearly', text: 'ligthspeed' }],
  ['my-secret-password', { is: 'another' }],
])(
  'of a caller who is not let in as %s, it is told whether the user is right, and never the password',
  async (user, typedUser) => {
    await lightspeed('GET', '/LightSpeed', undefined, {
      authorization: `Basic ${btoa(`${user}:hush-hush`)}`,
    });
    const [call] = await recorded();
    expect(call?.typedUser).toEqual(typedUser);
    expect(JSON.stringify(await items())).not.toMatch(/my-secret|hush/);
  },
);

test('of a stranger’s body there is a beginning only', async () => {
  const body = 'x'.repeat(500_000);
  await lightspeed('POST', '/LightSpeed/AcknowledgeRequest', body, { authorization: null });
  const [call] = await recorded();
  expect([call?.body.bytes.length, call?.body.size]).toEqual([2048, 500_000]);
});

test.each([
  ['the webstore’s calls', () => webstore('GET', '/status')],
  [
    'a store that is not recorded',
    () => lightspeed('GET', '/LightSpeed', undefined, { headers: { host: 'off.example.com' } }),
  ],
  [
    'a store whose time is over',
    () => lightspeed('GET', '/LightSpeed', undefined, { headers: { host: 'over.example.com' } }),
  ],
  [
    'a store that does not exist',
    () => lightspeed('GET', '/LightSpeed', undefined, { headers: { host: 'nobody.example.com' } }),
  ],
])('not recorded: %s', async (_, act) => {
  await act();
  expect(await items()).toEqual([]);
});

test('a recorder that fails changes nothing of the answer', async () => {
  const healthy = await lightspeed('GET', '/LightSpeed/OutstandingActivity');
  let failed = 0;
  const { result } = await withFault(dynamodb, {
    fault: ({ input, send }) => {
      if (input['TableName'] !== TableName) return send();
      failed += 1;
      return Promise.reject(databaseError('AccessDeniedException'));
    },
    run: () => lightspeed('GET', '/LightSpeed/OutstandingActivity'),
  });
  expect(result).toEqual(healthy);
  expect(failed).toBe(1);
});

describe('a recorded call', () => {
  test('is shown as it was read', async () => {
    await lightspeed('POST', '/LightSpeed/Order/none/Cancel', utf16);
    const [call] = await recorded();
    if (!call) throw new Error('It is recorded.');
    const text = callText(1, call);
    expect(text).toContain('> POST /LightSpeed/Order/none/Cancel\n');
    expect(text).toContain('> authorization: Basic (masked, readable)\n');
    expect(text).toContain('\n<C Reason="Größe"/>\n');
    expect(text).toContain('< 404\n');
    expect(text).toContain('<Code>OrderNotFound</Code>');
  });

  test('is sent again with its own bytes and other credentials, to this machine only', async () => {
    await lightspeed('POST', '/LightSpeed/Order/1/Cancel?a=b', utf16);
    const [call] = await recorded();
    if (!call) throw new Error('It is recorded.');
    const target = { url: 'http://coolbike.localhost:3000', user: 'u', password: 'p' };
    const { body, headers, ...request } = requestAgain(call, target);
    expect(request).toEqual({
      method: 'POST',
      url: 'http://coolbike.localhost:3000/LightSpeed/Order/1/Cancel?a=b',
    });
    expect(headers).toEqual({ 'content-type': 'application/octet-stream', authorization: 'Basic dTpw' });
    expect(Buffer.from(body ?? []).equals(utf16)).toBe(true);
    expect(() => requestAgain(call, { ...target, url: 'https://coolbike.example.com' })).toThrow(
      'A call is replayed on this machine only, not on coolbike.example.com.',
    );
  });
});
