import { createHmac, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { Memory } from './memory.ts';

/** The result of comparing with one slow hash. */
export interface SlowCheck {
  right: boolean;
  /** Equal for equal passwords, and as slow to guess from as the hash itself. */
  mark: string;
}

/** log₂ N, r and p: 32 MiB and some 60 ms a guess. Each hash carries its own cost, so later ones can be slower. */
const COST = '15$8$1';
const KEY_BYTES = 32;

const derive = promisify<string, Buffer, number, object, Buffer>(scrypt);

/**
 * The stored form of a password that a person chose: `scrypt$<log2 N>$<r>$<p>$<salt>$<key>`, the last two in base64url.
 */
export async function hashChosen(password: string): Promise<string> {
  const made = `scrypt$${COST}$${randomBytes(16).toString('base64url')}`;
  return `${made}$${(await keyOf(password, made)).toString('base64url')}`;
}

/** Known to this process only, so that what it remembers is useless elsewhere. */
const processKey = randomBytes(32);

const results = new Memory<Promise<SlowCheck>>(1000, 600_000);

/**
 * Compares a password with a hash of `hashChosen`: computed once, right or wrong, and then remembered under a keyed
 * hash of both, never with the password. Throws if the hash is of an unknown kind.
 */
export function checkChosen(hash: string, password: string): Promise<SlowCheck> {
  const told = JSON.stringify([hash, password]);
  const name = createHmac('sha256', processKey).update(told).digest('base64');
  return results.get(name) ?? results.keep(name, compare(hash, password));
}

async function compare(hash: string, password: string): Promise<SlowCheck> {
  const key = await keyOf(password, hash);
  const kept = Buffer.from(hash.split('$')[5] ?? '', 'base64url');
  return { right: timingSafeEqual(key, kept), mark: key.toString('base64') };
}

/** The scrypt key of a password, with the cost and salt of a hash. */
function keyOf(password: string, hash: string): Promise<Buffer> {
  const [kind, log2N, r, p, salt] = hash.split('$');
  if (kind !== 'scrypt' || !salt) throw new Error('A password is kept in a form that is unknown.');
  const cost = { N: 2 ** Number(log2N), r: Number(r), p: Number(p) };
  const maxmem = 256 * cost.N * cost.r;
  return derive(password, Buffer.from(salt, 'base64url'), KEY_BYTES, { ...cost, maxmem });
}
