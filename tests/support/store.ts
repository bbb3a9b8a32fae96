import { afterAll, beforeEach, expect } from '@jest/globals';
import {
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
} from '@aws-sdk/lib-dynamodb';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { addStore, type StoreToAdd } from './add-store.ts';
import { call, type CallableHandler, type HttpAnswer, type HttpCall } from './call.ts';
import { startEmbeddedDynamodb } from './embedded-dynamodb.ts';
import { openapiFaults } from './openapi.ts';
import { validateAgainstXsd } from './xsd.ts';

export interface CallOptions {
  headers?: Record<string, string>;
  /** Absent: the store's own credentials. Null: no such header. */
  authorization?: string | null;
  remainingMs?: number;
  /** Absent: `functions/any-other-path.ts`, which takes every path. */
  handler?: CallableHandler;
}

/** `path` may have a query. A body that is not text is sent as JSON, or, if a buffer, in base64. */
type Send<Body> = (method: string, path: string, body?: Body, options?: CallOptions) => Promise<HttpAnswer>;

/** A store of the test file, behind the handlers, empty for every test. */
export interface TestStore {
  /** Calls as Lightspeed does, and checks the answer by contract 1, "Answers". */
  lightspeed: Send<string | Buffer>;
  /** Calls as the webstore does. Call and answer must be as docs/openapi.yaml says. */
  webstore: Send<unknown>;
  /** Places an order and fails unless it was taken. */
  place: (orderId: string, body: unknown) => Promise<void>;
  /** Polls once, as Lightspeed does, and gives the ids of the orders it was offered. */
  poll: () => Promise<string[]>;
  /** The order as `GET /orders/{orderId}` tells it. */
  lookUp: (orderId: string) => Promise<Record<string, unknown>>;
  handlers: Record<HandlerName, CallableHandler>;
  /** The item of an order, whole, as the table holds it. */
  storedItem: (orderId: string) => Promise<Record<string, unknown> | undefined>;
  /** Puts an item into the table directly, without any checks. */
  putItem: (item: Record<string, unknown>) => Promise<void>;
}

const handlerFiles = {
  anyOtherPath: 'any-other-path',
  testConnection: 'lightspeed/test-connection',
  outstandingActivity: 'lightspeed/outstanding-activity',
  acknowledge: 'lightspeed/acknowledge',
  ship: 'lightspeed/ship',
  cancel: 'lightspeed/cancel',
  putOrder: 'webstore/put-order',
  getOrder: 'webstore/get-order',
  listOrders: 'webstore/list-orders',
  addNote: 'webstore/add-note',
  cancelOrder: 'webstore/cancel-order',
  requeueOrder: 'webstore/requeue-order',
  resendMessages: 'webstore/resend-messages',
  getStatus: 'webstore/get-status',
  receiveWoocommerce: 'platforms/woocommerce',
  receiveShopify: 'platforms/shopify',
  receiveBigcommerce: 'platforms/bigcommerce',
} as const;

export type HandlerName = keyof typeof handlerFiles;

/**
 * Opens the store of a test file, on an embedded database of the file's own. The settings are read when `lib/` is
 * loaded, so a test file imports nothing of `lib/` or `functions/` before this.
 */
export async function openStore(settings: StoreToAdd = {}): Promise<TestStore> {
  const { id = 'coolbike', username = 'lightspeed' } = settings;
  const { password = 'local-password', apiToken = 'local-token' } = settings;
  const stop = await startEmbeddedDynamodb();
  process.env['LOG_LEVEL'] ??= 'SILENT';
  const database = new DynamoDBClient({});
  const table = openTables(id, DynamoDBDocumentClient.from(database));
  await addStore(settings);
  const handlers = await loadHandlers();
  const basic = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;

  beforeEach(table.empty);
  afterAll(async () => {
    const { dynamodb } = await import('../../lib/database/client.ts');
    dynamodb.destroy();
    database.destroy();
    await stop();
  });

  const lightspeed: Send<string | Buffer> = async (method, path, body, options = {}) => {
    const httpCall = toCall({ method, path, body }, { own: basic, options });
    const answer = await call(options.handler ?? handlers.anyOtherPath, httpCall);
    expectLightspeedAnswer(method, answer);
    return answer;
  };
  const webstore: Send<unknown> = async (method, path, body, options = {}) => {
    const text = body === undefined || typeof body === 'string' || Buffer.isBuffer(body);
    const sent = { method, path, body: text ? body : JSON.stringify(body) };
    const httpCall = toCall(sent, { own: `Bearer ${apiToken}`, options });
    const answer = await call(options.handler ?? handlers.anyOtherPath, httpCall);
    expectWebstoreAnswer(httpCall, answer);
    return answer;
  };
  return {
    lightspeed,
    webstore,
    place: async (orderId, body) => {
      const { status, body: said } = await webstore('PUT', `/orders/${orderId}`, body);
      expect({ status, said }).toEqual({ status: 201, said });
    },
    poll: async () => {
      const answer = await lightspeed('GET', '/LightSpeed/OutstandingActivity');
      expect(answer.status).toBe(200);
      return orderIdsIn(answer);
    },
    lookUp: async (orderId) => {
      const answer = await webstore('GET', `/orders/${orderId}`);
      expect(answer.status).toBe(200);
      return JSON.parse(answer.body);
    },
    handlers,
    storedItem: table.get,
    putItem: table.put,
  };
}

async function loadHandlers(): Promise<TestStore['handlers']> {
  const names = Object.keys(handlerFiles).filter((name): name is HandlerName => name in handlerFiles);
  const loaded = await Promise.all(
    names.map(async (name) => {
      const { handler } = await import(`../../functions/${handlerFiles[name]}.ts`);
      return [name, handler] as const;
    }),
  );
  return Object.fromEntries(loaded) as TestStore['handlers'];
}

function toCall(
  { method, path, body }: { method: string; path: string; body: string | Buffer | undefined },
  { own, options }: { own: string; options: CallOptions },
): HttpCall {
  const { authorization = own, headers = {}, remainingMs } = options;
  return {
    method,
    path,
    body,
    remainingMs,
    headers: { ...(authorization !== null && { authorization }), ...headers },
  };
}

/** What contract 1 says of every answer, whatever its status. */
function expectLightspeedAnswer(method: string, { status, headers, body }: HttpAnswer): void {
  expect(headers).toMatchObject({
    'Content-Type': 'application/xml; charset=utf-8',
    'Cache-Control': 'no-store',
  });
  expect(status === 200 || status >= 400).toBe(true);
  if (method === 'HEAD') return expect(body).toBe('');
  expect(body.slice(0, 38)).toBe('<?xml version="1.0" encoding="UTF-8"?>');
  expect(validateAgainstXsd(body)).toEqual([]);
}

function expectWebstoreAnswer(
  { method, path, body }: HttpCall,
  { status, headers, body: responseBody }: HttpAnswer,
): void {
  const type = status < 400 ? 'application/json' : 'application/problem+json';
  expect(headers).toMatchObject({ 'Content-Type': `${type}; charset=utf-8`, 'Cache-Control': 'no-store' });
  if (method === 'HEAD') return expect(responseBody).toBe('');
  const requestBody = body?.toString().replace(/^\uFEFF/, '');
  // Other spellings of a path are answered, but not documented.
  if (!/^\/(orders(\/[\w.-]+(\/(notes|cancel|requeue|resend))?)?|status)(\?|$)/.test(path)) return;
  expect(
    openapiFaults({
      method,
      path,
      status,
      headers,
      responseBody,
      ...(requestBody !== undefined && { requestBody }),
    }),
  ).toEqual([]);
}

/** The ids of the orders in an answer to Lightspeed, in its order. */
export function orderIdsIn({ body }: HttpAnswer): string[] {
  return [...body.matchAll(/<OrderId>([^<]*)<\/OrderId>/g)].map(([, orderId = '']) => orderId);
}

interface StoreTables {
  empty: () => Promise<void>;
  get: TestStore['storedItem'];
  put: TestStore['putItem'];
}

function openTables(store: string, documents: DynamoDBDocumentClient): StoreTables {
  const orders = process.env['ORDERS_TABLE'];
  const ofTheStore = {
    KeyConditionExpression: '#store = :store',
    ExpressionAttributeNames: { '#store': 'store' },
    ExpressionAttributeValues: { ':store': store },
  };
  const emptyTable = async (TableName: string | undefined, keys: string[]): Promise<void> => {
    const { Items = [], LastEvaluatedKey } = await documents.send(
      new QueryCommand({ TableName, ...ofTheStore }),
    );
    for (const item of Items) {
      const Key = Object.fromEntries(keys.map((key) => [key, item[key]]));
      await documents.send(new DeleteCommand({ TableName, Key }));
    }
    if (LastEvaluatedKey) await emptyTable(TableName, keys);
  };
  return {
    empty: async () => {
      await emptyTable(orders, ['store', 'orderId']);
      await emptyTable(process.env['ACTIVITY_TABLE'], ['store']);
      await emptyTable(process.env['ATTEMPTS_TABLE'], ['store', 'address']);
      await emptyTable(process.env['MESSAGES_TABLE'], ['store', 'message']);
    },
    get: async (orderId) => {
      const { Item } = await documents.send(new GetCommand({ TableName: orders, Key: { store, orderId } }));
      return Item;
    },
    put: async (item) => {
      await documents.send(new PutCommand({ TableName: orders, Item: { store, ...item } }));
    },
  };
}
