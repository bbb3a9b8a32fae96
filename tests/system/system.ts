import { afterAll, beforeEach } from '@jest/globals';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchWriteCommand, DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { openStore, type TestStore } from '../support/store.ts';
import { interceptCalls } from './database-calls.ts';
import type { ModelOrder } from './model.ts';
import { type StaleReads, staleReads } from './stale-index.ts';

/** Whether there is time: `LONG=1`. */
export const LONG = process.env['LONG'] === '1';

/** Room for as many runs, and for as many milliseconds. */
interface Budget {
  short: number;
  long: number;
}

/**
 * Checks a property on as many random inputs as the budget allows. A failure is shrunk and printed with its seed;
 * `SEED` and `REPLAY` (the printed `path`) repeat it.
 */
export async function expectAlways<T>(
  input: fc.Arbitrary<T>,
  { runs, ms }: { runs: Budget; ms: Budget },
  holds: (input: T) => Promise<void>,
): Promise<void> {
  const { SEED, REPLAY } = process.env;
  const until = performance.now() + (LONG ? ms.long : ms.short);
  const shrinkUntil = until + ms.long / 10;
  let [failed, made] = [false, 0];
  const property = fc.asyncProperty(input, async (one) => {
    if (performance.now() > (failed ? shrinkUntil : until)) return;
    made += 1;
    try {
      await holds(one);
    } catch (error) {
      failed = true;
      throw error;
    }
  });
  await fc.assert(property, {
    numRuns: LONG ? runs.long : runs.short,
    ...(SEED !== undefined && { seed: Number(SEED) }),
    ...(REPLAY !== undefined && { path: REPLAY }),
  });
  if (process.env['VERBOSE']) process.stderr.write(`${made} runs\n`);
}

type Item = Record<string, unknown>;

/** All that the tables hold of the store. */
export interface Contents {
  orders: Item[];
  activity: Item[];
  attempts: Item[];
}

export interface System extends TestStore {
  contents: () => Promise<Contents>;
  /** Makes the tables hold this and nothing else. */
  fill: (contents: Contents) => Promise<void>;
  /** Lets every index have every change by now. */
  catchUp: () => void;
  reads: StaleReads['reads'];
  /** The layer's own and the product's client, for the test of the layer. */
  documents: DynamoDBDocumentClient;
}

export const EMPTY: Contents = { orders: [], activity: [], attempts: [] };

/**
 * The product on an embedded database whose reads are as stale as DynamoDB's may be, unless they are consistent.
 * An answer offers at most `batchSize` orders, so that few orders make a long queue.
 */
export async function openSystem({
  batchSize,
  staleForMs = 3000,
}: {
  batchSize: number;
  staleForMs?: number;
}): Promise<System> {
  const store = await openStore();
  const { dynamodb, documents } = await import('../../lib/database/client.ts');
  const { settings } = await import('../../lib/current-settings.ts');
  settings.batchSize = batchSize;
  const own = DynamoDBDocumentClient.from(new DynamoDBClient({}));
  const stale = staleReads(own, { staleForMs, random: Math.random });
  interceptCalls(dynamodb, stale.layer);
  beforeEach(stale.forget);
  afterAll(() => own.destroy());
  const tables = [
    { of: 'orders', TableName: settings.ordersTable, keys: ['store', 'orderId'] },
    { of: 'activity', TableName: settings.activityTable, keys: ['store'] },
    { of: 'attempts', TableName: settings.attemptsTable, keys: ['store', 'address'] },
  ] as const;
  const contentsOf = async (TableName: string): Promise<Item[]> => {
    const { Items = [] } = await own.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: '#store = :store',
        ExpressionAttributeNames: { '#store': 'store' },
        ExpressionAttributeValues: { ':store': 'coolbike' },
        ConsistentRead: true,
      }),
    );
    return Items;
  };
  const contents = async (): Promise<Contents> => {
    const [orders = [], activity = [], attempts = []] = await Promise.all(
      tables.map(({ TableName }) => contentsOf(TableName)),
    );
    return { orders, activity, attempts };
  };
  const fill = async (wanted: Contents): Promise<void> => {
    stale.forget();
    const found = await contents();
    for (const { of, TableName, keys } of tables) {
      const keyOf = (item: Item) => Object.fromEntries(keys.map((key) => [key, item[key]]));
      const kept = new Set(wanted[of].map((item) => JSON.stringify(keyOf(item))));
      const gone = found[of].map(keyOf).filter((key) => !kept.has(JSON.stringify(key)));
      const requests = [
        ...gone.map((Key) => ({ DeleteRequest: { Key } })),
        ...wanted[of].map((Item) => ({ PutRequest: { Item } })),
      ];
      for (let at = 0; at < requests.length; at += 25) {
        await own.send(new BatchWriteCommand({ RequestItems: { [TableName]: requests.slice(at, at + 25) } }));
      }
    }
  };
  return { ...store, contents, fill, catchUp: stale.forget, reads: stale.reads, documents };
}

/** A stored order in the words of the model. */
export function asModel(item: Item): Omit<ModelOrder, 'changedSinceOffer'> {
  const {
    content,
    notesDropped: _,
    leftOutAt: _left,
    replacedAt: _replaced,
    movedTo: _moved,
    ...order
  } = item['order'] as Item;
  const { lines } = content as { lines: { description: string }[] };
  const version = Number(lines[0]?.description.replace('Version ', ''));
  return { ...(order as unknown as ModelOrder), version };
}

/** An order of the model as it is stored: without what only the model knows. */
export function asStored(order: ModelOrder): Omit<ModelOrder, 'changedSinceOffer'> {
  const { changedSinceOffer: _, ...stored } = order;
  return stored;
}
