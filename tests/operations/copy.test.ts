import { afterAll, beforeEach, expect, test } from '@jest/globals';
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { storeTable } from '../../operations/store-tables.ts';
import { startEmbeddedDynamodb } from '../support/embedded-dynamodb.ts';

// `npm run tables:copy` behind its command line: from a table as a restore makes it, into the stage's own.

const stop = await startEmbeddedDynamodb();
const { copyItems } = await import('../../operations/copy-items.ts');
const { itemsOf } = await import('../../operations/store-items.ts');
const { settings } = await import('../../lib/current-settings.ts');
const { documents, dynamodb } = await import('../../lib/database/client.ts');

const orders = storeTable('Orders');
let restored = '';
let made = 0;

beforeEach(async () => {
  made += 1;
  restored = `restored-${made}`;
  const input: CreateTableCommandInput = {
    TableName: restored,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [
      { AttributeName: 'store', AttributeType: 'S' },
      { AttributeName: 'orderId', AttributeType: 'S' },
    ],
    KeySchema: [
      { AttributeName: 'store', KeyType: 'HASH' },
      { AttributeName: 'orderId', KeyType: 'RANGE' },
    ],
  };
  await dynamodb.send(new CreateTableCommand(input));
  await waitUntilTableExists({ client: dynamodb, maxWaitTime: 20, minDelay: 1 }, { TableName: restored });
  for (const store of [`a-${made}`, `b-${made}`])
    for (const orderId of ['1', '2', '3'])
      await documents.send(new PutCommand({ TableName: restored, Item: { store, orderId, from: 'backup' } }));
});

afterAll(async () => {
  dynamodb.destroy();
  await stop();
});

const putLive = (orderId: string) =>
  documents.send(
    new PutCommand({ TableName: settings.ordersTable, Item: { store: `a-${made}`, orderId, from: 'live' } }),
  );

const live = async (store: string) =>
  (await Array.fromAsync(itemsOf(orders, `${store}-${made}`))).map(
    ({ orderId, from }) => `${String(orderId)} ${String(from)}`,
  );

const copy = (more: object = {}) =>
  copyItems(orders, { from: restored, replace: false, signal: new AbortController().signal, ...more });

test('everything is copied, but what is there stays as it is; again, nothing happens', async () => {
  await putLive('2');
  expect(await copy()).toEqual({ copied: 5, kept: 1 });
  expect(await live('a')).toEqual(['1 backup', '2 live', '3 backup']);
  expect(await live('b')).toEqual(['1 backup', '2 backup', '3 backup']);
  expect(await copy()).toEqual({ copied: 0, kept: 6 });
});

test('only a store, and only some of its orders, are copied', async () => {
  expect(await copy({ storeId: `a-${made}`, keys: ['1', '9'] })).toEqual({ copied: 1, kept: 0 });
  expect(await live('a')).toEqual(['1 backup']);
  expect(await copy({ storeId: `b-${made}` })).toEqual({ copied: 3, kept: 0 });
  expect(await live('a')).toEqual(['1 backup']);
});

test('what is there is replaced when that is asked for', async () => {
  await putLive('2');
  expect(await copy({ storeId: `a-${made}`, keys: ['2'], replace: true })).toEqual({ copied: 1, kept: 0 });
  expect(await live('a')).toEqual(['2 backup']);
});

test('it stops when it is interrupted', async () => {
  await expect(copy({ signal: AbortSignal.abort() })).rejects.toThrow(/abort/);
  expect(await live('a')).toEqual([]);
});
