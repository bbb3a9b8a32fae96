import type { Bench } from './bench.ts';
import { type Database, startDatabase } from './databases.ts';
import { outstandingItems } from './orders.ts';
import { madeStore, tablesOf } from './stores.ts';

export interface WatchFigures {
  stores: number;
  seconds: number;
  /** Of a processor. */
  processorSeconds: number;
  /** After so many seconds the watch stops looking: `timeout` of serverless.yml, less what it keeps to tell. */
  limit: number;
}

const ORDERS = 20;
const TIMEOUT_MS = 240_000;

/**
 * How long the packaged watch takes to look at many stores, on the embedded database, which is much slower than
 * DynamoDB. Every store polls, each tenth has orders that wait, each hundredth is silent.
 */
export async function measureWatch(bench: Bench, { stores }: { stores: number }): Promise<WatchFigures> {
  const database = await startDatabase('embedded', bench);
  const worker = bench.startFunction('watchStores', database.endpoint);
  try {
    await fill(bench, database, stores);
    const { milliseconds, processorMs } = await worker.run(1, {
      method: 'GET',
      path: '/',
      remainingMs: TIMEOUT_MS,
    });
    const seconds = (milliseconds[0] ?? Number.NaN) / 1000;
    return { stores, seconds, processorSeconds: processorMs / 1000, limit: TIMEOUT_MS / 1000 - 30 };
  } finally {
    await worker.end();
    await database.close();
  }
}

async function fill(bench: Bench, database: Database, count: number): Promise<void> {
  const { item } = await madeStore(bench);
  const tables = tablesOf(bench);
  const stores = Array.from({ length: count }, (_, at) => `store-${at}`);
  await database.fill(
    tables.stores,
    stores.map((store) => item(store)),
  );
  await database.fill(
    tables.activity,
    stores.map((store, at) => ({ store, ...pollsUntil(at % 100 === 0 ? 60 : 3) })),
  );
  const ids = Array.from({ length: ORDERS }, (_, order) => String(order));
  const waiting = stores.filter((_, at) => at % 10 === 0);
  await database.fill(
    tables.orders,
    waiting.flatMap((store) => [...outstandingItems(store, ids)]),
  );
}

/** The item of a store whose last poll was so many minutes ago, and those before it five minutes apart. */
function pollsUntil(minutes: number): Record<string, string> {
  const ago = (some: number) => new Date(Date.now() - some * 60_000).toISOString();
  const earlier = [1, 2, 3, 4, 5, 6].map((at) => [`polled${at}`, ago(minutes + 5 * at)]);
  return { lastPolledAt: ago(minutes), ...Object.fromEntries(earlier) };
}
