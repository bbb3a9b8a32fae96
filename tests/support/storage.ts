import { randomUUID } from 'node:crypto';
import { afterAll, beforeEach } from '@jest/globals';
import { CreateTableCommand, type CreateTableCommandInput, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchWriteCommand, DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type * as Activity from '../../lib/database/activity.ts';
import type * as Attempts from '../../lib/database/attempts.ts';
import type * as Listing from '../../lib/database/listing.ts';
import type * as Offering from '../../lib/database/offering.ts';
import type * as Orders from '../../lib/database/orders.ts';
import type * as Stores from '../../lib/database/stores.ts';
import { setAwsEnvironment } from '../../local/aws-environment.ts';
import { startEmbeddedDynamodb } from '../../local/embedded-dynamodb.ts';
import type { Resources } from '../../local/tables.ts';

type Item = Record<string, unknown>;

type Database = typeof Activity &
  typeof Attempts &
  typeof Listing &
  typeof Offering &
  typeof Orders &
  typeof Stores;

/** Runs one database call. lib/database sees its result or error. */
type Answer = (call: { command: string; input: Item; send: () => Promise<unknown> }) => Promise<unknown>;

/** The functions of lib/database on a DynamoDB, and a way past them. */
export interface Storage extends Database {
  /** A store id that no other test uses. */
  storeId: () => string;
  /** The item of an order, whole. */
  item: (orderId: string) => Promise<Item | undefined>;
  putItem: (item: Item) => Promise<void>;
  putItems: (items: Item[]) => Promise<void>;
  /** Lets every call of the database within an action go through a function. */
  answering: <R>(answer: Answer, action: () => Promise<R>) => Promise<R>;
}

/**
 * Opens lib/database for a test file, on tables of the file's own: on the DynamoDB that `AWS_ENDPOINT_URL_DYNAMODB`
 * names (`npm run test:dynamodb`), otherwise on an embedded one. A test file imports nothing of lib/database before
 * this.
 */
export async function openStorage(): Promise<Storage> {
  const named = process.env['AWS_ENDPOINT_URL_DYNAMODB'];
  // A developer's own may be the real one.
  const loopback = named !== undefined && new URL(named).hostname === '127.0.0.1';
  const { endpoint, close } = loopback
    ? { endpoint: named, close: () => Promise.resolve() }
    : await startEmbeddedDynamodb();
  const tables = setEnvironment(endpoint);

  const { documents, dynamodb } = await import('../../lib/database/client.ts');
  const raw = new DynamoDBClient({});
  for (const input of tables) await raw.send(new CreateTableCommand(input));
  const table = DynamoDBDocumentClient.from(raw);
  const TableName = process.env['ORDERS_TABLE'] ?? '';
  afterAll(async () => {
    dynamodb.destroy();
    raw.destroy();
    await close();
  });

  let store = '';
  beforeEach(() => {
    store = `store-${randomUUID()}`;
  });
  return {
    ...(await import('../../lib/database/activity.ts')),
    ...(await import('../../lib/database/attempts.ts')),
    ...(await import('../../lib/database/listing.ts')),
    ...(await import('../../lib/database/offering.ts')),
    ...(await import('../../lib/database/orders.ts')),
    ...(await import('../../lib/database/stores.ts')),
    storeId: () => store,
    item: async (orderId) => (await table.send(new GetCommand({ TableName, Key: { store, orderId } }))).Item,
    putItem: async (item) => {
      await table.send(new PutCommand({ TableName, Item: { store, ...item } }));
    },
    putItems: async (items) => {
      for (let at = 0; at < items.length; at += 25) {
        const some = items.slice(at, at + 25).map((item) => ({ PutRequest: { Item: { store, ...item } } }));
        await table.send(new BatchWriteCommand({ RequestItems: { [TableName]: some } }));
      }
    },
    answering: async (answer, action) => {
      // In the innermost step: the SDK's own repetitions go through it again.
      documents.middlewareStack.add(
        (next, context) => async (args) => {
          const command = String(context['commandName']);
          const input = args.input as Item;
          return (await answer({ command, input, send: () => next(args) })) as ReturnType<typeof next>;
        },
        { step: 'deserialize', name: 'answering', override: true },
      );
      try {
        return await action();
      } finally {
        documents.middlewareStack.remove('answering');
      }
    },
  };
}

/** What a function finds in its environment, but for the names of the tables. Returns the tables to create. */
function setEnvironment(endpoint: string): CreateTableCommandInput[] {
  const { provider, resources } = JSON.parse(process.env['SERVERLESS_PRINT'] ?? '') as {
    provider: { environment: Record<string, string> };
    resources: { Resources: Resources };
  };
  setAwsEnvironment(process.env, endpoint);
  Object.assign(process.env, provider.environment, { LOG_LEVEL: 'SILENT' });
  process.env['LOCAL_SECRETS_KEY'] ??= Buffer.alloc(32, 'key of the tests').toString('base64url');
  const suffix = `-${randomUUID()}`;
  for (const name of Object.keys(process.env).filter((one) => one.endsWith('_TABLE')))
    process.env[name] += suffix;
  return Object.values(resources.Resources)
    .filter(({ Type }) => Type === 'AWS::DynamoDB::Table')
    .map(({ Properties = {} }) => {
      const { AttributeDefinitions, BillingMode, KeySchema, LocalSecondaryIndexes, GlobalSecondaryIndexes } =
        Properties;
      const TableName = `${String(Properties['TableName'])}${suffix}`;
      const input = {
        TableName,
        AttributeDefinitions,
        BillingMode,
        KeySchema,
        LocalSecondaryIndexes,
        GlobalSecondaryIndexes,
      };
      return input as CreateTableCommandInput;
    });
}

/** The SDK's error for a missing answer: it repeats the call. */
export function lostAnswer(): Error {
  return Object.assign(new Error('The answer was lost.'), { name: 'TimeoutError' });
}
