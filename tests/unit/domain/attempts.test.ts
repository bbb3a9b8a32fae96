import { expect, test } from '@jest/globals';
import { shutFor } from '../../../lib/domain/attempts.ts';

test.each([
  ['one old password, repeated forever', 1, 1000, 0],
  ['forty-nine different ones', 49, 1000, 0],
  ['fifty different ones', 50, 1000, 300],
  ['fifty, in the last second', 50, 1299, 1],
  ['fifty, when they are forgotten', 50, 1300, 0],
  ['fifty, long ago', 50, 9999, 0],
])('for %s the door is shut for so many seconds: %#', (_, count, nowSeconds, seconds) => {
  const fingerprints = new Set(Array.from({ length: count }, (_unused, index) => `fingerprint ${index}`));

  expect(shutFor({ fingerprints, expiresAt: 1300 }, nowSeconds)).toBe(seconds);
});
