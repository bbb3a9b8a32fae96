import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { seededRandom } from '../../../players/seeded-random.ts';

describe('seededRandom', () => {
  test('gives the same sequence for the same seed, on every machine and in every year', () => {
    const random = seededRandom(7, 'orders');
    expect([random.integer(1, 100), random.integer(1, 100), random.integer(1, 100)]).toEqual([3, 34, 12]);
  });

  test('gives different sequences for neighboring seeds', () => {
    const first = (seed: number): number => seededRandom(seed).integer(0, 1_000_000);
    expect(new Set([first(100234), first(100235), first(100236)]).size).toBe(3);
  });

  test('takes ("7", 1) and ("71") for two seeds', () => {
    expect(seededRandom('7', 1).fraction()).not.toBe(seededRandom('71').fraction());
  });

  test('never leaves the range of an integer, and reaches both its ends', () => {
    const random = seededRandom(1);
    expect(new Set(Array.from({ length: 100 }, () => random.integer(1, 3)))).toEqual(new Set([1, 2, 3]));
  });

  test('is true never for a share of 0 and always for a share of 1', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        expect(seededRandom(seed).chance(0)).toBe(false);
        expect(seededRandom(seed).chance(1)).toBe(true);
      }),
    );
  });
});
