import { assumptions } from '../scale/assumptions.ts';
import { loadOf } from '../scale/model.ts';
import type { Bench } from './bench.ts';
import { bundleSizes } from './bundles.ts';
import { measureCold } from './cold.ts';
import type { Comparison } from './compare.ts';
import { measureConsole } from './console.ts';
import { databasesNamed } from './databases.ts';
import { measureDeliveries } from './deliveries.ts';
import { type Growth, measureGrowth } from './growth.ts';
import { type LoadFigures, measureLoad } from './load.ts';
import { EMPTY_POLL, type Recording } from './recordings.ts';
import * as report from './report.ts';
import { type MessagesFigures, measureMessages } from './messages.ts';
import { measureStart } from './start.ts';
import { type Counts, measureWarm } from './warm.ts';
import { measureWatch } from './watch.ts';

/** What parts share, made once on demand. */
export interface Context {
  bench: () => Promise<Bench>;
  recordings: () => Promise<Recording[]>;
  /** The options of the command line, with defaults. */
  options: Options;
  /** Says what is being measured. */
  say: (text: string) => void;
}

export interface Options {
  /** New processes, for what is measured warm; starts of `npm start`. */
  rounds: number;
  /** Calls in each of them, for what is measured warm. */
  calls: number;
  /** New processes, for what is measured cold. */
  starts: number;
  /** How many orders a store has, the fewest first. */
  orders: number[];
  /** Calls of each kind at each size. */
  times: number;
  /** How many stores poll at once, for how many seconds, in how many processes. */
  stores: number;
  seconds: number;
  processes: number;
  /** How many messages are due at once, to how many webstores, how many of them deaf. */
  messages: number;
  webstores: number;
  deaf: number;
  /** Absent: all that this machine can run. */
  database?: string | undefined;
}

export interface Measured {
  tables: report.Table[];
  /** The same and more, for `--json`. */
  figures: unknown;
}

interface Part {
  about: string;
  /** Absent: it is measured only when `--only` names it. */
  always?: true;
  measure: (context: Context) => Promise<Measured>;
}

/** What `--only` names, in this order. */
export const parts: Record<string, Part> = {
  bundles: {
    about: 'what each function deploys, in kilobytes',
    always: true,
    measure: async ({ bench }) => {
      const figures = bundleSizes(await bench());
      return { tables: [report.bundleTable(figures)], figures };
    },
  },
  warm: {
    about: 'polls and an acknowledgement in a process that has made them before',
    always: true,
    measure: warm,
  },
  cold: {
    about: 'the first call of a new function',
    always: true,
    measure: cold,
  },
  bill: {
    about: 'what Lambda is paid for at 10,000 dealers, on paper (npm run scale)',
    always: true,
    measure: () => {
      const millionGbSeconds = loadOf(10_000, assumptions).gbSeconds / 1e6;
      const figures = { dealers: 10_000, millionGbSeconds, goal: 4 };
      return Promise.resolve({ tables: [report.billTable(figures)], figures });
    },
  },
  console: {
    about: 'what the pages weigh, and the overview of a large store',
    measure: async ({ bench, options, say }) => {
      const { orders, starts } = options;
      const counts = countsOf(options);
      const largest = orders.at(-1) ?? 1000;
      const figures = await measureConsole(await bench(), { orders: largest, starts, counts, say });
      return { tables: report.consoleTables(figures), figures };
    },
  },
  growth: {
    about: 'one store with thousands of orders, and with many more',
    measure: async ({ bench, options, say }) => {
      const figures: Growth[] = [];
      for (const name of databasesNamed(options.database))
        figures.push(...(await measureGrowth(await bench(), { ...options, name, say })));
      return { tables: [report.growthTable(figures)], figures };
    },
  },
  load: {
    about: 'a thousand stores that poll at once for a minute',
    measure: async ({ bench, options, say }) => {
      const figures: LoadFigures[] = [];
      for (const name of databasesNamed(options.database)) {
        say(`${options.stores} stores poll for ${options.seconds} s, ${name} …`);
        figures.push(await measureLoad(await bench(), { ...options, name }));
      }
      return { tables: [report.loadTable(figures)], figures };
    },
  },
  messages: {
    about: 'messages to many webstores at once, some of them deaf',
    measure: async ({ bench, options, say }) => {
      const figures: MessagesFigures[] = [];
      for (const name of databasesNamed(options.database))
        figures.push(await measureMessages(await bench(), { ...options, name, say }));
      return { tables: [report.messagesTable(figures)], figures };
    },
  },
  start: {
    about: 'npm start, until it answers, and its idle memory',
    measure: async ({ options, say }) => {
      say('npm start …');
      const figures = await measureStart({ runs: options.rounds });
      return { tables: [report.startTable(figures)], figures };
    },
  },
  deliveries: {
    about: 'the first delivery of a shop to a new function',
    measure: async ({ bench, options: { starts }, say }) => {
      say('deliveries …');
      const figures = await measureDeliveries(await bench(), { starts });
      return { tables: [report.deliveriesTable(figures)], figures };
    },
  },
  watch: {
    about: 'the watch, with 5,000 stores to look at',
    measure: async ({ bench, say }) => {
      say('the watch …');
      const figures = await measureWatch(await bench(), { stores: 5000 });
      return { tables: [report.watchTable(figures)], figures };
    },
  },
};

/** Calls in a row before the other's turn, and uncounted calls before the first of them. */
const BLOCK = 10;
const WARM_UP_BLOCKS = 5;

async function warm({ bench, recordings, options, say }: Context): Promise<Measured> {
  const all = await recordings();
  const comparisons: Comparison[] = [];
  for (const recording of all) {
    say(`${recording.title}, warm …`);
    comparisons.push(...(await measureWarm(await bench(), recording, countsOf(options))));
  }
  const roundTrips = all.map(report.roundTripsOf);
  return {
    tables: [report.comparisonTable(comparisons), report.roundTripTable(roundTrips)],
    figures: { comparisons, roundTrips },
  };
}

function countsOf({ rounds, calls: all }: Options): Counts {
  const calls = Math.min(BLOCK, all);
  return { rounds, blocks: Math.ceil(all / calls), calls, warmUp: calls * WARM_UP_BLOCKS };
}

async function cold({ bench, recordings, options, say }: Context): Promise<Measured> {
  const recording = (await recordings()).find(({ title }) => title === EMPTY_POLL);
  if (!recording) throw new Error('No empty poll was recorded.');
  say('the first call of a new process …');
  const comparisons = await measureCold(await bench(), recording, { starts: options.starts });
  return { tables: [report.comparisonTable(comparisons)], figures: { comparisons } };
}
