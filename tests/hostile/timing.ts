import { fileURLToPath } from 'node:url';
import { isSameSecret } from '../../lib/door/secrets.ts';

/*
 * Whether the time of a comparison tells how much of a secret was right: `node tests/hostile/timing.ts` prints, for
 * what a guesser might try, the time of each as a ratio to the first. The test holds the method against comparisons
 * that are known to leak; a figure of one machine's one minute is no test.
 */

export interface Timing {
  name: string;
  /** Median of one comparison's time. */
  nanoseconds: number;
  /** To the first one's. */
  ratio: number;
  /** Welch's t of its samples against the first one's; beyond ±5 the two differ. */
  t: number;
}

export interface Measurement {
  compare: (given: string, secret: string) => boolean;
  secret: string;
  guesses: Readonly<Record<string, string>>;
  /** Samples of each guess, and comparisons in a sample. */
  samples: number;
  comparisons: number;
  /** Nanoseconds. */
  clock?: () => number;
}

/** Times every guess in turn, so that whatever else the machine does falls on all of them alike. */
export function measure(measurement: Measurement): Timing[] {
  const { compare, secret, guesses, samples, comparisons } = measurement;
  const { clock = () => Number(process.hrtime.bigint()) } = measurement;
  const times = new Map(Object.keys(guesses).map((name) => [name, [] as number[]]));
  for (let sample = -Math.ceil(samples / 10); sample < samples; sample += 1) {
    for (const [name, guess] of Object.entries(guesses)) {
      const startedAt = clock();
      for (let i = 0; i < comparisons; i += 1) compare(guess, secret);
      // The first ones warm up the compiler.
      if (sample >= 0) times.get(name)?.push((clock() - startedAt) / comparisons);
    }
  }
  const all = [...times].map(([name, taken]) => ({ name, taken: withoutOutliers(taken) }));
  const first = all[0]?.taken ?? [];
  return all.map(({ name, taken }) => ({
    name,
    nanoseconds: median(taken),
    ratio: median(taken) / median(first),
    t: welch(taken, first),
  }));
}

/** The lower nine tenths: an interrupted sample says nothing of the comparison. */
function withoutOutliers(samples: number[]): number[] {
  return samples.toSorted((a, b) => a - b).slice(0, Math.ceil(samples.length * 0.9));
}

function median(ascending: number[]): number {
  return ascending[Math.floor(ascending.length / 2)] ?? 0;
}

export function welch(a: number[], b: number[]): number {
  const [left, right] = [moments(a), moments(b)];
  const error = Math.sqrt(left.variance / a.length + right.variance / b.length);
  const difference = left.mean - right.mean;
  return error === 0 ? Math.sign(difference) * (difference === 0 ? 0 : Infinity) : difference / error;
}

function moments(samples: number[]): { mean: number; variance: number } {
  const mean = samples.reduce((sum, one) => sum + one, 0) / samples.length;
  const variance = samples.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (samples.length - 1);
  return { mean, variance };
}

/** What a guesser compares: nothing right, some of the beginning, all but the end, all, and other lengths. */
export function guessesAt(secret: string): Record<string, string> {
  const wrong = (from: number) => secret.slice(0, from) + '~'.repeat(secret.length - from);
  return {
    'nothing right': wrong(0),
    'one right': wrong(1),
    'half right': wrong(Math.floor(secret.length / 2)),
    'all but the last right': wrong(secret.length - 1),
    'all right': `${secret}`,
    'the end right': `~${secret.slice(1)}`,
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const secret = 'correct-horse-battery-staple-0123456789-abcdefghij';
  const naive = (a: string, b: string) => Array.from(a).every((character, i) => character === b[i]);
  for (const [name, compare] of Object.entries({ isSameSecret, 'a naive comparison': naive })) {
    process.stdout.write(`${name}\n`);
    const timings = measure({ compare, secret, guesses: guessesAt(secret), samples: 2000, comparisons: 100 });
    for (const { name: guess, nanoseconds, ratio, t } of timings)
      process.stdout.write(
        `  ${guess.padEnd(24)}${nanoseconds.toFixed(0).padStart(7)} ns  × ${ratio.toFixed(3)}  t ${t.toFixed(1)}\n`,
      );
  }
}
