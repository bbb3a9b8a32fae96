import { mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateTableCommand, type CreateTableCommandInput, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchWriteCommand, DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { whyNot } from '../dynamodb-local/fetch.ts';
import { startDynamodbLocal } from '../dynamodb-local/start.ts';
import { inParallel } from '../../terminal/in-parallel.ts';
import { UsageError } from '../../terminal/usage-error.ts';
import type { Bench } from './bench.ts';
import { startEmbedded } from './processes.ts';

export const DATABASES = ['embedded', 'dynamodb-local'] as const;
export type DatabaseName = (typeof DATABASES)[number];

type Item = Record<string, unknown>;

/** A DynamoDB in a process of its own, with the tables of prod. */
export interface Database {
  endpoint: string;
  /** Processor seconds it has used since it began; NaN where that is unknown. */
  processorSeconds: () => number;
  /** Writes items as fast as it takes them. */
  fill: (table: string, items: Iterable<Item>) => Promise<void>;
  /** All items of a small table. */
  scan: (table: string) => Promise<Item[]>;
  close: () => Promise<void>;
}

/** The databases in `--database`, or else those that this machine can run. Throws `UsageError`. */
export function databasesNamed(text: string | undefined): DatabaseName[] {
  if (text === undefined) return whyNot() === undefined ? [...DATABASES] : ['embedded'];
  const name = DATABASES.find((one) => one === text);
  if (!name) throw new UsageError(`--database takes ${DATABASES.join(' or ')}, not "${text}".`);
  const reason = name === 'dynamodb-local' ? whyNot() : undefined;
  if (reason !== undefined) throw new UsageError(reason);
  return [name];
}

export async function startDatabase(name: DatabaseName, bench: Bench): Promise<Database> {
  const { endpoint, pid, close } =
    name === 'embedded'
      ? await startEmbedded(mkdtempSync(join(bench.folder, 'database-')))
      : await startDynamodbLocal();
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials });
  const documents = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
  for (const { Type, Properties = {} } of Object.values(bench.stage.resources))
    if (Type === 'AWS::DynamoDB::Table') await client.send(new CreateTableCommand(tableOf(Properties)));
  return {
    endpoint,
    processorSeconds: () => processorSecondsOf(pid),
    fill: (table, items) => fill(documents, table, items),
    scan: async (TableName) => (await documents.send(new ScanCommand({ TableName }))).Items ?? [],
    close: async () => {
      client.destroy();
      await close();
    },
  };
}

function tableOf(properties: Record<string, unknown>): CreateTableCommandInput {
  const { TableName, AttributeDefinitions, BillingMode, KeySchema } = properties;
  const { LocalSecondaryIndexes, GlobalSecondaryIndexes } = properties;
  const keys = { TableName, AttributeDefinitions, BillingMode, KeySchema };
  return { ...keys, LocalSecondaryIndexes, GlobalSecondaryIndexes } as CreateTableCommandInput;
}

const BATCH = 25;
const BATCHES_AT_ONCE = 8;

async function fill(documents: DynamoDBDocumentClient, table: string, items: Iterable<Item>): Promise<void> {
  const never = new AbortController().signal;
  await inParallel(batches(items), { concurrency: BATCHES_AT_ONCE, signal: never }, async (some) => {
    const puts = some.map((Item) => ({ PutRequest: { Item } }));
    const { UnprocessedItems = {} } = await documents.send(
      new BatchWriteCommand({ RequestItems: { [table]: puts } }),
    );
    if (Object.keys(UnprocessedItems).length > 0) throw new Error('The database did not take every item.');
  });
}

function* batches(items: Iterable<Item>): Generator<Item[]> {
  const some: Item[] = [];
  for (const item of items) {
    some.push(item);
    if (some.length === BATCH) yield some.splice(0);
  }
  if (some.length > 0) yield some;
}

/** As Linux counts them, a hundredth of a second each. */
export function processorSecondsOf(pid: number | undefined): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return Number.NaN;
  }
}
