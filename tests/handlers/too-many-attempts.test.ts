import { randomBytes } from 'node:crypto';
import { afterAll, describe, expect, test } from '@jest/globals';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import type { CallableHandler, HttpAnswer } from '../support/call.ts';
import { addStore } from '../support/add-store.ts';
import { setClock, stopClock } from '../support/clock.ts';
import { openStore } from '../support/store.ts';

const { lightspeed, webstore, handlers } = await openStore();
await addStore({ id: 'chooser', password: 'vermilion otter 41', isChosen: true });
stopClock('2026-11-23T18:04:05Z');

const database = new DynamoDBClient({});
const documents = DynamoDBDocumentClient.from(database);
afterAll(() => database.destroy());

const GUESSER = '198.51.100.66';
const POLLER = '203.0.113.7';

/** The handler behind an API Gateway that sees its calls come from an address. */
function from(address: string): CallableHandler {
  return (event, context) => {
    const { requestContext } = event;
    const http = { ...requestContext.http, sourceIp: address };
    return handlers.anyOtherPath({ ...event, requestContext: { ...requestContext, http } }, context);
  };
}

function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

const RIGHT = basic('lightspeed', 'local-password');

function poll(address: string, authorization: string | null, headers = {}): Promise<HttpAnswer> {
  return lightspeed('GET', '/LightSpeed', undefined, { handler: from(address), authorization, headers });
}

function look(address: string, authorization: string | null): Promise<HttpAnswer> {
  return webstore('GET', '/status', undefined, { handler: from(address), authorization });
}

const statusOf = async (answer: Promise<HttpAnswer>) => (await answer).status;

async function guess(times: number, address = GUESSER): Promise<number[]> {
  const statuses: number[] = [];
  for (let i = 0; i < times; i += 1)
    statuses.push((await poll(address, basic('lightspeed', `guess ${i}`))).status);
  return statuses;
}

async function remembered(address: string, store = 'coolbike'): Promise<Record<string, unknown> | undefined> {
  const Key = { store, address };
  const { Item } = await documents.send(new GetCommand({ TableName: process.env['ATTEMPTS_TABLE'], Key }));
  return Item;
}

const unauthorized = (times: number) => Array<number>(times).fill(401);

describe('a poller that keeps one old password', () => {
  test('is told so forever and never shut out', async () => {
    const statuses: number[] = [];
    for (let i = 0; i < 120; i += 1)
      statuses.push((await poll(POLLER, basic('lightspeed', 'last year'))).status);
    expect(statuses).toEqual(unauthorized(120));
    expect(await statusOf(poll(POLLER, RIGHT))).toBe(200);
  });

  test('counts once, however it spells its header', async () => {
    const encoded = Buffer.from('lightspeed:last year').toString('base64');
    for (const header of [`Basic ${encoded}`, `BASIC ${encoded}`, ` basic  ${encoded.replace(/=+$/, '')} `])
      expect(await statusOf(poll(POLLER, header))).toBe(401);
    expect(await remembered(POLLER)).toMatchObject({ fingerprints: { size: 1 } });
  });

  test('may also come without a header, or with one that nobody can read, as often as it likes', async () => {
    for (let i = 0; i < 60; i += 1) {
      expect(await statusOf(poll(POLLER, null))).toBe(401);
      expect(await statusOf(poll(POLLER, `Digest ${i}`))).toBe(401);
    }
    expect(await remembered(POLLER)).toBeUndefined();
    expect(await statusOf(poll(POLLER, RIGHT))).toBe(200);
  });
});

describe('an address that guesses', () => {
  test('is shut out after 50 different credentials, with the seconds until it may try again', async () => {
    expect(await guess(50)).toEqual(unauthorized(50));
    expect(await poll(GUESSER, basic('lightspeed', 'guess 50'))).toEqual({
      status: 429,
      headers: {
        'Content-Type': 'application/xml; charset=utf-8',
        'Cache-Control': 'no-store',
        'Retry-After': '300',
      },
      body: expect.stringMatching(/<Error><Code>TooManyAttempts<\/Code><Message>[^<]+<\/Message><RequestId>/),
    });
  });

  test('is shut out for the webstore as well, in the webstore’s words', async () => {
    await guess(50);
    const answer = await look(GUESSER, 'Bearer local-token');
    expect({ ...answer, body: JSON.parse(answer.body) }).toMatchObject({
      status: 429,
      headers: { 'Content-Type': 'application/problem+json; charset=utf-8', 'Retry-After': '300' },
      body: { title: 'Too Many Requests', status: 429, code: 'TooManyAttempts' },
    });
  });

  test('is shut out by tokens, and by tokens and passwords together', async () => {
    for (let i = 0; i < 25; i += 1) expect(await statusOf(look(GUESSER, `Bearer guess-${i}`))).toBe(401);
    expect(await guess(25)).toEqual(unauthorized(25));
    expect(await statusOf(look(GUESSER, 'Bearer local-token'))).toBe(429);
  });

  test('does not get in with the right credentials either, whoever else does', async () => {
    await guess(50);
    expect(await statusOf(poll(GUESSER, RIGHT))).toBe(429);
    expect(await statusOf(poll(POLLER, RIGHT))).toBe(200);
    expect(await statusOf(look(POLLER, 'Bearer local-token'))).toBe(200);
    expect(await statusOf(poll('2001:db8::7', RIGHT))).toBe(200);
  });

  test('cannot claim to be another address', async () => {
    for (let i = 0; i < 50; i += 1) {
      const claim = {
        'x-forwarded-for': `192.0.2.${i}`,
        forwarded: `for=192.0.2.${i}`,
        'x-real-ip': `192.0.2.${i}`,
      };
      expect(await statusOf(poll(GUESSER, basic('lightspeed', `guess ${i}`), claim))).toBe(401);
    }
    expect(await statusOf(poll(GUESSER, basic('lightspeed', 'x'), { 'x-forwarded-for': POLLER }))).toBe(429);
    expect(await statusOf(poll(POLLER, RIGHT, { 'x-forwarded-for': GUESSER }))).toBe(200);
  });

  test('may try again when 300 seconds are over since its first guess, and is counted anew', async () => {
    await guess(20);
    setClock('2026-11-23T18:08:00Z');
    for (let i = 20; i < 50; i += 1) await poll(GUESSER, basic('lightspeed', `guess ${i}`));
    setClock('2026-11-23T18:09:04Z');
    expect((await poll(GUESSER, RIGHT)).headers['Retry-After']).toBe('1');
    setClock('2026-11-23T18:09:05Z');
    expect(await statusOf(poll(GUESSER, RIGHT))).toBe(200);
    expect(await guess(50)).toEqual(unauthorized(50));
    expect(await statusOf(poll(GUESSER, RIGHT))).toBe(429);
  });

  test('is not forgotten sooner because it goes on', async () => {
    await guess(50);
    setClock('2026-11-23T18:06:05Z');
    for (let i = 0; i < 5; i += 1)
      expect((await poll(GUESSER, basic('x', `${i}`))).headers['Retry-After']).toBe('180');
  });

  test('is counted when its guesses come all at once', async () => {
    const statuses = await Promise.all(
      Array.from({ length: 60 }, (_, i) => statusOf(poll(GUESSER, basic('lightspeed', `guess ${i}`)))),
    );
    expect(statuses.every((status) => status === 401 || status === 429)).toBe(true);
    const { length: heard } = statuses.filter((status) => status === 401);
    expect(await remembered(GUESSER)).toMatchObject({ fingerprints: { size: heard } });
    expect(await statusOf(poll(GUESSER, RIGHT))).toBe(429);
  });

  test('is counted when a new window opens under all of its guesses at once', async () => {
    await guess(3);
    setClock('2026-11-23T18:20:00Z');
    await Promise.all(Array.from({ length: 40 }, (_, i) => poll(GUESSER, basic('lightspeed', `again ${i}`))));
    expect(await remembered(GUESSER)).toMatchObject({
      fingerprints: { size: 40 },
      expiresAt: Date.parse('2026-11-23T18:25:00Z') / 1000,
    });
  });
});

describe('what is remembered', () => {
  test.each([
    ['of a store whose password we made', 'coolbike', /^[\w-]{4}$/],
    ['of a store whose password a person chose', 'chooser', /^[\w-]{16}$/],
  ])(
    'tells neither the password nor how to find it without the store’s secrets: %s',
    async (_, store, form) => {
      const host = { host: `${store}.weborders.example.com` };
      expect(await statusOf(poll(GUESSER, basic('lightspeed', 'hunter2'), host))).toBe(401);
      const item = await remembered(GUESSER, store);
      expect(item).toEqual({
        store,
        address: GUESSER,
        fingerprints: new Set([expect.stringMatching(form)]),
        expiresAt: Date.parse('2026-11-23T18:09:05Z') / 1000,
      });
      const { createHash } = await import('node:crypto');
      const [fingerprint = ''] = new Set(item?.['fingerprints'] as Set<string>);
      for (const text of ['hunter2', 'lightspeed:hunter2', 'lightspeed\nhunter2']) {
        const guessable = createHash('sha256').update(text).digest('base64url');
        expect(guessable.startsWith(fingerprint)).toBe(false);
      }
    },
  );

  test('stays small, however long the guesses are and however many come at once', async () => {
    await Promise.all(
      Array.from({ length: 100 }, () =>
        poll(GUESSER, basic('lightspeed', randomBytes(3000).toString('hex'))),
      ),
    );
    const { fingerprints } = (await remembered(GUESSER)) as { fingerprints: Set<string> };
    expect(JSON.stringify([...fingerprints]).length).toBeLessThan(3000);
  });
});

describe('a wrong answer', () => {
  const wrong: [string, string | null][] = [
    ['an unknown user', basic('nobody', 'local-password')],
    ['a wrong password', basic('lightspeed', 'x')],
    ['both wrong', basic('nobody', 'x')],
    ['user and password exchanged', basic('local-password', 'lightspeed')],
    ['an empty user', basic('', 'local-password')],
    ['an empty password', basic('lightspeed', '')],
    ['one character too few', basic('lightspeed', 'local-passwor')],
    ['the user in capitals', basic('LIGHTSPEED', 'local-password')],
    ['an unreadable header', 'Basic !!!'],
    ['the other face’s credentials', 'Bearer local-token'],
    ['no header', null],
  ];
  const told = async (path: string, authorization: string | null) => {
    const { status, headers, body } = await lightspeed('GET', path, undefined, {
      authorization,
      handler: from(POLLER),
    });
    return { status, headers, body: body.replace(/<RequestId>.*<\/RequestId>/, '') };
  };

  test.each(wrong)('to %s is the same byte for byte, for every path', async (_name, authorization) => {
    const paths = [
      '/LightSpeed',
      '/LightSpeed/OutstandingActivity',
      '/LightSpeed/Order/100234/Shipment',
      '/LightSpeed/Nothing',
    ];
    for (const path of paths) {
      expect(await told(path, authorization)).toEqual({
        status: 401,
        headers: {
          'Content-Type': 'application/xml; charset=utf-8',
          'Cache-Control': 'no-store',
          'WWW-Authenticate': 'Basic realm="LightSpeed", charset="UTF-8"',
        },
        body: (await told('/LightSpeed', basic('another', 'attempt'))).body,
      });
    }
  });

  test.each([
    ['a wrong token', 'Bearer x'],
    ['the beginning of the token', 'Bearer local-toke'],
    ['a token and more', 'Bearer local-token2'],
    ['two tokens', 'Bearer local-token x'],
    ['the other face’s credentials', RIGHT],
    ['no header', null],
  ])('to the webstore with %s is the same byte for byte', async (_name, authorization) => {
    const tell = async (path: string, header: string | null) => {
      const { status, headers, body } = await webstore('GET', path, undefined, { authorization: header });
      return { status, headers, body: JSON.parse(body) };
    };
    const usual = await tell('/status', 'Bearer another');
    expect(usual).toMatchObject({ status: 401, headers: { 'WWW-Authenticate': 'Bearer realm="webstore"' } });
    for (const path of ['/status', '/orders', '/orders/100234', '/orders/nobody-knows'])
      expect(await tell(path, authorization)).toEqual(usual);
  });
});
