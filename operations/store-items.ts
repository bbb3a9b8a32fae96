import { BatchWriteCommand, DeleteCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { setTimeout as sleep } from 'node:timers/promises';
import { backoff, chunks } from '../lib/database/batches.ts';
import { documents } from '../lib/database/client.ts';
import { send } from '../lib/database/send.ts';
import { settings } from '../lib/current-settings.ts';
import type { StoreTable } from './store-tables.ts';

// What commands do to all of a store's items. Not in lib/, because no function may delete.

export type Item = Record<string, unknown>;

/** How many items DynamoDB deletes at once. */
const DELETE_LIMIT = 25;

/**
 * A store's items in one table, sorted by key, read consistently, including expired ones that are still there. The next
 * page, of at most 1 MB, is read when the one before is used up.
 */
export async function* itemsOf(
  { setting, key: [, sortKey] }: StoreTable,
  storeId: string,
  { keysOnly = false }: { keysOnly?: boolean } = {},
): AsyncGenerator<Item> {
  let ExclusiveStartKey: Item | undefined;
  do {
    const command = new QueryCommand({
      TableName: String(settings[setting]),
      KeyConditionExpression: '#store = :store',
      ExpressionAttributeNames: { '#store': 'store', ...(keysOnly && sortKey && { '#sort': sortKey }) },
      ExpressionAttributeValues: { ':store': storeId },
      ...(keysOnly && { ProjectionExpression: sortKey ? '#store, #sort' : '#store' }),
      ConsistentRead: true,
      ExclusiveStartKey,
    });
    const { Items = [], LastEvaluatedKey } = await send(documents.send(command));
    yield* Items;
    ExclusiveStartKey = LastEvaluatedKey;
  } while (ExclusiveStartKey);
}

/** How many items a store has in a table. */
export async function countOf({ setting }: StoreTable, storeId: string): Promise<number> {
  let count = 0;
  let ExclusiveStartKey: Item | undefined;
  do {
    const command = new QueryCommand({
      TableName: String(settings[setting]),
      Select: 'COUNT',
      KeyConditionExpression: '#store = :store',
      ExpressionAttributeNames: { '#store': 'store' },
      ExpressionAttributeValues: { ':store': storeId },
      ConsistentRead: true,
      ExclusiveStartKey,
    });
    const { Count = 0, LastEvaluatedKey } = await send(documents.send(command));
    count += Count;
    ExclusiveStartKey = LastEvaluatedKey;
  } while (ExclusiveStartKey);
  return count;
}

/** Deletes an item, even if it has changed. */
export async function deleteItem(table: StoreTable, item: Item): Promise<void> {
  await send(
    documents.send(
      new DeleteCommand({ TableName: String(settings[table.setting]), Key: keyOf(table, item) }),
    ),
  );
}

/** Deletes items, even if they have changed or are gone. */
export async function deleteItems(table: StoreTable, items: Item[]): Promise<void> {
  const tableName = String(settings[table.setting]);
  for (const some of chunks(items, DELETE_LIMIT)) {
    let requests = some.map((item) => ({ DeleteRequest: { Key: keyOf(table, item) } }));
    for (let attempt = 1; requests.length > 0; attempt += 1) {
      const command = new BatchWriteCommand({ RequestItems: { [tableName]: requests } });
      const { UnprocessedItems = {} } = await send(documents.send(command));
      requests = (UnprocessedItems[tableName] ?? []) as typeof requests;
      if (requests.length > 0) await sleep(backoff(attempt));
    }
  }
}

function keyOf({ key }: StoreTable, item: Item): Item {
  return Object.fromEntries(key.map((name) => [name, item[name]]));
}
