import { describe, expect, test } from '@jest/globals';
import {
  checkPassword,
  checkToken,
  hashPassword,
  hashToken,
  isSameSecret,
  newApiToken,
  newPassword,
  nobodysHash,
} from '../../../lib/door/secrets.ts';

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

/** The hash of `local-password`, as it was once written. A later version must still read it. */
const KEPT = 'scrypt$15$8$1$AAECAwQFBgcICQoLDA0ODw$' + '2EY5ctD0BOF3q3dbbDTYaTVq09kMIg5t8t8jf-cj-KU';

describe('a password', () => {
  const given = { user: 'lightspeed', password: 'local-password' };

  test('is right with its user, and with nobody else', async () => {
    const expected = { username: 'lightspeed', passwords: [{ hash: KEPT, since }] };

    expect((await checkPassword(expected, given)).right).toBe(true);
    expect((await checkPassword(expected, { ...given, user: 'Lightspeed' })).right).toBe(false);
    expect((await checkPassword(expected, { ...given, password: 'local-Password' })).right).toBe(false);
  });

  test('has another hash each time, of which each is right', async () => {
    const hashes = await Promise.all([hashPassword('größe:'), hashPassword('größe:')]);

    expect(hashes[0]).toMatch(/^scrypt\$15\$8\$1\$[\w-]{22}\$[\w-]{43}$/);
    expect(hashes[0]).not.toBe(hashes[1]);
    for (const hash of hashes) {
      const expected = { username: 'u', passwords: [{ hash, since }] };
      expect((await checkPassword(expected, { user: 'u', password: 'größe:' })).right).toBe(true);
    }
  });

  test('of two that are valid either is right', async () => {
    const passwords = [
      { hash: await hashPassword('new'), since },
      { hash: await hashPassword('old'), since },
    ];
    const check = async (password: string) =>
      (await checkPassword({ username: 'u', passwords }, { user: 'u', password })).right;

    expect([await check('new'), await check('old'), await check('older')]).toEqual([true, true, false]);
  });

  test('that is taken away is wrong at once, although it was remembered', async () => {
    const [first, second] = [await hashPassword('one'), await hashPassword('two')];
    const check = async (hash: string) =>
      (await checkPassword({ username: 'u', passwords: [{ hash, since }] }, { user: 'u', password: 'one' }))
        .right;

    expect([await check(first), await check(first), await check(second)]).toEqual([true, true, false]);
  });

  test('that is wrong is told apart from other wrong ones, and is not in what tells it apart', async () => {
    const expected = { username: 'lightspeed', passwords: [{ hash: KEPT, since }] };
    const fingerprint = async (user: string, password: string) =>
      (await checkPassword(expected, { user, password })).fingerprint;

    const [a, again, b, user] = [
      await fingerprint('lightspeed', 'wrong-a'),
      await fingerprint('lightspeed', 'wrong-a'),
      await fingerprint('lightspeed', 'wrong-b'),
      await fingerprint('other', 'wrong-a'),
    ];
    expect(again).toBe(a);
    expect(new Set([a, b, user]).size).toBe(3);
    expect(a).toMatch(/^[\w-]{16}$/);
  });

  test('opens nothing that is nobody’s', async () => {
    const hash = nobodysHash('coolbike');

    expect(nobodysHash('coolbike')).toBe(hash);
    expect(nobodysHash('rival')).not.toBe(hash);
    expect(
      (await checkPassword({ username: 'u', passwords: [{ hash, since }] }, { user: 'u', password: '' }))
        .right,
    ).toBe(false);
  });

  test('that is made has 24 letters and digits that nobody mistakes for others, and is never the same', () => {
    const made = Array.from({ length: 100 }, newPassword);

    for (const password of made) expect(password).toMatch(/^[A-HJ-NP-Za-km-z2-9]{24}$/);
    expect(new Set(made).size).toBe(100);
  });
});

describe('an API token', () => {
  const [one, other] = ['one', 'other'].map((token) => ({ hash: hashToken(token), since }));
  if (!one || !other) throw new Error('There are two.');

  test('is kept as a hash', () => {
    expect(hashToken('local-token')).toBe('sha256$x-x8VI9ZkqI53FL-p0i4CLQI_gg8RiXpqm_-cXND-cE');
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
    expect(checkToken(apiTokens, token).right).toBe(right);
  });

  test('that is made is 256 bits, in letters that a header takes, and never the same', () => {
    const made = Array.from({ length: 100 }, newApiToken);

    for (const token of made) expect(token).toMatch(/^[\w-]{43}$/);
    expect(new Set(made).size).toBe(100);
  });
});
