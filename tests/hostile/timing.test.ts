import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { hashMade, isSameSecret } from '../../lib/door/secrets.ts';
import { hashChosen } from '../../lib/door/slow-hash.ts';
import { guessesAt, knocksAt, type Measurement, measure, measureChecks, welch } from './timing.ts';

const SECRET = 'correct-horse-battery-staple';

/** A comparison with a simulated clock: each costs a known time, and sometimes the machine does something else. */
function simulated(cost: (given: string) => number): Pick<Measurement, 'compare' | 'clock'> {
  let [time, calls] = [0, 0];
  return {
    clock: () => time,
    compare: (given) => {
      calls += 1;
      time += cost(given) + (calls % 7) + (calls % 1013 === 0 ? 100_000 : 0);
      return given === SECRET;
    },
  };
}

function rightOnes(given: string): number {
  let right = 0;
  while (right < given.length && given[right] === SECRET[right]) right += 1;
  return right;
}

const measured = (cost: (given: string) => number) =>
  measure({ ...simulated(cost), secret: SECRET, guesses: guessesAt(SECRET), samples: 300, comparisons: 10 });

describe('the measurement', () => {
  test('shows a comparison that stops at the first difference', () => {
    const timings = measured((given) => 1000 + 10 * rightOnes(given));
    const byName = new Map(timings.map((timing) => [timing.name, timing]));
    expect(byName.get('all but the last right')?.ratio).toBeGreaterThan(1.2);
    for (const name of ['one right', 'half right', 'all but the last right', 'all right'])
      expect(byName.get(name)?.t).toBeGreaterThan(5);
    expect(Math.abs(byName.get('the end right')?.t ?? 99)).toBeLessThan(5);
  });

  test('shows nothing where there is nothing, however noisy the machine', () => {
    for (const { ratio, t } of measured(() => 1000)) {
      expect(ratio).toBeCloseTo(1, 2);
      expect(Math.abs(t)).toBeLessThan(5);
    }
  });

  test('shows a check that takes longer for some, and only that', async () => {
    let time = 0;
    const costing = (cost: number) => (number: number) => {
      time += cost + (Math.abs(number) % 7);
      return Promise.resolve();
    };
    const checks = { usual: costing(1000), alike: costing(1000), longer: costing(1010) };
    const timings = await measureChecks({ checks, samples: 300, clock: () => time });
    expect(timings.map(({ name, ratio, t }) => [name, Number(ratio.toFixed(3)), t > 5])).toEqual([
      ['usual', 1, false],
      ['alike', 1, false],
      ['longer', 1.01, true],
    ]);
  });

  test('gives Welch’s t', () => {
    // Means 3 and 6, variances 2.5 and 10: -3 / √(2.5 / 5 + 10 / 5).
    expect(welch([1, 2, 3, 4, 5], [2, 4, 6, 8, 10])).toBeCloseTo(-1.897, 3);
    expect(welch([1, 1], [1, 1])).toBe(0);
  });
});

test('the comparison of secrets says whether two texts are equal, whatever they are', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
      // Half surrogate pairs are no text and become the same bytes; no header can carry one.
      const [left, right] = [a.toWellFormed(), b.toWellFormed()];
      expect(isSameSecret(left, right)).toBe(left === right);
      expect(isSameSecret(left, left)).toBe(true);
      expect(isSameSecret(left, `${left}x`)).toBe(false);
    }),
  );
});

test.each([
  ['made', hashMade(SECRET), ['nothing right', 'the user right', 'all but the end right', 'no such store']],
  ['chosen', await hashChosen(SECRET), ['nothing right', 'the user right', 'all but the end right']],
] as const)(
  'what is measured of a %s password opens the door only if all is right',
  async (kind, hash, wrong) => {
    const knocks = Object.entries(knocksAt(kind, SECRET, hash));
    const opened = await Promise.all(knocks.map(async ([name, knock]) => [name, await knock(1)]));
    expect(opened).toEqual([
      ...wrong.map((name) => [name, expect.objectContaining({ right: false })]),
      ['all right', expect.objectContaining({ right: true })],
    ]);
  },
);
