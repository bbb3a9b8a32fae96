import { parseArgs } from 'node:util';
import { baseUrl, wholeNumber } from '../../terminal/arguments.ts';
import { UsageError } from '../../terminal/usage-error.ts';

export type Arguments = {
  count: number;
  url: string;
  token: string;
  seed: number;
  /** The first order's number; the others follow it. */
  start: number;
  prefix: string;
  firstPlacedAt: Date;
  concurrency: number;
  /** Whether an earlier run may have placed the same ids. */
  mayExist: boolean;
};

export const HELP = `Places realistic orders through the webstore API, PUT /orders/{orderId}.

  npm run orders -- [options]

  --count N          how many orders (10)
  --url URL          the service (ORDERS_URL, or the server that runs here)
  --token TOKEN      the store's API token (local-token, or ORDERS_TOKEN)
  --seed N           the same seed places the same orders under the same ids
  --start N          the first order's number (from the clock, so that no two runs share an id)
  --prefix TEXT      put before every number: --prefix WEB- makes WEB-100234
  --concurrency N    how many requests at once (8)

A busy service (503, 429) is asked again after the time it names. The exit code is 0 when every order was taken.

Example: npm run orders -- --count 100 --seed 7`;

const SPACING_MS = 37_000;
const EPOCH = Date.UTC(2026, 0, 1);

/**
 * @returns undefined when help was asked for
 * @throws UsageError, or `parseArgs`' own error, with a sentence for the user
 */
export function readArguments(argv: string[], env: NodeJS.ProcessEnv, now: Date): Arguments | undefined {
  const { values } = parseArgs({
    args: argv,
    options: {
      count: { type: 'string', default: '10' },
      url: { type: 'string', default: env['ORDERS_URL'] ?? 'http://localhost:3000' },
      token: { type: 'string', default: env['ORDERS_TOKEN'] ?? 'local-token' },
      seed: { type: 'string' },
      start: { type: 'string' },
      prefix: { type: 'string', default: '' },
      concurrency: { type: 'string', default: '8' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return undefined;

  const count = wholeNumber('--count', values.count, 1);
  const seed = values.seed === undefined ? undefined : wholeNumber('--seed', values.seed, 0);
  const start = values.start === undefined ? undefined : wholeNumber('--start', values.start, 0);
  if (!/^[A-Za-z0-9._-]{0,40}$/.test(values.prefix)) {
    throw new UsageError(
      '--prefix takes up to 40 of A-Z a-z 0-9 . _ - which is what an order id may contain.',
    );
  }
  return {
    count,
    url: baseUrl(values.url),
    token: values.token,
    prefix: values.prefix,
    concurrency: wholeNumber('--concurrency', values.concurrency, 1),
    seed: seed ?? now.getTime(),
    start: start ?? (seed === undefined ? numberFromClock(now) : numberFromSeed(seed)),
    // A seed repeats its times as well; without one the last order was placed just now.
    firstPlacedAt: new Date(seed === undefined ? now.getTime() - (count - 1) * SPACING_MS : EPOCH),
    mayExist: seed !== undefined || start !== undefined,
  };
}

// A number each millisecond: no run places orders faster than that, so the next run starts behind the last.
function numberFromClock(now: Date): number {
  return now.getTime() - EPOCH;
}

// A thousand numbers for each seed.
function numberFromSeed(seed: number): number {
  return 100_000 + seed * 1000;
}

export function placedAt({ firstPlacedAt }: Pick<Arguments, 'firstPlacedAt'>, index: number): Date {
  return new Date(firstPlacedAt.getTime() + index * SPACING_MS);
}
