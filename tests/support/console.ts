import { afterAll } from '@jest/globals';
import { addStore } from './add-store.ts';
import { call, type CallableHandler, type HttpAnswer } from './call.ts';
import { startEmbeddedDynamodb } from './embedded-dynamodb.ts';

export const ORIGIN = 'https://console.weborders.example.com';
export const OPERATOR = 'operator@example.com';
export const DEALER = 'dealer@example.com';
/** Invited to the store `otherbike` only. */
export const STRANGER = 'stranger@example.com';

/** The console's functions on a database of the test file's own, with two stores and three people. */
export interface TestConsole {
  /** Opens a page; `who` is an email, or nobody. */
  get: (path: string, who?: string) => Promise<HttpAnswer>;
  /** Posts a form as its page would: with the token and the origin, unless given. */
  post: (path: string, fields: Record<string, string>, options?: PostOptions) => Promise<HttpAnswer>;
  handlers: { page: CallableHandler; signOut: CallableHandler };
}

interface PostOptions {
  who?: string;
  origin?: string | undefined;
  /** The browser's headers about the form's origin. */
  site?: string;
  token?: string;
}

/** A test file must not import `lib/` or `functions/` before this. */
export async function openConsole(): Promise<TestConsole> {
  const stop = await startEmbeddedDynamodb();
  Object.assign(process.env, {
    CONSOLE_ORIGIN: ORIGIN,
    CONSOLE_ISSUER: 'https://sign-in.example.com',
    CONSOLE_CLIENT_ID: 'console',
    LOCAL_SECRETS_KEY: Buffer.alloc(32, 7).toString('base64url'),
  });
  await addStore();
  await addStore({ id: 'otherbike', name: 'Other Bike' });
  const { invitePerson } = await import('../../lib/desk/invite.ts');
  const invitation = { by: 'command', now: '2026-01-01T00:00:00Z' };
  await invitePerson({ email: OPERATOR, role: 'operator', stores: [] }, invitation);
  await invitePerson({ email: DEALER, role: 'dealer', stores: ['coolbike'] }, invitation);
  await invitePerson({ email: STRANGER, role: 'dealer', stores: ['otherbike'] }, invitation);
  const page = (await import('../../functions/console/page.ts')).handler as unknown as CallableHandler;
  const signOut = (await import('../../functions/console/sign-out.ts')).handler as unknown as CallableHandler;
  const webstore = (await import('../../functions/console/webstore.ts'))
    .handler as unknown as CallableHandler;
  const { sessionCookie } = await import('../../lib/console/session.ts');
  afterAll(async () => {
    const { dynamodb } = await import('../../lib/database/client.ts');
    dynamodb.destroy();
    await stop();
  });

  const cookies = new Map<string, string>();
  const cookieOf = async (who: string): Promise<string> => {
    const known =
      cookies.get(who) ?? (await sessionCookie(who, new Date().toISOString())).split(';')[0] ?? '';
    cookies.set(who, known);
    return known;
  };
  const headersOf = async (who: string | undefined) => ({
    host: new URL(ORIGIN).host,
    ...(who !== undefined && { cookie: await cookieOf(who) }),
  });
  // As serverless.yml routes.
  const handlerOf = (path: string) => {
    if (path.startsWith('/console/sign-out')) return signOut;
    return /^\/console\/stores\/[^/]+\/webstore(\?|$)/.test(path) ? webstore : page;
  };
  const get: TestConsole['get'] = async (path, who) =>
    call(handlerOf(path), { method: 'GET', path, headers: await headersOf(who) });
  const tokenOf = async (who: string): Promise<string> =>
    /name="token" value="([^"]+)"/.exec((await get('/console/people', who)).body)?.[1] ??
    /name="token" value="([^"]+)"/.exec((await get('/console/stores/coolbike', who)).body)?.[1] ??
    /name="token" value="([^"]+)"/.exec((await get('/console/stores/otherbike', who)).body)?.[1] ??
    '';
  return {
    get,
    post: async (path, fields, { who, token, site, ...options } = {}) => {
      const origin = 'origin' in options ? options.origin : ORIGIN;
      const form = new URLSearchParams({
        ...(who !== undefined && { token: token ?? (await tokenOf(who)) }),
        ...fields,
      });
      const headers = {
        ...(await headersOf(who)),
        ...(origin !== undefined && { origin }),
        ...(site !== undefined && { 'sec-fetch-site': site }),
      };
      // API Gateway passes a form in base64.
      const body = Buffer.from(form.toString());
      return call(handlerOf(path), { method: 'POST', path, headers, body });
    },
    handlers: { page, signOut },
  };
}
