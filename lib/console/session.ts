import { createHmac, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import * as z from 'zod/mini';
import { getPerson, sessionKey } from '../database/people.ts';
import type { Instant } from '../domain/instant.ts';
import { isAdmitted, type Person } from '../domain/people.ts';
import type { Event } from '../http/request.ts';
import { seal, unseal } from '../vault.ts';
import { openValue, sealValue, SESSIONS_KEY } from './sealed.ts';

/** A signed-in person, from the cookie, confirmed by the People table at each call. */
export interface Session {
  person: Person;
  /** The token in every form of this session. */
  token: string;
}

const NAME = '__Host-web-orders';
const HOURS = 8;
const PURPOSE = 'session';

const cookieSchema = z.object({ id: z.string(), email: z.string(), beganAt: z.iso.datetime() });

/** The header that begins a person's session, for eight hours. */
export async function sessionCookie(email: string, now: Instant): Promise<string> {
  const value = { id: randomUUID(), email, beganAt: now };
  const until = Date.parse(now) + HOURS * 3_600_000;
  const sealed = sealValue(value, { key: await key(), purpose: PURPOSE, until });
  return setCookie(NAME, sealed, HOURS * 3600);
}

/** The header that removes the session's cookie. */
export function endedCookie(): string {
  return setCookie(NAME, '', 0);
}

const ASK_AGAIN = '__Host-web-orders-ask-again';
const DAYS_REMEMBERED = 30;

/** The header that remembers in this browser that somebody signed out: whoever comes next may be somebody else. */
export function askAgainCookie(isOn: boolean): string {
  return isOn ? setCookie(ASK_AGAIN, 'yes', DAYS_REMEMBERED * 86_400) : setCookie(ASK_AGAIN, '', 0);
}

/** Whether the provider is to ask who it is, even if it knows. */
export function isAskedAgain(event: Event): boolean {
  return cookieOf(event, ASK_AGAIN) !== undefined;
}

/**
 * The caller; `undefined` without a session, after its end, and for a removed person.
 * @param onOpened once the cookie has proved to be one of ours; whether its person may still come in is not known then
 */
export async function readSession(
  event: Event,
  now: Instant,
  onOpened: () => void = () => undefined,
): Promise<Session | undefined> {
  const sealed = cookieOf(event, NAME);
  if (sealed === undefined) return undefined;
  const sessionsKey = await key();
  const opened = openValue(sealed, { key: sessionsKey, purpose: PURPOSE, now: Date.parse(now) });
  const { data } = z.safeParse(cookieSchema, opened);
  if (!data) return undefined;
  onOpened();
  const person = await getPerson(data.email);
  if (!person || !isAdmitted(person, data.beganAt)) return undefined;
  return { person, token: tokenOf(data.id, sessionsKey) };
}

/** Whether a form has its session's token, compared in constant time. */
export function isToken(given: string, { token }: Session): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(token)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** A cookie of this host alone: no script reads it, and other sites' forms do not send it. */
export function setCookie(name: string, value: string, seconds: number): string {
  return `${name}=${value}; Path=/; Max-Age=${seconds}; Secure; HttpOnly; SameSite=Lax`;
}

/** API Gateway takes cookies out of the headers. If a browser sends a name twice, neither is used. */
export function cookieOf(event: Event, name: string): string | undefined {
  const header = Object.entries(event.headers).find(([key]) => key.toLowerCase() === 'cookie')?.[1] ?? '';
  const pairs = [...(event.cookies ?? []), ...header.split(';')].map((pair) => pair.trim());
  const values = new Set(
    pairs.filter((pair) => pair.startsWith(`${name}=`)).map((pair) => pair.slice(name.length + 1)),
  );
  const [value] = values;
  return values.size === 1 && value !== '' ? value : undefined;
}

function tokenOf(sessionId: string, sessionsKey: Buffer): string {
  return createHmac('sha256', sessionsKey).update(`form ${sessionId}`).digest('base64url');
}

let kept: Promise<string> | undefined;

/** The key of all sessions of the stage, made when it is first needed, sealed in the People table. */
export async function key(): Promise<Buffer> {
  kept ??= sessionKey(() => seal(randomBytes(32).toString('base64url'), SESSIONS_KEY));
  try {
    return Buffer.from(await unseal(await kept, SESSIONS_KEY), 'base64url');
  } catch (error) {
    // One failed read must not shut everybody out of a warm function.
    kept = undefined;
    throw error;
  }
}
