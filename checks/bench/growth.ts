import type { HttpCall } from '../../tests/support/call.ts';
import type { Bench } from './bench.ts';
import { type Database, type DatabaseName, startDatabase } from './databases.ts';
import { unitsOf } from './exchanges.ts';
import { downloadedId, downloadedItems, outstandingItems } from './orders.ts';
import type { Worker } from './processes.ts';
import { startRecorder } from './record.ts';
import { acknowledgementBy, pollBy } from './recordings.ts';
import { type Spread, spreadOf } from './statistics.ts';
import { type MadeStore, madeStore, STORE, tablesOf } from './stores.ts';
import type { Done } from './worker.ts';

/** One kind of call at one store with a number of orders. */
export interface Size {
  orders: number;
  milliseconds: Spread;
  /** Of our own process, in milliseconds. */
  processor: Spread;
  /** Of the database's process, in milliseconds a call, on average; what fills it for the call is in it too. */
  databaseMs: number;
  calls: number;
  roundTrips: number;
  /** The capacity that the database reports. */
  units: { read: number; written: number };
}

/** One kind of call, from the smallest store to the largest. */
export interface Growth {
  database: DatabaseName;
  operation: string;
  outstanding: number;
  sizes: Size[];
}

/** Outstanding orders, besides those that Lightspeed has taken. */
const OUTSTANDING = [0, 30, 3000];
const FEW = 30;
const WARM_UP = 5;

/** Each size has its own database, so that none affects another. */
interface Site {
  orders: number;
  database: Database;
}

interface Operation {
  name: string;
  /** The function. */
  of: string;
  call: HttpCall;
  /** Makes the orders outstanding that the call takes. */
  refills?: true;
}

/** Calls the packaged functions on stores of every size, in turns, and measures each call. */
export async function measureGrowth(
  bench: Bench,
  {
    name,
    orders,
    times,
    say,
  }: { name: DatabaseName; orders: number[]; times: number; say: (text: string) => void },
): Promise<Growth[]> {
  const store = await madeStore(bench);
  const sites: Site[] = [];
  try {
    for (const count of orders) {
      const database = await startDatabase(name, bench);
      sites.push({ orders: count, database });
      const startedAt = performance.now();
      await database.fill(tablesOf(bench).stores, [store.item()]);
      await database.fill(tablesOf(bench).orders, downloadedItems(STORE, count));
      say(`${name}: ${count} orders filled in ${((performance.now() - startedAt) / 1000).toFixed(0)} s`);
    }
    const all: Growth[] = [];
    for (const outstanding of OUTSTANDING) {
      for (const { database } of sites)
        await database.fill(tablesOf(bench).orders, outstandingItems(STORE, waitingIds(outstanding)));
      for (const operation of operationsOn(store, outstanding)) {
        say(`${name}: ${operation.name}, ${outstanding} outstanding …`);
        const sizes = await measureSizes(bench, operation, { sites, times });
        all.push({ database: name, operation: operation.name, outstanding, sizes });
      }
    }
    return all;
  } finally {
    for (const { database } of sites) await database.close();
  }
}

function waitingIds(count: number): string[] {
  return Array.from({ length: count }, (_, at) => `waiting-${at + 1}`);
}

function operationsOn({ basic, bearer }: MadeStore, outstanding: number): Operation[] {
  const asked = (path: string) => ({ method: 'GET', path, headers: { authorization: bearer } });
  const taken = Array.from({ length: FEW }, (_, at) => downloadedId(at));
  const acknowledgement =
    outstanding === 0
      ? { call: acknowledgementBy(basic, taken) }
      : { call: acknowledgementBy(basic, waitingIds(FEW)), refills: true as const };
  return [
    { name: 'poll', of: 'outstandingActivity', call: pollBy(basic) },
    { name: 'acknowledgement of 30', of: 'acknowledge', ...acknowledgement },
    { name: 'list of 25', of: 'listOrders', call: asked('/orders?limit=25') },
    { name: 'lookup', of: 'getOrder', call: asked(`/orders/${downloadedId(500)}`) },
    { name: 'status', of: 'getStatus', call: asked('/status') },
  ];
}

async function measureSizes(
  bench: Bench,
  operation: Operation,
  { sites, times }: { sites: Site[]; times: number },
): Promise<Size[]> {
  const refill = async ({ database }: Site) => {
    if (operation.refills)
      await database.fill(tablesOf(bench).orders, outstandingItems(STORE, waitingIds(FEW)));
  };
  const running = sites.map((site) => ({
    site,
    worker: bench.startFunction(operation.of, site.database.endpoint),
    done: [] as Done[],
    before: site.database.processorSeconds(),
  }));
  for (let turn = -WARM_UP; turn < times; turn += 1) {
    // Each comes first equally often.
    for (const { site, worker, done } of turn % 2 === 0 ? running : running.toReversed()) {
      await refill(site);
      const one = await rightly(worker, operation.call);
      if (turn >= 0) done.push(one);
    }
  }
  const sizes: Size[] = [];
  for (const { site, worker, done, before } of running) {
    await worker.end();
    const databaseMs = ((site.database.processorSeconds() - before) * 1000) / (WARM_UP + times);
    await refill(site);
    const counted = await countedOn(bench, operation, site);
    await refill(site);
    sizes.push({ orders: site.orders, ...timesOf(done), databaseMs, ...counted });
  }
  return sizes;
}

async function rightly(worker: Worker, call: HttpCall): Promise<Done> {
  const done = await worker.run(1, call);
  if (done.answer?.status !== 200) throw new Error(`${call.path} was answered ${done.answer?.status}.`);
  return done;
}

function timesOf(done: Done[]): Pick<Size, 'milliseconds' | 'processor'> {
  return {
    milliseconds: spreadOf(done.flatMap(({ milliseconds }) => milliseconds)),
    processor: spreadOf(done.map(({ processorMs }) => processorMs)),
  };
}

/** What one call asks of the database, which does not depend on this machine's load. */
async function countedOn(
  bench: Bench,
  operation: Operation,
  { database }: Site,
): Promise<Pick<Size, 'calls' | 'roundTrips' | 'units'>> {
  const recorder = await startRecorder(database.endpoint, { countUnits: true });
  const worker = bench.startFunction(operation.of, recorder.endpoint);
  await rightly(worker, operation.call);
  await worker.end();
  const exchanges = recorder.take();
  await recorder.close();
  const roundTrips = Math.max(...exchanges.map(({ roundTrip }) => roundTrip));
  return { calls: exchanges.length, roundTrips, units: unitsOf(exchanges) };
}
