import { describe, expect, test } from '@jest/globals';
import { call, type CallableHandler } from '../support/call.ts';
import { DEALER, openConsole, OPERATOR, ORIGIN } from '../support/console.ts';

const site = await openConsole();
const { sessionCookie } = await import('../../lib/console/session.ts');
const { invitePerson, removePerson } = await import('../../lib/desk/invite.ts');
const { changePerson } = await import('../../lib/database/people.ts');
const { auditOf } = await import('../../lib/database/audit.ts');
const { getStore } = await import('../../lib/database/stores.ts');

const path = '/console/stores/coolbike/lightspeed';
const HOUR = 3_600_000;
const now = () => new Date().toISOString();

async function cookieFrom(time: number, email = DEALER): Promise<string> {
  return (await sessionCookie(email, new Date(time).toISOString())).split(';')[0] ?? '';
}

async function statusWith(cookie: string): Promise<number> {
  const headers = { host: new URL(ORIGIN).host, cookie };
  return (await call(site.handlers.page, { method: 'GET', path, headers })).status;
}

describe('a session', () => {
  test('ends after eight hours', async () => {
    expect(await statusWith(await cookieFrom(Date.now() - 8 * HOUR + 60_000))).toBe(200);
    expect(await statusWith(await cookieFrom(Date.now() - 8 * HOUR))).toBe(303);
  });

  test('is nobody’s if its cookie was changed, or comes twice with different values', async () => {
    const [cookie, other] = [await cookieFrom(Date.now()), await cookieFrom(Date.now(), OPERATOR)];
    const changed = `${cookie.slice(0, -1)}${cookie.endsWith('A') ? 'B' : 'A'}`;
    expect(await statusWith(cookie)).toBe(200);
    expect(await statusWith(changed)).toBe(303);
    expect(await statusWith(`${cookie}; ${other}`)).toBe(303);
  });

  test('of somebody who was never invited is nobody’s', async () => {
    expect(await statusWith(await cookieFrom(Date.now(), 'nobody@example.com'))).toBe(303);
  });
});

describe('an open tab', () => {
  const fields = { act: 'pin', machineAddress: '00:1A:2B:3C:4D:5E' };

  /** Somebody opens the page; the token of its forms. */
  async function opened(email: string, stores = ['coolbike']): Promise<string> {
    await invitePerson({ email, role: 'dealer', stores }, { by: OPERATOR, now: '2026-11-23T18:00:00Z' });
    return /name="token" value="([^"]+)"/.exec((await site.get(path, email)).body)?.[1] ?? '';
  }

  test('of a person who was removed meanwhile changes nothing', async () => {
    const email = 'removed@example.com';
    const token = await opened(email);
    await removePerson(email, now());
    const { status, body } = await site.post(path, fields, { who: email, token });
    expect(status).toBe(401);
    expect(body).toContain('Your session has ended, and nothing was changed.');
    expect([await auditOf('coolbike', 10), (await getStore('coolbike'))?.machineAddress]).toEqual([
      [],
      undefined,
    ]);
  });

  test('of a dealer from whom the store was taken meanwhile changes nothing', async () => {
    const email = 'moved@example.com';
    const token = await opened(email, ['coolbike', 'otherbike']);
    await changePerson(email, (before) => before && { ...before, stores: ['otherbike'] });
    expect((await site.post(path, fields, { who: email, token })).status).toBe(404);
    expect([await auditOf('coolbike', 10), (await getStore('coolbike'))?.machineAddress]).toEqual([
      [],
      undefined,
    ]);
  });

  test('of an operator who became a dealer shows nothing of people and audit', async () => {
    const email = 'demoted@example.com';
    await invitePerson(
      { email, role: 'operator', stores: [] },
      { by: OPERATOR, now: '2026-11-23T18:00:00Z' },
    );
    expect((await site.get('/console/people', email)).status).toBe(200);
    await changePerson(email, (before) => before && { ...before, role: 'dealer', stores: ['otherbike'] });
    for (const page of ['/console/people', '/console/audit', path])
      expect([page, (await site.get(page, email)).status]).toEqual([page, 404]);
  });
});

describe('coming back from the sign-in', () => {
  test.each([
    ['without the cookie of its beginning', ''],
    ['with a cookie that we did not seal', '__Host-web-orders-sign-in=AAAA'],
    ['with the session’s cookie in its place', 'session'],
  ])('%s begins no session', async (_, given) => {
    const { handler } = await import('../../functions/console/sign-in.ts');
    const [, value = ''] = (await cookieFrom(Date.now())).split('=');
    const cookie = given === 'session' ? `__Host-web-orders-sign-in=${value}` : given;
    const headers = { host: new URL(ORIGIN).host, ...(cookie !== '' && { cookie }) };
    const back = '/console/signed-in?code=stolen&state=stolen';
    const answer = await call(handler as unknown as CallableHandler, { method: 'GET', path: back, headers });
    expect(answer.status).toBe(401);
    expect(answer.cookies ?? []).toEqual([]);
  });
});
