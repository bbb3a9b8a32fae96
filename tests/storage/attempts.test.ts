import { expect, test } from '@jest/globals';
import { openStorage } from '../support/storage.ts';

const { storeId, getAttempts, recordAttempt } = await openStorage();

const caller = (address = '203.0.113.7') => ({ storeId: storeId(), address });

/** The seconds for which an address is remembered; lib/domain/attempts.ts says so. */
const WINDOW = 300;

test('an address that never came with wrong credentials is not known', async () => {
  expect((await getAttempts(caller(), 1000)).fingerprints).toEqual(new Set());
});

test('different wrong credentials are counted, the same ones once', async () => {
  for (const fingerprint of ['a', 'b', 'a', 'c', 'c']) await recordAttempt(caller(), fingerprint, 1000);
  expect(await getAttempts(caller(), 1000)).toEqual({
    fingerprints: new Set(['a', 'b', 'c']),
    expiresAt: 1000 + WINDOW,
  });
});

test('the window begins with the first of them, and later ones do not prolong it', async () => {
  await recordAttempt(caller(), 'a', 1000);
  await recordAttempt(caller(), 'b', 1000 + WINDOW - 1);
  expect((await getAttempts(caller(), 1000 + WINDOW - 1)).fingerprints).toEqual(new Set(['a', 'b']));
  expect((await getAttempts(caller(), 1000 + WINDOW)).fingerprints).toEqual(new Set());
});

test('a new window begins with the first wrong credentials after the old one, and without the old ones', async () => {
  await recordAttempt(caller(), 'a', 1000);
  await recordAttempt(caller(), 'b', 1000 + WINDOW);
  expect(await getAttempts(caller(), 1000 + WINDOW)).toEqual({
    fingerprints: new Set(['b']),
    expiresAt: 1000 + 2 * WINDOW,
  });
});

test('of wrong credentials that come at once none is lost, whoever begins the window', async () => {
  const fingerprints = Array.from({ length: 30 }, (_, at) => `fingerprint-${at}`);
  await Promise.all(fingerprints.map((fingerprint) => recordAttempt(caller(), fingerprint, 1000)));
  expect((await getAttempts(caller(), 1000)).fingerprints).toEqual(new Set(fingerprints));
});

test('an address is remembered for itself and its store', async () => {
  await recordAttempt(caller(), 'a', 1000);
  const others = [caller('203.0.113.8'), { storeId: `${storeId()}-2`, address: '203.0.113.7' }];
  for (const other of others) expect((await getAttempts(other, 1000)).fingerprints).toEqual(new Set());
});
