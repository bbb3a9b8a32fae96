import { beforeAll, describe, expect, test } from '@jest/globals';
import type { BundleSize } from '../../checks/bench/bundles.ts';
import type { Comparison } from '../../checks/bench/compare.ts';
import type { ConsoleFigures } from '../../checks/bench/console.ts';
import type { Growth } from '../../checks/bench/growth.ts';
import type { LoadFigures } from '../../checks/bench/load.ts';
import { isLong } from '../hostile/budget.ts';
import { runTool } from '../../checks/python/run-tool.ts';

/* The benchmark works, and finds what it must find. Nothing here depends on how long anything takes. */

interface Printed {
  bundles: BundleSize[];
  warm: { comparisons: Comparison[] };
  cold: { comparisons: Comparison[] };
  load: LoadFigures[];
  console: ConsoleFigures;
  growth: Growth[];
}

let printed: Printed;

beforeAll(async () => {
  printed = await bench(
    '--only=bundles,warm,cold,console,load',
    '--rounds=1',
    '--calls=1',
    '--starts=1',
    '--orders=1000',
    '--database=embedded',
    '--stores=20',
    '--seconds=2',
    '--processes=2',
  );
}, 120_000);

test('every packaged function is weighed beside the AWS SDK alone', () => {
  const functions = Object.keys(JSON.parse(process.env['SERVERLESS_PRINT'] ?? '').functions);
  expect(printed.bundles.map(({ name }) => name).toSorted()).toEqual(
    functions.concat('the AWS SDK alone').toSorted(),
  );
});

test('polls and an acknowledgement are measured warm and cold beside the AWS SDK alone', () => {
  const comparisons = [...printed.warm.comparisons, ...printed.cold.comparisons];
  const units = ['ms', 'processor ms', 'MB'];
  expect(comparisons.map(({ what, unit }) => `${what}, ${unit}`)).toEqual(
    ['empty poll', 'poll of 30', 'acknowledgement of 30', 'first call'].flatMap((what) =>
      units.map((unit) => `${what}, ${unit}`),
    ),
  );
  const figures = comparisons.flatMap(({ ours, sdkAlone, ratio }) => [ours.median, sdkAlone.median, ratio]);
  expect(figures.filter((figure) => !(figure > 0))).toEqual([]);
});

test('the console is weighed, counted and measured beside the AWS SDK alone', () => {
  const { pages, overview, comparisons, orders } = printed.console;
  expect(pages.map(({ page }) => page)).toEqual([
    'stores',
    'overview',
    'orders',
    'an order',
    'LightSpeed',
    'webstore',
    'wire',
    'people',
    'audit',
  ]);
  expect(pages.filter(({ kilobytes, script }) => kilobytes > 40 || script > 8)).toEqual([]);
  expect(orders).toBe(1000);
  expect(overview).toEqual({
    calls: expect.any(Number),
    roundTrips: 3,
    read: expect.any(Number),
    saysWhatItDidNotCount: true,
  });
  expect(overview.read).toBeLessThanOrEqual(60);
  expect(comparisons.map(({ what, unit }) => `${what}, ${unit}`)).toEqual(
    ['overview, first call', 'overview'].flatMap((what) =>
      ['ms', 'processor ms', 'MB'].map((unit) => `${what}, ${unit}`),
    ),
  );
  expect(comparisons.filter(({ ratio }) => !(ratio > 0))).toEqual([]);
});

test('stores that poll at once are all answered rightly', () => {
  const polls = printed.load[0]?.polls ?? 0;
  expect(printed.load).toEqual([
    {
      database: 'embedded',
      stores: 20,
      processes: 2,
      seconds: 2,
      polls,
      pollsPerSecond: polls / 2,
      p50: expect.any(Number),
      p99: expect.any(Number),
      errors: 0,
      heapMb: { early: expect.any(Number), late: expect.any(Number) },
      residentMb: { early: expect.any(Number), late: expect.any(Number) },
      processors: {
        database: expect.any(Number),
        functions: expect.any(Number),
        everything: expect.any(Number),
        all: expect.any(Number),
      },
    },
  ]);
  expect(polls).toBeGreaterThan(0);
});

(isLong ? describe : describe.skip)('with the large budget', () => {
  test('a store is measured at every size, with none, few and many orders outstanding', async () => {
    const { growth } = await bench('--only=growth', '--database=embedded', '--orders=1000,1100', '--times=1');
    const operations = ['poll', 'acknowledgement of 30', 'list of 25', 'lookup', 'status'];
    expect(
      growth.map(({ operation, outstanding, sizes }) => [
        outstanding,
        operation,
        sizes.map(({ orders }) => orders),
      ]),
    ).toEqual(
      [0, 30, 3000].flatMap((outstanding) =>
        operations.map((operation) => [outstanding, operation, [1000, 1100]]),
      ),
    );
  }, 300_000);
});

async function bench(...options: string[]): Promise<Printed> {
  const node = ['--disable-warning=ExperimentalWarning', 'checks/bench.ts', '--json'];
  return JSON.parse(await runTool(process.execPath, [...node, ...options]));
}
