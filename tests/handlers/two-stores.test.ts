import { beforeEach, describe, expect, jest, test } from '@jest/globals';
import { addStore } from '../support/add-store.ts';
import { anOrderBody } from '../support/an-order-body.ts';
import { REQUEST_ID } from '../support/call.ts';
import { setClock, stopClock } from '../support/clock.ts';
import { type CallOptions, openStore } from '../support/store.ts';

const { lightspeed, webstore, place, poll, storedItem } = await openStore();
await addStore({ id: 'rival', username: 'rival', password: 'rival-password', apiToken: 'rival-token' });
const { changeStore } = await import('../../lib/database/stores.ts');
const { hashMade } = await import('../../lib/door/secrets.ts');
const { finishRotation, rotate } = await import('../../lib/domain/store.ts');

stopClock('2026-11-23T18:00:00Z');

const host = (id: string) => `${id}.weborders.example.com`;
const basic = (credentials: string) => `Basic ${Buffer.from(credentials).toString('base64')}`;
const rival = { headers: { host: host('rival') } };
const asRival = { ...rival, authorization: basic('rival:rival-password') };
const byRival = { ...rival, authorization: 'Bearer rival-token' };

/** Changes are seen late: the next call comes after that. */
let passed = 0;
const { now } = performance;
jest.spyOn(performance, 'now').mockImplementation(() => now.call(performance) + passed);
const wait = (seconds: number) => {
  passed += seconds * 1000;
};

beforeEach(async () => {
  // What the tests of the other store's orders left.
  const { body } = await webstore('GET', '/orders?limit=100', undefined, byRival);
  for (const { orderId, status } of JSON.parse(body).orders) {
    if (status === 'New') await webstore('POST', `/orders/${orderId}/cancel`, { reason: 'x' }, byRival);
  }
});

const pollAs = async (options: CallOptions) =>
  (await lightspeed('GET', '/LightSpeed/OutstandingActivity', undefined, options)).body;

describe('two stores with the same order ids on one deployment', () => {
  test('live in parallel and never meet', async () => {
    await place('1234', anOrderBody({ currency: 'USD' }));
    const theirs = await webstore('PUT', '/orders/1234', anOrderBody({ currency: 'CAD' }), byRival);
    expect(theirs.status).toBe(201);
    await place('ours', anOrderBody());

    expect(await pollAs(asRival)).toMatch(/<OrderId>1234<[\s\S]*<Currency>CAD/);
    expect(await pollAs(asRival)).not.toContain('<Currency>USD');
    expect(await poll()).toEqual(['1234', 'ours']);

    const both = '<A><Order Id="1234"/><Order Id="ours"/></A>';
    const answer = await lightspeed('POST', '/LightSpeed/AcknowledgeRequest', both, asRival);
    expect(answer.body).toContain('<OrderId>1234</OrderId><Result>Downloaded</Result>');
    expect(answer.body).toContain('<OrderId>ours</OrderId><Result>NotFound</Result>');
    expect(await poll()).toEqual(['1234', 'ours']);

    const shipped = await lightspeed(
      'POST',
      '/LightSpeed/Order/1234/Shipment',
      '<S TrackingNumber="1Z"/>',
      asRival,
    );
    expect(shipped.body).toContain('<Status>Shipped</Status>');
    await lightspeed('POST', '/LightSpeed/Order/1234/Cancel', '<C Reason="Voided"/>');
    expect(await storedItem('1234')).toMatchObject({ order: { status: 'Canceled', shipments: [] } });
    const told = JSON.parse((await webstore('GET', '/orders/1234', undefined, byRival)).body);
    expect(told).toMatchObject({ status: 'Shipped', currency: 'CAD', notes: [] });
  });

  test('each count what is theirs', async () => {
    setClock('2026-11-23T18:10:00Z');
    await place('1', anOrderBody());
    await poll();
    const status = async (options?: CallOptions) =>
      JSON.parse((await webstore('GET', '/status', undefined, options)).body);

    expect(await status()).toMatchObject({
      store: 'coolbike',
      outstanding: 1,
      lastPolledAt: '2026-11-23T18:10:00Z',
    });
    expect(await status(byRival)).toMatchObject({ store: 'rival', outstanding: 0 });
  });

  test.each([
    ['their user and password', { authorization: basic('rival:rival-password') }],
    ['ours, at their host', { ...rival, authorization: basic('lightspeed:local-password') }],
    ['our user with their password', { authorization: basic('lightspeed:rival-password') }],
    ['our host in another header', { headers: { ...rival.headers, 'x-forwarded-host': host('coolbike') } }],
    [
      'their host in another header',
      { ...asRival, headers: { 'x-forwarded-host': host('rival'), forwarded: 'host=rival' } },
    ],
    ['their name in the user', { authorization: basic('rival/lightspeed:local-password') }],
  ])('are not opened by each other’s credentials: %s', async (_, options: CallOptions) => {
    const answer = await lightspeed('GET', '/LightSpeed', undefined, options);
    expect(answer.status).toBe(401);
  });

  test.each([
    ['our token at their host', rival],
    ['their token at ours', { authorization: 'Bearer rival-token' }],
  ])('are not opened by each other’s tokens: %s', async (_, options: CallOptions) => {
    expect((await webstore('GET', '/status', undefined, options)).status).toBe(401);
  });
});

describe('a store that does not exist', () => {
  test('answers exactly as a wrong password does', async () => {
    const guessAt = (id: string, password: string) =>
      lightspeed('GET', '/LightSpeed/OutstandingActivity', undefined, {
        headers: { host: host(id) },
        authorization: basic(`lightspeed:${password}`),
      });
    const known = await guessAt('coolbike', 'wrong');
    expect(known.status).toBe(401);
    expect(known.body).toContain(REQUEST_ID);
    expect(await guessAt('absent', 'wrong')).toEqual(known);
    expect(await guessAt('absent', 'local-password')).toEqual(known);
  });

  test('answers exactly as a wrong token does, to the last of too many', async () => {
    const guessAt = (id: string, guess: number) =>
      webstore('GET', '/status', undefined, {
        headers: { host: host(id) },
        authorization: `Bearer guess-${guess % 55}`,
      });
    for (let guess = 0; guess < 60; guess += 1) {
      const known = await guessAt('coolbike', guess);
      expect(known.status).toBe(guess < 50 ? 401 : 429);
      expect(await guessAt('absent-2', guess)).toEqual(known);
    }
  });

  test.each(['nobody', '-', '', 'a_b', 'x'.repeat(64), '\uD800', 'coolbike2', 'localhost'])(
    'is opened by nobody’s credentials: %j',
    async (id) => {
      for (const credentials of ['lightspeed:local-password', ':', 'x:', ':x']) {
        const options = { headers: { host: `${id}.example.com` }, authorization: basic(credentials) };
        expect((await lightspeed('GET', '/LightSpeed', undefined, options)).status).toBe(401);
      }
      const options = { headers: { host: `${id}.example.com` } };
      expect((await webstore('GET', '/status', undefined, options)).status).toBe(401);
    },
  );
});

describe('a change of a store', () => {
  const login = async (password: string) =>
    (
      await lightspeed('GET', '/LightSpeed', undefined, {
        ...rival,
        authorization: basic(`rival:${password}`),
      })
    ).status;
  const token = async (apiToken: string) =>
    (await webstore('GET', '/status', undefined, { ...rival, authorization: `Bearer ${apiToken}` })).status;
  const at = '2026-11-23T18:00:00Z';

  test('of its password leaves no gap: both are right until the old one is taken away', async () => {
    expect([await login('rival-password'), await login('new')]).toEqual([200, 401]);
    const hash = hashMade('new');
    await changeStore('rival', (store) => ({ ...store, passwords: rotate(store.passwords, hash, at) }));
    wait(60);
    expect([await login('rival-password'), await login('new')]).toEqual([200, 200]);
    await changeStore('rival', (store) => ({ ...store, passwords: finishRotation(store.passwords) }));
    wait(60);
    expect([await login('rival-password'), await login('new')]).toEqual([401, 200]);
    const old = hashMade('rival-password');
    await changeStore('rival', (store) => ({ ...store, passwords: [{ hash: old, since: at }] }));
    wait(60);
  });

  test('of its token leaves no gap either', async () => {
    await changeStore('rival', (store) => ({
      ...store,
      apiTokens: rotate(store.apiTokens, hashMade('new-token'), at),
    }));
    wait(60);
    expect([await token('rival-token'), await token('new-token')]).toEqual([200, 200]);
    await changeStore('rival', (store) => ({ ...store, apiTokens: store.apiTokens.slice(1) }));
    wait(60);
    expect([await token('rival-token'), await token('new-token')]).toEqual([200, 401]);
  });

  test('is seen within a minute', async () => {
    const tested = async () => (await lightspeed('GET', '/LightSpeed', undefined, asRival)).body;
    await changeStore('rival', (store) => ({ ...store, enabled: false }));
    wait(60);
    expect(await tested()).toContain('<Code>ModuleDisabled</Code>');
    await changeStore('rival', (store) => ({ ...store, enabled: true, machineAddress: '001A2B3C4D5E' }));
    wait(60);
    expect(await tested()).toContain('<Code>MachineNotAllowed</Code>');
    await changeStore('rival', (store) => ({ ...store, machineAddress: undefined }));
    wait(60);
    expect(await tested()).toContain('<Store>rival</Store>');
  });

  test('of the webstore’s store that is disabled stops Lightspeed only', async () => {
    await changeStore('rival', (store) => ({ ...store, enabled: false }));
    wait(60);
    expect((await webstore('PUT', '/orders/off-1', anOrderBody(), byRival)).status).toBe(201);
    await changeStore('rival', (store) => ({ ...store, enabled: true }));
    wait(60);
  });
});

describe('a start point', () => {
  const start = async (startAt: string | undefined) => {
    await changeStore('coolbike', (store) => ({ ...store, startAt }));
    wait(60);
  };
  const placedAt = (time: string) => anOrderBody({ placedAt: time });

  test('keeps orders that were placed before it from being offered, until it is moved', async () => {
    setClock('2026-11-23T18:00:00Z');
    await place('old', placedAt('2026-11-22T23:59:59.999Z'));
    setClock('2026-11-23T18:00:01Z');
    await place('at', placedAt('2026-11-22T19:00:00-05:00'));
    setClock('2026-11-23T18:00:02Z');
    await place('new', placedAt('2026-11-23T10:00:00Z'));
    await start('2026-11-23T00:00:00Z');
    expect(await poll()).toEqual(['at', 'new']);
    const status = JSON.parse((await webstore('GET', '/status')).body);
    expect(status).toMatchObject({ outstanding: 2, oldestOutstanding: { orderId: 'at' } });
    expect(JSON.parse((await webstore('GET', '/orders/old')).body)).toMatchObject({ status: 'New' });

    await start('2026-11-23T09:00:00Z');
    expect(await poll()).toEqual(['new']);
    await start(undefined);
    expect(await poll()).toEqual(['old', 'at', 'new']);
  });

  test('does not let what it keeps back stand in the way of the others', async () => {
    for (let at = 0; at < 70; at += 1) await place(`old-${at}`, placedAt('2026-11-01T00:00:00Z'));
    for (let at = 0; at < 40; at += 1) await place(`new-${at}`, placedAt('2026-11-23T12:00:00Z'));
    await start('2026-11-23T00:00:00Z');
    const seen = new Set([...(await poll()), ...(await poll())]);
    expect(seen.size).toBe(40);
    expect([...seen].every((orderId) => orderId.startsWith('new-'))).toBe(true);
    await start(undefined);
  });
});
