import {
  createHash,
  createHmac,
  randomBytes,
  randomInt,
  scrypt as scryptWithCallback,
  type ScryptOptions,
  timingSafeEqual,
} from 'node:crypto';
import { promisify } from 'node:util';
import type { Secret } from '../domain/store.ts';

/** What a check tells of what a caller came with. */
export interface Checked {
  right: boolean;
  /** Tells wrong ones apart without keeping them: they may be somebody's old password. */
  fingerprint: string;
}

/** Passwords and tokens, made here and nowhere else: nobody chooses one, so none can be guessed. */
export function newPassword(): string {
  // Without the letters and digits that people mistake for one another.
  const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789';
  return Array.from({ length: 24 }, () => letters.charAt(randomInt(letters.length))).join('');
}

export function newApiToken(): string {
  return randomBytes(32).toString('base64url');
}

interface ScryptHash {
  cost: ScryptOptions;
  salt: Buffer;
  key: Buffer;
}

/** 32 MiB and some 60 ms for each guess; 24 random letters need no more. Each hash carries what it was made with. */
const COST = { log2N: 15, r: 8, p: 1 };
const KEY_BYTES = 32;

const scrypt = promisify<string, Buffer, number, ScryptOptions, Buffer>(scryptWithCallback);

/** `scrypt$<log2 N>$<r>$<p>$<salt>$<key>`, the last two in base64url. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, { cost: scryptOptions(COST), salt, key: Buffer.alloc(KEY_BYTES) });
  return scryptText(salt, key);
}

/**
 * A hash that no password has: what a password is compared with where there is nothing to compare it with. One name
 * has one, so that its wrong passwords are remembered and told apart as those of a real one are.
 */
export function nobodysHash(name: string): string {
  return scryptText(sha256(name).subarray(0, 16), createHmac('sha256', processKey).update(name).digest());
}

/** How many results of `checkPassword` a warm function remembers, and for how long, in milliseconds. */
const REMEMBERED = 1000;
const REMEMBERED_FOR = 600_000;

/** Known to this process only, so that what is remembered is of no use outside of it. */
const processKey = randomBytes(32);

const results = new Map<string, { checked: Promise<Checked>; until: number }>();
/**
 * Checks Lightspeed's user and password. The slow hash is computed once for each credential, right or wrong, and its
 * result remembered under a keyed hash, never with the password. A changed store has other hashes, so that what is
 * remembered of the old ones is not found any more.
 */
export async function checkPassword(
  expected: { username: string; passwords: Secret[] },
  given: { user: string; password: string },
): Promise<Checked> {
  const hashes = expected.passwords.map(({ hash }) => hash);
  const told = JSON.stringify([expected.username, hashes, given.user, given.password]);
  const name = createHmac('sha256', processKey).update(told).digest('base64');
  const known = results.get(name);
  if (known && performance.now() < known.until) return known.checked;
  const checked = comparePassword(expected.username, hashes, given);
  results.delete(name);
  results.set(name, { checked, until: performance.now() + REMEMBERED_FOR });
  const [oldest] = results.keys();
  if (results.size > REMEMBERED && oldest !== undefined) results.delete(oldest);
  return checked;
}

/** Two passwords are compared, whether or not there are two, so that the time tells nothing of a rotation. */
async function comparePassword(
  username: string,
  hashes: string[],
  { user, password }: { user: string; password: string },
): Promise<Checked> {
  const [first = nobodysHash('first'), second = nobodysHash('second')] = hashes;
  const keys: Buffer[] = [];
  const same: boolean[] = [];
  for (const hash of [first, second].map(readScrypt)) {
    const key = await derive(password, hash);
    keys.push(key);
    same.push(timingSafeEqual(key, hash.key));
  }
  const userIsRight = isSameSecret(user, username);
  // Made from the slow hash, so that wrong passwords cannot be found out faster from it than from the store's own.
  const fingerprint = sha256(`${user}\n${keys[0]?.toString('base64')}`);
  return { right: userIsRight && same.includes(true), fingerprint: short(fingerprint) };
}

/** Whether two secrets are equal, in a time that tells nothing about either. */
export function isSameSecret(a: string, b: string): boolean {
  return timingSafeEqual(sha256(a), sha256(b));
}

/** A token is 256 random bits: a fast hash keeps it as well as a slow one. */
export function hashToken(token: string): string {
  return `sha256$${sha256(token).toString('base64url')}`;
}

/** Checks the webstore's token, in a time that tells nothing. */
export function checkToken(apiTokens: Secret[], token: string): Checked {
  const given = hashToken(token);
  const [first = '', second = first] = apiTokens.map(({ hash }) => hash);
  const same = [first, second].map((hash) => isSameSecret(given, hash));
  return { right: same.includes(true), fingerprint: short(sha256(given)) };
}

function derive(password: string, { cost, salt, key }: ScryptHash): Promise<Buffer> {
  return scrypt(password, salt, key.length, cost);
}

function scryptOptions({ log2N, r, p }: typeof COST): ScryptOptions {
  const N = 2 ** log2N;
  return { N, r, p, maxmem: 256 * N * r };
}

function scryptText(salt: Buffer, key: Buffer): string {
  const { log2N, r, p } = COST;
  return ['scrypt', log2N, r, p, salt.toString('base64url'), key.toString('base64url')].join('$');
}

function readScrypt(hash: string): ScryptHash {
  const [kind, log2N, r, p, salt, key] = hash.split('$');
  if (kind !== 'scrypt' || !salt || !key) throw new Error('A password is kept in a form that is unknown.');
  return {
    cost: scryptOptions({ log2N: Number(log2N), r: Number(r), p: Number(p) }),
    salt: Buffer.from(salt, 'base64url'),
    key: Buffer.from(key, 'base64url'),
  };
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function short(hash: Buffer): string {
  return hash.toString('base64url').slice(0, 16);
}
