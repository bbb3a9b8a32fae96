import { afterAll, describe, expect, test } from '@jest/globals';
import { startSignIn } from '../../local/sign-in.ts';
import { call, type CallableHandler, type HttpAnswer } from '../support/call.ts';
import { DEALER, openConsole, ORIGIN } from '../support/console.ts';

/* The sign-in against a real OpenID provider, and what somebody may do to the address with which a browser comes back. */

/** The provider knows them, and nobody has invited them. */
const UNINVITED = 'uninvited@example.com';
const REMOVED = 'removed@example.com';

const site = await openConsole();
const { warn } = console;
// It says that it is for development only.
console.warn = () => undefined;
const provider = await startSignIn(
  [DEALER, UNINVITED, REMOVED].map((email) => ({ email, role: 'dealer' })),
  ORIGIN,
);
console.warn = warn;
afterAll(provider.close);
process.env['CONSOLE_ISSUER'] = provider.issuer;
const handler = (await import('../../functions/console/sign-in.ts')).handler as unknown as CallableHandler;
const { changePerson } = await import('../../lib/database/people.ts');

const ask = (path: string, cookie = ''): Promise<HttpAnswer> =>
  call(handler, { method: 'GET', path, headers: { host: new URL(ORIGIN).host, ...(cookie && { cookie }) } });

/** A browser's cookies, as far as the provider wants them. */
class Browser {
  readonly #cookies = new Map<string, string>();

  /** One request without following where it leads. */
  async send(url: string, form?: Record<string, string>): Promise<Response> {
    const headers = { cookie: [...this.#cookies].map((pair) => pair.join('=')).join('; ') };
    const body = form && new URLSearchParams(form);
    const answer = await fetch(url, { redirect: 'manual', headers, ...(body && { method: 'POST', body }) });
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      this.#cookies.set(name, value);
    }
    return answer;
  }
}

interface Begun {
  /** The cookie of the beginning. */
  cookie: string;
  /** The address with which the browser comes back. */
  back: URL;
}

/** Begins a sign-in, and chooses a person at the provider. */
async function begin(email = DEALER, page = '/console/stores/coolbike'): Promise<Begun> {
  const begun = await ask(`/console/sign-in?page=${encodeURIComponent(page)}`);
  const browser = new Browser();
  let url = String(begun.headers['Location']);
  while (!url.startsWith(ORIGIN)) {
    let answer = await browser.send(url);
    if (answer.status === 200) answer = await browser.send(url, { email });
    url = new URL(answer.headers.get('location') ?? '', url).href;
  }
  return { cookie: begun.cookies?.[0]?.split(';')[0] ?? '', back: new URL(url) };
}

const comeBack = ({ cookie, back }: Begun) => ask(`${back.pathname}${back.search}`, cookie);

/** The address with some parameters as somebody else wants them. */
function changed({ cookie, back }: Begun, differs: Record<string, string | undefined>): Begun {
  const url = new URL(back);
  for (const [name, value] of Object.entries(differs))
    if (value === undefined) url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  return { cookie, back: url };
}

async function expectNobody(begun: Begun): Promise<void> {
  const { status, cookies = [] } = await comeBack(begun);
  expect([status, cookies]).toEqual([401, []]);
}

test('who was invited comes in, to the page that they asked for', async () => {
  const { status, headers, cookies = [] } = await comeBack(await begin());
  expect([status, headers['Location']]).toEqual([303, '/console/stores/coolbike']);
  const [ended, , session = ''] = cookies;
  expect(ended).toMatch(/^__Host-web-orders-sign-in=; Path=\/; Max-Age=0;/);
  const cookie = session.split(';')[0] ?? '';
  const page = { method: 'GET', path: '/console/stores/coolbike', headers: { cookie } };
  expect((await call(site.handlers.page, page)).status).toBe(200);
});

test('the provider is asked for a code, with state, nonce and the digest of the verifier', async () => {
  const { headers } = await ask('/console/sign-in');
  const { searchParams } = new URL(String(headers['Location']));
  expect(Object.fromEntries(searchParams)).toEqual({
    client_id: 'console',
    redirect_uri: `${ORIGIN}/console/signed-in`,
    response_type: 'code',
    scope: 'openid email',
    state: expect.stringMatching(/^[\w-]{43}$/),
    nonce: expect.stringMatching(/^[\w-]{43}$/),
    code_challenge: expect.stringMatching(/^[\w-]{43}$/),
    code_challenge_method: 'S256',
  });
});

test('after signing out the provider asks who it is, even if it knows, until somebody comes in', async () => {
  const { headers } = await ask('/console/sign-in', '__Host-web-orders-ask-again=yes');
  expect(new URL(String(headers['Location'])).searchParams.get('prompt')).toBe('login');
  const { cookies } = await comeBack(await begin());
  expect(cookies?.[1]).toBe(
    '__Host-web-orders-ask-again=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax',
  );
});

describe('nobody comes in', () => {
  test.each([
    ['another state', { state: 'x' }],
    ['no state', { state: undefined }],
    ['no code', { code: undefined }],
    ['a code that was never given', { code: 'x' }],
    ['another provider’s name', { iss: 'https://evil.example' }],
    ['no provider’s name', { iss: undefined }],
    ['an error beside the code', { error: 'access_denied' }],
    ['an error', { code: undefined, error: 'access_denied', error_description: '<script>' }],
  ])('who comes back with %s', async (_, differs) => expectNobody(changed(await begin(), differs)));

  test('who brings the code of another sign-in: it has another verifier and nonce', async () => {
    const [own, stolen] = [await begin(), await begin()];
    await expectNobody(changed(own, { code: stolen.back.searchParams.get('code') ?? '' }));
  });

  test('to whom somebody sends the address of their own sign-in', async () => {
    const [victim, own] = [await begin(), await begin()];
    await expectNobody({ cookie: victim.cookie, back: own.back });
    await expectNobody({ cookie: '', back: own.back });
  });

  test('who brings the same code a second time', async () => {
    const begun = await begin();
    expect((await comeBack(begun)).status).toBe(303);
    await expectNobody(begun);
  });

  test('whom nobody has invited, or who was removed', async () => {
    await changePerson(REMOVED, () => ({
      email: REMOVED,
      role: 'dealer',
      stores: ['coolbike'],
      invitedAt: '2026-11-23T18:00:00Z',
      invitedBy: 'command',
      removedAt: '2026-11-24T18:00:00Z',
    }));
    for (const email of [UNINVITED, REMOVED]) await expectNobody(await begin(email));
  });
});

describe('nobody comes in by an ID token', () => {
  /** The provider answers as it does, but for what a test changes of its ID token. */
  async function withClaims(
    differs: (claims: Record<string, unknown>) => object,
    begun: Begun,
  ): Promise<HttpAnswer> {
    const { fetch: real } = globalThis;
    globalThis.fetch = async (...asked: Parameters<typeof fetch>) => {
      const answer = await real(...asked);
      if (!answer.url.endsWith('/token')) return answer;
      const body = (await answer.json()) as { id_token: string };
      const [head, claims = '', signature] = body.id_token.split('.');
      const given = JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<string, unknown>;
      const other = Buffer.from(JSON.stringify(differs(given))).toString('base64url');
      return Response.json({ ...body, id_token: [head, other, signature].join('.') });
    };
    try {
      return await comeBack(begun);
    } finally {
      globalThis.fetch = real;
    }
  }

  test('as it is, of course somebody does', async () => {
    expect((await withClaims((claims) => claims, await begin())).status).toBe(303);
  });

  test.each([
    ['whose nonce is another', { nonce: 'x' }],
    ['for another client', { aud: 'another' }],
    ['of another issuer', { iss: 'https://evil.example' }],
    ['that has expired', { exp: 1 }],
    ['whose address nobody verified', { email_verified: false }],
    ['whose address is verified in words only', { email_verified: 'true' }],
    ['without an address', { email: undefined }],
    ['whose address is none', { email: 'session key' }],
  ])('%s', async (_, differs) => {
    const { status, cookies = [] } = await withClaims((claims) => ({ ...claims, ...differs }), await begin());
    expect([status, cookies]).toEqual([401, []]);
  });
});
