import { table } from '../../terminal/table.ts';
import type { BundleSize } from './bundles.ts';
import type { Comparison } from './compare.ts';
import { sideBySide } from './exchanges.ts';
import type { Growth, Size } from './growth.ts';
import type { LoadFigures } from './load.ts';
import type { Recording } from './recordings.ts';
import type { StartFigures } from './start.ts';
import type { Spread } from './statistics.ts';
import type { WatchFigures } from './watch.ts';

/** Ours, the AWS SDK alone, the ratio, and the quartiles of each. */
export function comparisonTable(comparisons: Comparison[]): string {
  return table(
    ['', 'ours', 'SDK alone', 'ratio', 'goal'],
    comparisons.map(({ what, unit, ours, sdkAlone, ratio, ratios, goal }) => [
      `${what}, ${unit}`,
      spread(ours, unit === 'MB' ? 0 : 2),
      spread(sdkAlone, unit === 'MB' ? 0 : 2),
      `${ratio.toFixed(2)} (${ratios.low.toFixed(2)}–${ratios.high.toFixed(2)})`,
      goal === undefined ? '' : `≤ ${goal.toFixed(2)} ${ratio <= goal ? 'met' : 'not met'}`,
    ]),
  );
}

function spread({ median, low, high }: Spread, digits: number): string {
  return `${median.toFixed(digits)} (${low.toFixed(digits)}–${high.toFixed(digits)})`;
}

export interface RoundTrips {
  what: string;
  calls: number;
  roundTrips: number;
  /** What the AWS SDK alone makes. */
  fewest: number;
}

export function roundTripsOf({ title, exchanges }: Recording): RoundTrips {
  return {
    what: title,
    calls: exchanges.length,
    roundTrips: Math.max(...exchanges.map(({ roundTrip }) => roundTrip)),
    fewest: sideBySide(exchanges).length,
  };
}

export function roundTripTable(all: RoundTrips[]): string {
  return table(
    ['', 'calls of the database', 'one after the other', 'the fewest'],
    all.map(({ what, calls, roundTrips, fewest }) => [what, ...[calls, roundTrips, fewest].map(String)]),
  );
}

export function bundleTable(sizes: BundleSize[]): string {
  return table(
    ['bundle', 'kB', 'goal'],
    sizes.map(({ name, kilobytes, goal }) => [
      name,
      kilobytes.toFixed(0),
      goal === undefined ? '' : `≤ ${goal} ${kilobytes <= goal ? 'met' : 'not met'}`,
    ]),
  );
}

/** The calls that are to take the same at a store of any size: all but `status` that has thousands to count. */
const FLAT = 1.2;

/** One line for each kind of call: what it takes at each size, and how much more at the largest than at the smallest. */
export function growthTable(all: Growth[]): string {
  const sizes = all[0]?.sizes.map(({ orders }) => orders.toLocaleString('en')) ?? [];
  return table(
    [
      '',
      'outstanding',
      ...sizes.map((size) => `${size} orders, ms`),
      'growth',
      'of our processor',
      'calls, units',
    ],
    all.map(({ database, operation, outstanding, sizes }) => [
      `${database}: ${operation}`,
      String(outstanding),
      ...sizes.map(({ milliseconds }) => spread(milliseconds, 1)),
      isFlat(growthOf(sizes, 'milliseconds')),
      growthOf(sizes, 'processor').toFixed(2),
      countsOf(sizes),
    ]),
  );
}

function growthOf(sizes: Size[], figure: 'milliseconds' | 'processor'): number {
  return (sizes.at(-1)?.[figure].median ?? Number.NaN) / (sizes[0]?.[figure].median ?? Number.NaN);
}

function isFlat(growth: number): string {
  return `${growth.toFixed(2)} ${growth <= FLAT ? 'flat' : 'not flat'}`;
}

/** The same of every size, or else each. */
function countsOf(sizes: Size[]): string {
  const counts = sizes.map(({ calls, units: { read, written } }) => `${calls}, ${read} RRU, ${written} WRU`);
  return [...new Set(counts)].join(' → ');
}

export function loadTable(all: LoadFigures[]): string {
  return table(
    ['', ...all.map(({ database }) => database)],
    [
      ['stores', ...all.map(({ stores }) => String(stores))],
      ['processes, each one call at a time', ...all.map(({ processes }) => String(processes))],
      ['polls a second', ...all.map(({ pollsPerSecond }) => pollsPerSecond.toFixed(0))],
      ['p50, ms', ...all.map(({ p50 }) => p50.toFixed(0))],
      ['p99, ms', ...all.map(({ p99 }) => p99.toFixed(0))],
      ['errors', ...all.map(({ errors, polls }) => `${errors} of ${polls + errors}`)],
      [
        'memory of a process after a tenth of the time, and at the end, MB',
        ...all.map(
          ({ residentMb: { early, late }, processes }) =>
            `${(early / processes).toFixed(0)}, ${(late / processes).toFixed(0)}`,
        ),
      ],
      [
        'processors kept busy: by the database, by the functions',
        ...all.map(
          ({ processors: { database, functions, all } }) =>
            `${database.toFixed(2)}, ${functions.toFixed(2)} of ${all}`,
        ),
      ],
    ],
  );
}

export function startTable({ seconds, megabytes, goal }: StartFigures): string {
  return table(
    ['npm start', 'median', 'goal'],
    [
      ['ready after, s', spread(seconds, 1), `≤ ${goal} ${seconds.median <= goal ? 'met' : 'not met'}`],
      ['idle memory, MB', spread(megabytes, 0), ''],
    ],
  );
}

export function watchTable({ stores, seconds, processorSeconds, limit }: WatchFigures): string {
  return table(
    ['stores that the watch looks at', 's', 'of those it has', 's of a processor'],
    [
      [
        String(stores),
        seconds.toFixed(1),
        `${((100 * seconds) / limit).toFixed(0)} % of ${limit}`,
        processorSeconds.toFixed(1),
      ],
    ],
  );
}
