import type { BundleSize } from './bundles.ts';
import type { Comparison } from './compare.ts';
import type { ConsoleFigures } from './console.ts';
import type { DeliveryFigures } from './deliveries.ts';
import { sideBySide } from './exchanges.ts';
import type { Growth, Size } from './growth.ts';
import type { LoadFigures } from './load.ts';
import type { MessagesFigures } from './messages.ts';
import type { Recording } from './recordings.ts';
import type { StartFigures } from './start.ts';
import type { Spread } from './statistics.ts';
import type { WatchFigures } from './watch.ts';

/** A table, for the terminal and for docs/performance.md. */
export interface Table {
  head: string[];
  rows: string[][];
  /** The columns that a narrow screen may do without. */
  spare?: string[];
}

/** Ours, the AWS SDK alone, their ratio, and between which two the middle half of the ratios is. */
export function comparisonTable(comparisons: Comparison[]): Table {
  return {
    head: ['', 'ours', 'SDK alone', 'ratio', 'spread', 'goal'],
    rows: comparisons.map(({ what, unit, ours, sdkAlone, ratio, ratios, goal }) => [
      `${what}, ${unit}`,
      ours.median.toFixed(unit === 'MB' ? 0 : 1),
      sdkAlone.median.toFixed(unit === 'MB' ? 0 : 1),
      ratio.toFixed(2),
      `${ratios.low.toFixed(2)}–${ratios.high.toFixed(2)}`,
      goal === undefined ? '' : against(goal, Number(ratio.toFixed(2))),
    ]),
    spare: ['spread'],
  };
}

function against(goal: number, figure: number): string {
  return `≤ ${goal}: ${figure <= goal ? 'met' : 'not met'}`;
}

function spread({ median, low, high }: Spread, digits: number): string {
  return `${median.toFixed(digits)} (${low.toFixed(digits)}–${high.toFixed(digits)})`;
}

const CONSOLE = { page: 40, script: 8, read: 60 };

export function consoleTables({ orders, pages, overview, comparisons }: ConsoleFigures): Table[] {
  const { calls, roundTrips, read, saysWhatItDidNotCount } = overview;
  const heaviest = Math.max(...pages.map(({ kilobytes }) => kilobytes));
  return [
    comparisonTable(comparisons),
    {
      head: ['a page with all that it loads, kB', '', 'goal'],
      rows: [
        ...pages.map(({ page, kilobytes }) => [page, kilobytes.toFixed(1), '']),
        ['the heaviest', heaviest.toFixed(1), against(CONSOLE.page, heaviest)],
        ...pages
          .slice(0, 1)
          .map(({ script }) => ['the script in it', script.toFixed(1), against(CONSOLE.script, script)]),
      ],
    },
    {
      head: [`the overview of a store with ${orders.toLocaleString('en')} orders`, '', 'goal'],
      rows: [
        ['read units (RRU)', read.toFixed(1), against(CONSOLE.read, read)],
        ['calls of the database', String(calls), ''],
        ['one after the other', String(roundTrips), ''],
        [
          'says what it did not count',
          saysWhatItDidNotCount ? 'yes' : 'no',
          saysWhatItDidNotCount ? 'met' : 'not met',
        ],
      ],
    },
  ];
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

export function roundTripTable(all: RoundTrips[]): Table {
  return {
    head: ['', 'calls of the database', 'one after the other', 'the fewest'],
    rows: all.map(({ what, calls, roundTrips, fewest }) => [
      what,
      ...[calls, roundTrips, fewest].map(String),
    ]),
  };
}

export function bundleTable(sizes: BundleSize[]): Table {
  return {
    head: ['bundle', 'kB', 'goal'],
    rows: sizes.map(({ name, kilobytes, goal }) => [
      name,
      kilobytes.toFixed(0),
      goal === undefined ? '' : against(goal, Math.round(kilobytes)),
    ]),
  };
}

/** The calls that are to take the same at a store of any size: all but `status` that has thousands to count. */
const FLAT = 1.2;

/**
 * One line for each kind of call: what it takes at each size, and how much more at the largest than at the smallest.
 */
export function growthTable(all: Growth[]): Table {
  const sizes = all[0]?.sizes.map(({ orders }) => orders.toLocaleString('en')) ?? [];
  return {
    head: [
      '',
      'waiting',
      ...sizes.map((size) => `${size}: ms`),
      'growth',
      'our processor',
      'database, processor ms',
      'calls',
      'RRU, WRU',
    ],
    rows: all.map(({ database, operation, outstanding, sizes }) => [
      `${database}: ${operation}`,
      String(outstanding),
      ...sizes.map(({ milliseconds }) => spread(milliseconds, 1)),
      `${growthOf(sizes, 'milliseconds').toFixed(2)}${growthOf(sizes, 'milliseconds') <= FLAT ? '' : ': not flat'}`,
      growthOf(sizes, 'processor').toFixed(2),
      ofEach(sizes, ({ databaseMs }) => databaseMs.toFixed(0)),
      ofEach(sizes, ({ calls }) => String(calls)),
      ofEach(sizes, ({ units: { read, written } }) => `${read}, ${written}`),
    ]),
    spare: ['our processor', 'RRU, WRU', 'calls', 'database, processor ms'],
  };
}

function growthOf(sizes: Size[], figure: 'milliseconds' | 'processor'): number {
  return (sizes.at(-1)?.[figure].median ?? Number.NaN) / (sizes[0]?.[figure].median ?? Number.NaN);
}

/** What all sizes have in common, or else what each of them has. */
function ofEach(sizes: Size[], count: (size: Size) => string): string {
  return [...new Set(sizes.map(count))].join(' → ');
}

export function loadTable(all: LoadFigures[]): Table {
  const row = (name: string, of: (figures: LoadFigures) => string) => [name, ...all.map(of)];
  return {
    head: ['', ...all.map(({ database }) => database)],
    rows: [
      row('stores', ({ stores }) => String(stores)),
      row('processes, each one call at a time', ({ processes }) => String(processes)),
      row('polls a second', ({ pollsPerSecond }) => pollsPerSecond.toFixed(0)),
      row('p50, ms', ({ p50 }) => p50.toFixed(0)),
      row('p99, ms', ({ p99 }) => p99.toFixed(0)),
      row('errors', ({ errors, polls }) => `${errors} of ${polls + errors}`),
      row('heap of a process, early → at the end, MB', ({ heapMb, processes }) => change(heapMb, processes)),
      row('memory of a process, early → at the end, MB', ({ residentMb, processes }) =>
        change(residentMb, processes),
      ),
      row('processors busy: the database', ({ processors }) => processors.database.toFixed(2)),
      row('processors busy: the functions', ({ processors }) => processors.functions.toFixed(2)),
      row(
        'processors busy: everything, of all',
        ({ processors: { everything, all } }) => `${everything.toFixed(2)} of ${all}`,
      ),
    ],
  };
}

function change({ early, late }: { early: number; late: number }, processes: number): string {
  return `${(early / processes).toFixed(0)} → ${(late / processes).toFixed(0)}`;
}

/** Seconds within which whoever listens is to have everything. */
const ALL_TOLD_WITHIN = 60;

export function messagesTable(all: MessagesFigures[]): Table {
  const row = (name: string, of: (figures: MessagesFigures) => string) => [name, ...all.map(of)];
  return {
    head: ['', ...all.map(({ database }) => database)],
    rows: [
      row('messages due at once', ({ messages }) => messages.toLocaleString('en')),
      row('webstores, of them deaf', ({ webstores, deaf }) => `${webstores}, ${deaf}`),
      row(
        'all others have everything after, s',
        ({ seconds }) => `${seconds.toFixed(1)} (${against(ALL_TOLD_WITHIN, seconds)})`,
      ),
      row('half of it, and 99 %, after, s', ({ p50, p99 }) => `${p50.toFixed(1)}, ${p99.toFixed(1)}`),
      row('messages a second', ({ delivered, seconds }) => (delivered / seconds).toFixed(0)),
      row('not verified, out of order, repeated', ({ notVerified, outOfOrder, repeated }) =>
        [notVerified, outOfOrder, repeated].join(', '),
      ),
      row('attempts at the deaf, 15 s each', ({ atDeaf }) => String(atDeaf)),
      row('processors busy: the teller, the database', ({ processors: { teller, database } }) =>
        [teller, database].map((busy) => busy.toFixed(2)).join(', '),
      ),
      row(
        'processors busy: everything, of all',
        ({ processors: { everything, all } }) => `${everything.toFixed(2)} of ${all}`,
      ),
    ],
  };
}

export function startTable({ seconds, megabytes, goal }: StartFigures): Table {
  return {
    head: ['npm start', 'median', 'goal'],
    rows: [
      ['ready after, s', spread(seconds, 1), against(goal, seconds.median)],
      ['idle memory, MB', spread(megabytes, 0), ''],
    ],
  };
}

export function deliveriesTable(figures: DeliveryFigures[]): Table {
  return {
    head: ['first delivery of a new function', 'ms', 'the platform waits'],
    rows: figures.map(({ name, milliseconds, patience }) => [
      name,
      spread(milliseconds, 0),
      `${patience} s: ${milliseconds.high < patience * 1000 ? 'met' : 'not met'}`,
    ]),
  };
}

export function watchTable({ stores, seconds, processorSeconds, limit }: WatchFigures): Table {
  const share = `${((100 * seconds) / limit).toFixed(0)} % of ${limit}`;
  return {
    head: ['stores that the watch looks at', 's', 'of those it has', 's of a processor'],
    rows: [[stores.toLocaleString('en'), seconds.toFixed(1), share, processorSeconds.toFixed(1)]],
  };
}

/** What Lambda is paid for in a month, by the arithmetic of docs/scale.md. */
export interface BillFigures {
  dealers: number;
  millionGbSeconds: number;
  goal: number;
}

export function billTable({ dealers, millionGbSeconds, goal }: BillFigures): Table {
  return {
    head: ['dealers', 'million GB-seconds of Lambda a month', 'goal'],
    rows: [
      [
        dealers.toLocaleString('en'),
        millionGbSeconds.toFixed(1),
        against(goal, Number(millionGbSeconds.toFixed(1))),
      ],
    ],
  };
}
