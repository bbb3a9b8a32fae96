import {
  createHmac,
  randomBytes,
  scrypt as scryptWithCallback,
  type ScryptOptions,
  timingSafeEqual,
} from 'node:crypto';
import { promisify } from 'node:util';
import { Memory } from './memory.ts';

/** What comparing with one slow hash gave. */
export interface SlowCheck {
  right: boolean;
  /** The same for the same password, and as slow to find out from a guess as the hash itself. */
  mark: string;
}

interface ScryptHash {
  cost: ScryptOptions;
  salt: Buffer;
  key: Buffer;
}

/** 32 MiB and some 60 ms for each guess. Each hash carries what it was made with, so that a later one may cost more. */
const COST = { log2N: 15, r: 8, p: 1 };
const KEY_BYTES = 32;

const scrypt = promisify<string, Buffer, number, ScryptOptions, Buffer>(scryptWithCallback);

/** How a password is kept that a person chose: `scrypt$<log2 N>$<r>$<p>$<salt>$<key>`, the last two in base64url. */
export async function hashChosen(password: string): Promise<string> {
  const { log2N, r, p } = COST;
  const salt = randomBytes(16);
  const key = await derive(password, { cost: scryptOptions(COST), salt, key: Buffer.alloc(KEY_BYTES) });
  return ['scrypt', log2N, r, p, salt.toString('base64url'), key.toString('base64url')].join('$');
}

/** Known to this process only, so that what is remembered is of no use outside of it. */
const processKey = randomBytes(32);

const results = new Memory<Promise<SlowCheck>>(1000, 600_000);

/**
 * Compares a password with a hash of `hashChosen`: computed once, right or wrong, and then remembered under a keyed hash
 * of both, never with the password. Throws if the hash is of no kind that we know.
 */
export function checkChosen(hash: string, password: string): Promise<SlowCheck> {
  const name = createHmac('sha256', processKey)
    .update(JSON.stringify([hash, password]))
    .digest('base64');
  return results.get(name) ?? results.keep(name, compare(hash, password));
}

async function compare(hash: string, password: string): Promise<SlowCheck> {
  const kept = readScrypt(hash);
  const key = await derive(password, kept);
  return { right: timingSafeEqual(key, kept.key), mark: key.toString('base64') };
}

function derive(password: string, { cost, salt, key }: ScryptHash): Promise<Buffer> {
  return scrypt(password, salt, key.length, cost);
}

function scryptOptions({ log2N, r, p }: typeof COST): ScryptOptions {
  const N = 2 ** log2N;
  return { N, r, p, maxmem: 256 * N * r };
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
