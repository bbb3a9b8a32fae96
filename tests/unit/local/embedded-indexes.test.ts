import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, jest, test } from '@jest/globals';
import {
  CreateTableCommand,
  DynamoDBClient,
  type ScalarAttributeType,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  DynamoDBDocumentClient,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type { ClassicLevel } from 'classic-level';
import { startEmbeddedDynamodb } from '../../../local/embedded-dynamodb.ts';

// The one that dynalite itself uses; it takes these functions when it starts.
const inDynalite = createRequire(createRequire(import.meta.url).resolve('dynalite'));
const { Level }: { Level: typeof ClassicLevel } = inDynalite('level');
const put = jest.spyOn(Level.prototype, 'put');
const del = jest.spyOn(Level.prototype, 'del');
const batch = jest.spyOn(Level.prototype, 'batch');

const folder = mkdtempSync(join(tmpdir(), 'indexes-'));
const { endpoint, close } = await startEmbeddedDynamodb(folder);
const credentials = { accessKeyId: 'x', secretAccessKey: 'x' };
const database = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials });
const documents = DynamoDBDocumentClient.from(database);

const text = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' as ScalarAttributeType });
const key = (range: string) => [
  { AttributeName: 'store', KeyType: 'HASH' as const },
  { AttributeName: range, KeyType: 'RANGE' as const },
];
await database.send(
  new CreateTableCommand({
    TableName: 'Orders',
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: ['store', 'orderId', 'turn', 'toTell', 'toTellSince'].map(text),
    KeySchema: key('orderId'),
    LocalSecondaryIndexes: [
      { IndexName: 'outstanding', KeySchema: key('turn'), Projection: { ProjectionType: 'KEYS_ONLY' } },
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: 'untold',
        KeySchema: [
          { AttributeName: 'toTell', KeyType: 'HASH' },
          { AttributeName: 'toTellSince', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'KEYS_ONLY' },
      },
    ],
  }),
);
// It is written once more when it is active, a moment later.
await waitUntilTableExists({ client: database, maxWaitTime: 20, minDelay: 1 }, { TableName: 'Orders' });

beforeEach(() => {
  jest.clearAllMocks();
});
afterAll(async () => {
  database.destroy();
  await close();
  rmSync(folder, { recursive: true, force: true });
});

/** What was written since the last test: how often in each way. */
const writes = () => ({
  put: put.mock.calls.length,
  del: del.mock.calls.length,
  batch: batch.mock.calls.length,
});

const Key = { store: 'coolbike', orderId: '1' };

async function turns(): Promise<unknown[]> {
  const query = new QueryCommand({
    TableName: 'Orders',
    IndexName: 'outstanding',
    KeyConditionExpression: '#store = :store',
    ExpressionAttributeNames: { '#store': 'store' },
    ExpressionAttributeValues: { ':store': 'coolbike' },
  });
  return ((await documents.send(query)).Items ?? []).map((item) => item['turn']);
}

test('an item is written with its index entries, or not at all', async () => {
  await documents.send(new PutCommand({ TableName: 'Orders', Item: { ...Key, turn: 'a' } }));
  expect(writes()).toEqual({ put: 0, del: 0, batch: 1 });
  expect(await turns()).toEqual(['a']);
});

test('so is a change that moves an index entry, and one that ends it', async () => {
  const change = { TableName: 'Orders', Key, UpdateExpression: 'SET turn = :turn' };
  await documents.send(new UpdateCommand({ ...change, ExpressionAttributeValues: { ':turn': 'b' } }));
  expect(writes()).toEqual({ put: 0, del: 0, batch: 1 });
  expect(await turns()).toEqual(['b']);
  await documents.send(new PutCommand({ TableName: 'Orders', Item: Key }));
  expect(writes()).toEqual({ put: 0, del: 0, batch: 2 });
  expect(await turns()).toEqual([]);
});

async function untold(): Promise<unknown[]> {
  const query = new QueryCommand({
    TableName: 'Orders',
    IndexName: 'untold',
    KeyConditionExpression: 'toTell = :yes',
    ExpressionAttributeValues: { ':yes': 'yes' },
  });
  return ((await documents.send(query)).Items ?? []).map((item) => [item['orderId'], item['toTellSince']]);
}

test('a global index is written with its items too: an entry that comes, moves and ends', async () => {
  const item = { store: 'coolbike', orderId: '2', turn: 'c', toTell: 'yes' };
  await documents.send(new PutCommand({ TableName: 'Orders', Item: { ...item, toTellSince: 'a' } }));
  expect(writes()).toEqual({ put: 0, del: 0, batch: 1 });
  expect(await untold()).toEqual([['2', 'a']]);
  await documents.send(new PutCommand({ TableName: 'Orders', Item: { ...item, toTellSince: 'b' } }));
  expect(writes()).toEqual({ put: 0, del: 0, batch: 2 });
  expect(await untold()).toEqual([['2', 'b']]);
  const end = {
    TableName: 'Orders',
    Key: { store: 'coolbike', orderId: '2' },
    UpdateExpression: 'REMOVE toTell, toTellSince',
  };
  await documents.send(new UpdateCommand(end));
  expect(writes()).toEqual({ put: 0, del: 0, batch: 3 });
  expect(await untold()).toEqual([]);
  expect(await turns()).toEqual(['c']);
});

test('an item of another store is in the same global index', async () => {
  for (const store of ['coolbike', 'hotbike'])
    await documents.send(
      new PutCommand({
        TableName: 'Orders',
        Item: { store, orderId: store, toTell: 'yes', toTellSince: store },
      }),
    );
  expect(await untold()).toEqual([
    ['coolbike', 'coolbike'],
    ['hotbike', 'hotbike'],
  ]);
});

/** Two ids of orders that dynalite takes for one in an index: 24 bits of a hash tell them apart. */
function twins(store: string): string[] {
  const seen = new Map<string, string>();
  for (let id = 100_000; ; id += 1) {
    const orderId = String(id);
    const hash = createHash('md5').update('Outliers').update(store).update(orderId).digest('hex').slice(0, 6);
    const twin = seen.get(hash);
    if (twin !== undefined) return [twin, orderId];
    seen.set(hash, orderId);
  }
}

test('an index entry does not hide another one with the same sort key, and a query goes on between them', async () => {
  const store = 'twins';
  const ids = twins(store);
  for (const orderId of ids)
    await documents.send(
      new PutCommand({ TableName: 'Orders', Item: { store, orderId, toTell: store, toTellSince: 'a' } }),
    );
  const page = async (ExclusiveStartKey?: Record<string, unknown>) => {
    const query = new QueryCommand({
      TableName: 'Orders',
      IndexName: 'untold',
      KeyConditionExpression: 'toTell = :twins',
      ExpressionAttributeValues: { ':twins': store },
      Limit: 1,
      ExclusiveStartKey,
    });
    const { Items = [], LastEvaluatedKey } = await documents.send(query);
    return { found: Items.map((item) => item['orderId']), LastEvaluatedKey };
  };
  const first = await page();
  const second = await page(first.LastEvaluatedKey);
  expect(new Set([...first.found, ...second.found])).toEqual(new Set(ids));
  const end = { TableName: 'Orders', UpdateExpression: 'REMOVE toTell, toTellSince' };
  await documents.send(new UpdateCommand({ ...end, Key: { store, orderId: ids[0] } }));
  expect((await page()).found).toEqual([ids[1]]);
  await documents.send(new DeleteCommand({ TableName: 'Orders', Key: { store, orderId: ids[1] } }));
  expect((await page()).found).toEqual([]);
});
