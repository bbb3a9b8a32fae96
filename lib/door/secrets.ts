import { createHash, createHmac, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import type { Secret } from '../domain/store.ts';
import { checkChosen } from './slow-hash.ts';

/** The result of checking a caller's credentials. */
export interface Checked {
  right: boolean;
  /** Tells wrong secrets apart without keeping them: they may be right elsewhere. */
  fingerprint: string;
}

/** 24 random letters, 140 bits: too long to guess, so a fast hash protects it as well as a slow one. */
export function newPassword(): string {
  // Without the letters and digits that people mistake for one another.
  const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789';
  return Array.from({ length: 24 }, () => letters.charAt(randomInt(letters.length))).join('');
}

/** 256 random bits. */
export function newApiToken(): string {
  return randomBytes(32).toString('base64url');
}

const MADE = 'sha256$';

/**
 * The stored form of a password or token that we made. For one that a person chose: `hashChosen` (docs/decisions/0006).
 */
export function hashMade(secret: string): string {
  return `${MADE}${sha256(secret).toString('base64url')}`;
}

/**
 * A hash that no secret has, for stores that do not exist, in the form of the secrets that we made. One per name, so
 * that wrong passwords are told apart as at a real store.
 */
export function nobodysHash(name: string): string {
  // From another hash function: no known secret has it.
  const bytes = createHash('sha512').update(name).digest().subarray(0, 32);
  return `${MADE}${bytes.toString('base64url')}`;
}

/**
 * Checks Lightspeed's user and password. A right password that we made needs fast hashes alone; any other waits for the
 * slow hash of each password that a person chose.
 */
export async function checkPassword(
  { username, passwords }: { username: string; passwords: Secret[] },
  { user, password }: { user: string; password: string },
): Promise<Checked> {
  const userIsRight = isSameSecret(user, username);
  const fast = checkMade(passwords, password);
  const chosen = passwords.filter(({ hash }) => !hash.startsWith(MADE));
  if ((userIsRight && fast.right) || chosen.length === 0)
    return { right: userIsRight && fast.right, fingerprint: fingerprint(passwords, `${user}\n${password}`) };
  const slow = await Promise.all(chosen.map(({ hash }) => checkChosen(hash, password)));
  return {
    right: userIsRight && slow.some(({ right }) => right),
    // Made from the slow hash: a typing error is nearly the password that a person chose.
    fingerprint: sha256(`${user}\n${slow[0]?.mark}`).toString('base64url').slice(0, 16),
  };
}

/** Checks a token, or a password that we made, in constant time; two are compared even if there is one. */
export function checkMade(secrets: Secret[], given: string): Checked {
  const hash = hashMade(given);
  const [first = '', second = first] = secrets.map((secret) => secret.hash);
  const same = [first, second].map((kept) => isSameSecret(hash, kept));
  return { right: same.includes(true), fingerprint: fingerprint(secrets, given) };
}

/** Whether two secrets are equal, in constant time. */
export function isSameSecret(a: string, b: string): boolean {
  return timingSafeEqual(sha256(a), sha256(b));
}

/**
 * 24 bits, keyed by the store's hash: enough to tell fifty apart, and too few to reveal the password, because many of a
 * million common passwords share one.
 */
function fingerprint([newest]: Secret[], given: string): string {
  const key = newest?.hash ?? '';
  return createHmac('sha256', key).update(given).digest('base64url').slice(0, 4);
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
