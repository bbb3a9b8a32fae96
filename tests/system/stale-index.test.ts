import { afterAll, describe, expect, test } from '@jest/globals';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
} from '@aws-sdk/lib-dynamodb';
import { interceptCalls } from './database-calls.ts';
import { bodyOf, type Operation, perform } from './operations.ts';
import { openSystem } from './system.ts';
import { staleReads } from './stale-index.ts';

const system = await openSystem({ batchSize: 30 });
const TableName = process.env['ORDERS_TABLE'] ?? '';
const client = new DynamoDBClient({});
const stale = staleReads(system.documents, { staleForMs: 60_000, random: Math.random });
interceptCalls(client, stale.layer);
const documents = DynamoDBDocumentClient.from(client);
afterAll(() => client.destroy());

const Key = { store: 'coolbike', orderId: 'A-1' };
const write = (turn?: string) =>
  documents.send(new PutCommand({ TableName, Item: { ...Key, ...(turn && { turn }) } }));

/** What fifty reads see of the order's turn. */
async function seen(read: () => Promise<Record<string, unknown>[] | undefined>): Promise<Set<unknown>> {
  const turns = new Set<unknown>();
  for (let times = 0; times < 50; times += 1) turns.add((await read())?.[0]?.['turn']);
  return turns;
}

const reads = (ConsistentRead: boolean) => ({
  query: async () => {
    const answer = await documents.send(
      new QueryCommand({
        TableName,
        IndexName: 'outstanding',
        KeyConditionExpression: '#store = :store',
        ExpressionAttributeNames: { '#store': 'store' },
        ExpressionAttributeValues: { ':store': 'coolbike' },
        ConsistentRead,
      }),
    );
    return answer.Items;
  },
  get: async () => {
    const { Item } = await documents.send(new GetCommand({ TableName, Key, ConsistentRead }));
    return Item && [Item];
  },
  batch: async () => {
    const RequestItems = { [TableName]: { Keys: [Key], ConsistentRead } };
    return (await documents.send(new BatchGetCommand({ RequestItems }))).Responses?.[TableName];
  },
});

describe('the layer of stale reads', () => {
  test.each(['query', 'get', 'batch'] as const)(
    'shows the past to a %s without ConsistentRead',
    async (kind) => {
      stale.forget();
      for (const turn of ['1', '2', '3']) await write(turn);

      expect(await seen(reads(false)[kind])).toEqual(new Set([undefined, '1', '2', '3']));
    },
  );

  test.each(['query', 'get', 'batch'] as const)('leaves a %s with ConsistentRead alone', async (kind) => {
    stale.forget();
    for (const turn of ['1', '2', '3']) await write(turn);

    expect(await seen(reads(true)[kind])).toEqual(new Set(['3']));
  });

  test('still offers what has left an index', async () => {
    stale.forget();
    await write('1');
    await write();

    expect(await seen(reads(false).query)).toEqual(new Set([undefined, '1']));
    expect(await seen(reads(true).query)).toEqual(new Set([undefined]));
  });
});

describe('the product', () => {
  test('says ConsistentRead in every read of a table or an index that has it', async () => {
    const said = [{ orderId: 'A-1', verdict: 'red' as const }];
    const operations: Operation[] = [
      { do: 'poll' },
      { do: 'acknowledge', said },
      { do: 'ship', orderId: 'A-1', parcels: [{ trackingNumber: '1Z1' }] },
      { do: 'cancelInLightspeed', orderId: 'A-1' },
      { do: 'requeue', orderId: 'A-1', reason: 'Again' },
      { do: 'note', orderId: 'A-1', text: 'Called.' },
      { do: 'look', orderId: 'A-1' },
    ];
    system.reads.length = 0;
    await system.place('A-1', bodyOf(1));
    for (const operation of operations) await perform(system, operation);
    for (const query of ['', '?status=New', '?status=Refused', '?updatedSince=2026-01-01T00:00:00Z'])
      await system.webstore('GET', `/orders${query}`);
    await system.webstore('GET', '/status');

    expect(new Set(system.reads.map(({ indexName }) => indexName))).toEqual(
      new Set([undefined, 'outstanding', 'newest', 'byStatus', 'refused', 'updated']),
    );
    // A global index has no consistent reads.
    expect(system.reads.filter(({ consistent }) => !consistent)).toEqual([
      { name: 'QueryCommand', indexName: 'updated', consistent: false },
    ]);
  });
});
