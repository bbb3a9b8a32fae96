import { availableParallelism, cpus } from 'node:os';
import type { Bench } from './bench.ts';
import { type Database, type DatabaseName, startDatabase } from './databases.ts';
import { outstandingItems } from './orders.ts';
import { pollBy } from './recordings.ts';
import { quantile } from './statistics.ts';
import { madeStore, tablesOf } from './stores.ts';
import type { ExpectedCall, Loaded } from './worker.ts';

/** What many stores that poll at once take. */
export interface LoadFigures {
  database: DatabaseName;
  stores: number;
  processes: number;
  seconds: number;
  polls: number;
  pollsPerSecond: number;
  /** Of one poll, in its function. */
  p50: number;
  p99: number;
  errors: number;
  /** Of all processes together: what objects hold, and all that is resident. */
  heapMb: Change;
  residentMb: Change;
  /** How many of the machine's processors the database, the functions and everything together kept busy. */
  processors: { database: number; functions: number; everything: number; all: number };
}

/** After the first and after the last tenth of the time. */
interface Change {
  early: number;
  late: number;
}

/** Of ten stores, one has an order that waits. It is offered in each of its polls. */
const WITH_AN_ORDER = 10;

/**
 * Lets stores poll for some time, as many at once as there are processes, each a function that takes one call at a
 * time.
 */
export async function measureLoad(
  bench: Bench,
  counts: { name: DatabaseName; stores: number; processes: number; seconds: number },
): Promise<LoadFigures> {
  const { name, stores, processes, seconds } = counts;
  const database = await startDatabase(name, bench);
  const workers = Array.from({ length: processes }, () =>
    bench.startFunction('outstandingActivity', database.endpoint),
  );
  try {
    const calls = await addStores(bench, database, stores);
    // The start of a new process does not count.
    await Promise.all(workers.map((worker) => worker.run(20, calls[0]?.call)));
    const before = [database.processorSeconds(), busySeconds()] as const;
    const done = await Promise.all(
      workers.map((worker, at) =>
        worker.bear({ seconds, calls: calls.filter((_, store) => store % processes === at) }),
      ),
    );
    const processors = {
      database: (database.processorSeconds() - before[0]) / seconds,
      functions: done.reduce((sum, { processorMs }) => sum + processorMs, 0) / 1000 / seconds,
      everything: (busySeconds() - before[1]) / seconds,
      all: availableParallelism(),
    };
    return { database: name, stores, processes, seconds, ...figuresOf(done, seconds), processors };
  } finally {
    await Promise.all(workers.map((worker) => worker.end()));
    await database.close();
  }
}

async function addStores(bench: Bench, database: Database, count: number): Promise<ExpectedCall[]> {
  const { item, basic } = await madeStore(bench);
  const tables = tablesOf(bench);
  const ids = Array.from({ length: count }, (_, at) => `store-${at + 1}`);
  await database.fill(
    tables.stores,
    ids.map((id) => item(id)),
  );
  const { method, path, headers } = pollBy(basic);
  const calls: ExpectedCall[] = [];
  for (const [at, id] of ids.entries()) {
    const orders = at % WITH_AN_ORDER === 0 ? 1 : 0;
    if (orders > 0) await database.fill(tables.orders, outstandingItems(id, ['100234']));
    calls.push({ call: { method, path, headers: { ...headers, host: `${id}.example.com` } }, orders });
  }
  return calls;
}

function figuresOf(
  done: Loaded[],
  seconds: number,
): Pick<LoadFigures, 'polls' | 'pollsPerSecond' | 'p50' | 'p99' | 'errors' | 'heapMb' | 'residentMb'> {
  const milliseconds = done.flatMap((one) => one.milliseconds);
  const sum = (figure: (one: Loaded) => number) => done.reduce((all, one) => all + figure(one), 0);
  return {
    polls: milliseconds.length,
    pollsPerSecond: milliseconds.length / seconds,
    p50: quantile(milliseconds, 0.5),
    p99: quantile(milliseconds, 0.99),
    errors: sum(({ errors }) => errors),
    heapMb: {
      early: sum(({ memory }) => memory[0]?.heapMb ?? Number.NaN),
      late: sum(({ memory }) => memory.at(-1)?.heapMb ?? Number.NaN),
    },
    residentMb: {
      early: sum(({ memory }) => memory[0]?.residentMb ?? Number.NaN),
      late: sum(({ memory }) => memory.at(-1)?.residentMb ?? Number.NaN),
    },
  };
}

/** The processor seconds of the whole machine since it began. */
export function busySeconds(): number {
  const busy = cpus().map(({ times: { user, nice, sys, irq } }) => user + nice + sys + irq);
  return busy.reduce((sum, one) => sum + one, 0) / 1000;
}
