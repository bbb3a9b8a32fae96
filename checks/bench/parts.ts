import type { Bench } from './bench.ts';
import { bundleSizes } from './bundles.ts';
import type { Comparison } from './compare.ts';
import { measureCold } from './cold.ts';
import { databasesNamed } from './databases.ts';
import { type Growth, measureGrowth } from './growth.ts';
import { type LoadFigures, measureLoad } from './load.ts';
import { EMPTY_POLL, type Recording } from './recordings.ts';
import {
  bundleTable,
  comparisonTable,
  growthTable,
  loadTable,
  roundTripsOf,
  roundTripTable,
  startTable,
  watchTable,
} from './report.ts';
import { measureStart } from './start.ts';
import { measureWarm } from './warm.ts';
import { measureWatch } from './watch.ts';

/** What parts share: made when one asks for it, and once. */
export interface Context {
  bench: () => Promise<Bench>;
  recordings: () => Promise<Recording[]>;
  /** What the command line says, or else what each option is without it. */
  options: Options;
  /** Tells whoever waits what is being measured. */
  say: (text: string) => void;
}

export interface Options {
  /** New processes, for what is measured warm. */
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
  /** Absent: all that this machine can run. */
  database?: string | undefined;
}

export interface Measured {
  /** The tables. */
  text: string;
  /** The same, for `--json`. */
  figures: unknown;
}

interface Part {
  about: string;
  /** Absent: it is measured only when `--only` names it. */
  always?: true;
  measure: (context: Context) => Promise<Measured>;
}

/** Calls that a warm process makes before the first that is counted, for each one in a block. */
const WARM_UP_BLOCKS = 5;
const BLOCK = 10;

/** What `--only` names, in this order. */
export const parts: Record<string, Part> = {
  bundles: {
    about: 'what each function deploys, in kilobytes',
    always: true,
    measure: async ({ bench }) => {
      const sizes = bundleSizes(await bench());
      return { text: bundleTable(sizes), figures: sizes };
    },
  },
  warm: {
    about: 'polls and an acknowledgement in a process that has made them before',
    always: true,
    measure: async ({ bench, recordings, options, say }) => {
      const all = await recordings();
      const roundTrips = all.map(roundTripsOf);
      const comparisons: Comparison[] = [];
      const calls = Math.min(BLOCK, options.calls);
      const blocks = Math.ceil(options.calls / calls);
      for (const recording of all) {
        say(`${recording.title}, warm …`);
        const counts = { rounds: options.rounds, blocks, calls, warmUp: calls * WARM_UP_BLOCKS };
        comparisons.push(...(await measureWarm(await bench(), recording, counts)));
      }
      return {
        text: `${comparisonTable(comparisons)}\n${roundTripTable(roundTrips)}`,
        figures: { comparisons, roundTrips },
      };
    },
  },
  cold: {
    about: 'the first call of a new function',
    always: true,
    measure: async ({ bench, recordings, options, say }) => {
      const recording = (await recordings()).find(({ title }) => title === EMPTY_POLL);
      if (!recording) throw new Error('No empty poll was recorded.');
      say('the first call of a new process …');
      const comparisons = await measureCold(await bench(), recording, { starts: options.starts });
      return { text: comparisonTable(comparisons), figures: { comparisons } };
    },
  },
  growth: {
    about: 'one store with thousands of orders, and with many more',
    measure: async ({ bench, options, say }) => {
      const all: Growth[] = [];
      for (const name of databasesNamed(options.database))
        all.push(...(await measureGrowth(await bench(), { ...options, name, say })));
      return { text: growthTable(all), figures: all };
    },
  },
  load: {
    about: 'a thousand stores that poll at once for a minute',
    measure: async ({ bench, options, say }) => {
      const all: LoadFigures[] = [];
      for (const name of databasesNamed(options.database)) {
        say(`${options.stores} stores poll for ${options.seconds} s, ${name} …`);
        all.push(await measureLoad(await bench(), { ...options, name }));
      }
      return { text: loadTable(all), figures: all };
    },
  },
  start: {
    about: 'npm start, until it answers, and its idle memory',
    measure: async ({ options, say }) => {
      say('npm start …');
      const figures = await measureStart({ runs: options.rounds });
      return { text: startTable(figures), figures };
    },
  },
  watch: {
    about: 'the watch, with 5,000 stores to look at',
    measure: async ({ bench, say }) => {
      say('the watch …');
      const figures = await measureWatch(await bench(), { stores: 5000 });
      return { text: watchTable(figures), figures };
    },
  },
};
