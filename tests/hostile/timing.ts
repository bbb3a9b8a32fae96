import { fileURLToPath } from 'node:url';
import { checkPassword, hashMade, isSameSecret, nobodysHash } from '../../lib/door/secrets.ts';
import { hashChosen } from '../../lib/door/slow-hash.ts';

/*
 * Whether the time of a comparison tells how much of a secret was right, or of which kind it is: `node
 * tests/hostile/timing.ts` prints, for what a guesser might try, the time of each as a ratio to the first: of the
 * comparison alone, and of the whole check of a password, of one that we made and of one that a person chose. The test
 * holds the method against comparisons that are known to leak; a figure of one machine's one minute is no test.
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

/** Times every guess in turn, so that the machine's other load affects all of them alike. */
export function measure(measurement: Measurement): Timing[] {
  const { compare, secret, guesses, samples, comparisons } = measurement;
  const { clock = nanoseconds } = measurement;
  const times = new Map(Object.keys(guesses).map((name) => [name, [] as number[]]));
  for (let sample = warmUp(samples); sample < samples; sample += 1) {
    for (const [name, guess] of Object.entries(guesses)) {
      const startedAt = clock();
      for (let i = 0; i < comparisons; i += 1) compare(guess, secret);
      if (sample >= 0) times.get(name)?.push((clock() - startedAt) / comparisons);
    }
  }
  return timingsOf(times);
}

export interface Checks {
  /** Each is given another number each time: what was asked before is remembered. */
  checks: Readonly<Record<string, (number: number) => Promise<unknown>>>;
  samples: number;
  clock?: () => number;
}

/** Times what takes a while, each in turn. */
export async function measureChecks({ checks, samples, clock = nanoseconds }: Checks): Promise<Timing[]> {
  const times = new Map(Object.keys(checks).map((name) => [name, [] as number[]]));
  for (let sample = warmUp(samples); sample < samples; sample += 1) {
    for (const [name, check] of Object.entries(checks)) {
      const startedAt = clock();
      await check(sample);
      if (sample >= 0) times.get(name)?.push(clock() - startedAt);
    }
  }
  return timingsOf(times);
}

/** The first ones, which warm up the compiler, have negative numbers. */
function warmUp(samples: number): number {
  return -Math.ceil(samples / 10);
}

function nanoseconds(): number {
  return Number(process.hrtime.bigint());
}

function timingsOf(times: ReadonlyMap<string, number[]>): Timing[] {
  const all = [...times].map(([name, taken]) => ({ name, taken: withoutOutliers(taken) }));
  const first = all[0]?.taken ?? [];
  return all.map(({ name, taken }) => ({
    name,
    nanoseconds: median(taken),
    ratio: median(taken) / median(first),
    t: welch(taken, first),
  }));
}

/** The lower nine tenths: an interrupted sample says nothing about the comparison. */
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

/** The attempts at each kind of store. A store that does not exist counts as one with a password that we made. */
export function knocksAt(kind: 'made' | 'chosen', secret: string, hash: string): Checks['checks'] {
  const username = 'lightspeed';
  const knock = (kept: string, user: string, password: string) => {
    const passwords = [{ hash: kept, since: '2026-01-01T00:00:00Z' }];
    return checkPassword({ username, passwords }, { user, password });
  };
  // All as long as the right ones: a longer text takes longer to hash, as its sender knows.
  const ending = (number: number) => String(Math.abs(number)).padStart(6, '0');
  const [begin, other] = [secret.slice(0, -6), '~'.repeat(secret.length - 6)];
  const nobodys = nobodysHash('nobody');
  return {
    'nothing right': (number) => knock(hash, 'Lightspeed', `${other}${ending(number)}`),
    'the user right': (number) => knock(hash, username, `${other}${ending(number + 1e5)}`),
    'all but the end right': (number) => knock(hash, username, `${begin}${ending(number)}`),
    ...(kind === 'made' && {
      'no such store': (number: number) => knock(nobodys, username, `${other}${ending(number)}`),
    }),
    'all right': () => knock(hash, username, secret),
  };
}

function print(title: string, timings: Timing[]): void {
  process.stdout.write(`${title}\n`);
  for (const { name, nanoseconds: time, ratio, t } of timings)
    process.stdout.write(
      `  ${name.padEnd(24)}${time.toFixed(0).padStart(10)} ns  × ${ratio.toFixed(3)}  t ${t.toFixed(1)}\n`,
    );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const secret = 'correct-horse-battery-staple-0123456789-abcdefghij';
  const naive = (a: string, b: string) => Array.from(a).every((character, i) => character === b[i]);
  for (const [name, compare] of Object.entries({ isSameSecret, 'a naive comparison': naive }))
    print(name, measure({ compare, secret, guesses: guessesAt(secret), samples: 2000, comparisons: 100 }));
  const made = knocksAt('made', secret, hashMade(secret));
  print('a password that we made', await measureChecks({ checks: made, samples: 20_000 }));
  const chosen = knocksAt('chosen', secret, await hashChosen(secret));
  print(
    'a password that a person chose (once right, it is remembered)',
    await measureChecks({ checks: chosen, samples: 40 }),
  );
}
