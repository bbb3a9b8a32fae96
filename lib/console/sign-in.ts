import * as oidc from 'openid-client';
import * as z from 'zod/mini';
import { changePerson } from '../database/people.ts';
import { Failure } from '../domain/failure.ts';
import type { Instant } from '../domain/instant.ts';
import { emailKey, type Person } from '../domain/people.ts';
import type { Event } from '../http/request.ts';
import { openValue, sealValue } from './sealed.ts';
import { cookieOf, key, setCookie } from './session.ts';
import type { ConsoleSettings } from './settings.ts';

/*
 * OpenID Connect: authorization code with PKCE, as a public client (contract 11). A sealed cookie keeps what is needed
 * between the two calls: the state, the nonce, the code verifier, and the requested page.
 */

const NAME = '__Host-web-orders-sign-in';
const MINUTES = 10;
const PURPOSE = 'sign-in';

const pendingSchema = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  page: z.string(),
});

export const SIGNED_IN_PATH = '/console/signed-in';

/** The URL of the sign-in, and its cookie. After signing out, the provider asks again who it is, even if it knows. */
export async function beginSignIn(
  { page, again }: { page: string | undefined; again: boolean },
  settings: ConsoleSettings,
  now: Instant,
): Promise<{ location: string; cookie: string }> {
  const configuration = await configurationOf(settings);
  const verifier = oidc.randomPKCECodeVerifier();
  const pending = { state: oidc.randomState(), nonce: oidc.randomNonce(), verifier, page: ownPage(page) };
  const location = oidc.buildAuthorizationUrl(configuration, {
    redirect_uri: `${settings.origin}${SIGNED_IN_PATH}`,
    scope: 'openid email',
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state: pending.state,
    nonce: pending.nonce,
    ...(again && { prompt: 'login' }),
  });
  const until = Date.parse(now) + MINUTES * 60_000;
  const sealed = sealValue(pending, { key: await key(), purpose: PURPOSE, until });
  return { location: location.href, cookie: setCookie(NAME, sealed, MINUTES * 60) };
}

/** Exchanges the code that the browser came back with. Throws `Unauthorized` unless it proves an invited person. */
export async function endSignIn(
  event: Event,
  settings: ConsoleSettings,
  now: Instant,
): Promise<{ person: Person; page: string; clearCookie: string }> {
  const sealed = cookieOf(event, NAME) ?? '';
  const { data: pending } = z.safeParse(
    pendingSchema,
    openValue(sealed, { key: await key(), purpose: PURPOSE, now: Date.parse(now) }),
  );
  if (!pending)
    throw new Failure(
      'Unauthorized',
      'This sign-in was not begun in this browser, or took longer than ten minutes.',
    );
  const email = await emailOf(event, settings, pending);
  const person = await changePerson(email, (before) =>
    before && before.removedAt === undefined ? { ...before, lastSignedInAt: now } : undefined,
  );
  if (!person) throw new Failure('Unauthorized', `Nobody has invited ${email} to this console.`);
  return { person, page: ownPage(pending.page), clearCookie: setCookie(NAME, '', 0) };
}

async function emailOf(
  event: Event,
  settings: ConsoleSettings,
  { state, nonce, verifier }: { state: string; nonce: string; verifier: string },
): Promise<string> {
  const configuration = await configurationOf(settings);
  const url = new URL(`${settings.origin}${SIGNED_IN_PATH}?${event.rawQueryString}`);
  let claims: oidc.IDToken | undefined;
  try {
    const tokens = await oidc.authorizationCodeGrant(configuration, url, {
      pkceCodeVerifier: verifier,
      expectedState: state,
      expectedNonce: nonce,
      idTokenExpected: true,
    });
    claims = tokens.claims();
  } catch (error) {
    throw new Failure('Unauthorized', 'The sign-in was not confirmed. Try it once more.', { cause: error });
  }
  const email = typeof claims?.['email'] === 'string' ? emailKey(claims['email']) : undefined;
  // An unverified address may be anybody's.
  if (email === undefined || claims?.['email_verified'] !== true)
    throw new Failure('Unauthorized', 'The provider did not confirm an email address.');
  return email;
}

const MOST_CHARACTERS = 1000;

/**
 * A page of the console, and never another host's: `//evil.example` and `/\\evil.example` lead away, and browsers take
 * `/console/..` for `/`. Nor the sign-in or the sign-out itself.
 */
export function ownPage(page: string | undefined): string {
  const [, path] = /^(\/console(?:\/[\w.~%/-]*)?)(?:\?[\w.~%&=+-]*)?$/.exec(page ?? '') ?? [];
  if (page === undefined || path === undefined || page.length > MOST_CHARACTERS) return '/console';
  const isOwn = new URL(path, 'https://console.invalid').pathname === path && !page.includes('//');
  return isOwn && !path.startsWith('/console/sign') ? page : '/console';
}

let found: Promise<oidc.Configuration> | undefined;

/** The provider's own description; read once, and again if it did not answer. */
async function configurationOf({ issuer, clientId }: ConsoleSettings): Promise<oidc.Configuration> {
  const isLocal = issuer.startsWith('http://');
  found ??= oidc.discovery(new URL(issuer), clientId, undefined, oidc.None(), {
    ...(isLocal && { execute: [oidc.allowInsecureRequests] }),
    timeout: 5,
  });
  try {
    return await found;
  } catch (error) {
    found = undefined;
    throw new Failure('ServiceUnavailable', 'The sign-in service does not answer.', { cause: error });
  }
}
