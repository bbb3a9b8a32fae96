import { describe, expect, test } from '@jest/globals';
import {
  checkMade,
  checkPassword,
  hashMade,
  isSameSecret,
  newApiToken,
  newPassword,
  nobodysHash,
} from '../../../lib/door/secrets.ts';
import { hashChosen } from '../../../lib/door/slow-hash.ts';

const since = '2026-01-01T00:00:00Z';

test.each([
  ['secret', 'secret', true],
  ['', '', true],
  ['größe', 'größe', true],
  ['secret', 'Secret', false],
  ['secret', 'secret ', false],
  ['secret', '', false],
  ['secret', 'a secret of another length', false],
])('%j and %j are the same secret: %s', (one, other, same) => {
  expect(isSameSecret(one, other)).toBe(same);
});

/** Hashes of `local-password`, as they were once written. A later version must still read them. */
const MADE = 'sha256$A-7LHl0zqXbeKOAcU0LaSCe6H2aHdLth_K2cb7TdCrU';
const CHOSEN = 'scrypt$15$8$1$AAECAwQFBgcICQoLDA0ODw$' + '2EY5ctD0BOF3q3dbbDTYaTVq09kMIg5t8t8jf-cj-KU';

const kept = (...hashes: string[]) => ({
  username: 'lightspeed',
  passwords: hashes.map((hash) => ({ hash, since })),
});
const check = (hashes: string[], password: string, user = 'lightspeed') =>
  checkPassword(kept(...hashes), { user, password });

describe.each([
  ['that we made', MADE],
  ['that a person chose', CHOSEN],
])('a password %s', (_, hash) => {
  test('is right with its user, and with nobody else', async () => {
    expect((await check([hash], 'local-password')).right).toBe(true);
    expect((await check([hash], 'local-password', 'Lightspeed')).right).toBe(false);
    expect((await check([hash], 'local-Password')).right).toBe(false);
    expect((await check([hash], hash)).right).toBe(false);
    expect((await check([hash], '')).right).toBe(false);
  });

  test('that is wrong is told apart from other wrong ones, and is not in what tells it apart', async () => {
    const fingerprint = async (user: string, password: string) =>
      (await check([hash], password, user)).fingerprint;

    const [a, again, b, user] = [
      await fingerprint('lightspeed', 'wrong-a'),
      await fingerprint('lightspeed', 'wrong-a'),
      await fingerprint('lightspeed', 'wrong-b'),
      await fingerprint('other', 'wrong-a'),
    ];
    expect(again).toBe(a);
    expect(new Set([a, b, user]).size).toBe(3);
    expect(a).toMatch(hash === MADE ? /^[\w-]{4}$/ : /^[\w-]{16}$/);
  });
});

describe('a password', () => {
  test('that we made is kept as a fast hash, the same each time', () => {
    expect(hashMade('local-password')).toBe(MADE);
  });

  test('that a person chose has another hash each time, of which each is right', async () => {
    const hashes = await Promise.all([hashChosen('größe:'), hashChosen('größe:')]);

    expect(hashes[0]).toMatch(/^scrypt\$15\$8\$1\$[\w-]{22}\$[\w-]{43}$/);
    expect(hashes[0]).not.toBe(hashes[1]);
    for (const hash of hashes) expect((await check([hash], 'größe:')).right).toBe(true);
  });

  const made = (password: string) => Promise.resolve(hashMade(password));
  test.each([
    ['two that we made', made, made],
    ['two that a person chose', hashChosen, hashChosen],
    ['one that we made after a chosen one', made, hashChosen],
    ['a chosen one after one that we made', hashChosen, made],
  ])('of two that are valid either is right: %s', async (_, hashNewest, hashOld) => {
    const hashes = [await hashNewest('new'), await hashOld('old')];
    const right = async (password: string, user?: string) => (await check(hashes, password, user)).right;

    expect([await right('new'), await right('old'), await right('older')]).toEqual([true, true, false]);
    expect([await right('new', 'x'), await right('old', 'x')]).toEqual([false, false]);
  });

  test('that is taken away is wrong at once, although it was remembered', async () => {
    const [first, second] = [await hashChosen('one'), await hashChosen('two')];
    const right = async (hash: string) => (await check([hash], 'one')).right;

    expect([await right(first), await right(first), await right(second)]).toEqual([true, true, false]);
  });

  test('that is kept in a form that nobody knows is a fault, and opens nothing', async () => {
    await expect(check(['md5$1234$abcd'], '1234')).rejects.toThrow('kept in a form that is unknown');
  });

  test('opens nothing that is nobody’s', async () => {
    const hash = nobodysHash('coolbike');

    expect(nobodysHash('coolbike')).toBe(hash);
    expect(nobodysHash('rival')).not.toBe(hash);
    expect(hash).toMatch(/^sha256\$[\w-]{43}$/);
    for (const password of ['', 'coolbike', hash]) expect((await check([hash], password)).right).toBe(false);
  });

  test('that is made has 24 letters and digits that nobody mistakes for others, and is never the same', () => {
    const made = Array.from({ length: 100 }, newPassword);

    for (const password of made) expect(password).toMatch(/^[A-HJ-NP-Za-km-z2-9]{24}$/);
    expect(new Set(made).size).toBe(100);
  });
});

describe('an API token', () => {
  const [one, other] = ['one', 'other'].map((token) => ({ hash: hashMade(token), since }));
  if (!one || !other) throw new Error('There are two.');

  test('is kept as a hash', () => {
    expect(hashMade('local-token')).toBe('sha256$x-x8VI9ZkqI53FL-p0i4CLQI_gg8RiXpqm_-cXND-cE');
  });

  test.each([
    ['one', [one], true],
    ['other', [one], false],
    ['one', [one, other], true],
    ['other', [one, other], true],
    ['third', [one, other], false],
    ['', [one], false],
    [one.hash, [one], false],
    ['', [], false],
  ])('%j of %j: %s', (token, apiTokens, right) => {
    expect(checkMade(apiTokens, token).right).toBe(right);
  });

  test('that is made is 256 bits, in letters that a header takes, and never the same', () => {
    const made = Array.from({ length: 100 }, newApiToken);

    for (const token of made) expect(token).toMatch(/^[\w-]{43}$/);
    expect(new Set(made).size).toBe(100);
  });
});
