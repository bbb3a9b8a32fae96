import { PutCommand, QueryCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { documents } from '../lib/database/client.ts';
import { isConditionFailure, send } from '../lib/database/send.ts';
import { settings } from '../lib/current-settings.ts';
import { inParallel } from '../terminal/in-parallel.ts';
import type { Item } from './store-items.ts';
import type { StoreTable } from './store-tables.ts';

export interface Copying {
  /** A table with the same keys, such as one restored from a backup. */
  from: string;
  /** Only this store's. */
  storeId?: string | undefined;
  /** Only these items of the store, by the second part of the key. */
  keys?: readonly string[] | undefined;
  /** Whether existing items are replaced. */
  replace: boolean;
  signal: AbortSignal;
}

const AT_ONCE = 8;

/** Copies items into a stage's table, each by one conditional write, and counts them. Can be repeated. */
export async function copyItems(
  table: StoreTable,
  { from, storeId, keys, replace, signal }: Copying,
): Promise<{ copied: number; kept: number }> {
  const counts = { copied: 0, kept: 0 };
  const [, sortKey] = table.key;
  const isWanted = (item: Item) => !keys || (sortKey !== undefined && keys.includes(String(item[sortKey])));
  for await (const page of pagesOf(from, storeId)) {
    await inParallel(page.filter(isWanted), { concurrency: AT_ONCE, signal }, async (item) => {
      if (await put(table, item, replace)) counts.copied += 1;
      else counts.kept += 1;
    });
    signal.throwIfAborted();
  }
  return counts;
}

async function put({ setting }: StoreTable, item: Item, replace: boolean): Promise<boolean> {
  const command = new PutCommand({
    TableName: String(settings[setting]),
    Item: item,
    ...(!replace && {
      ConditionExpression: 'attribute_not_exists(#store)',
      ExpressionAttributeNames: { '#store': 'store' },
    }),
  });
  try {
    await send(documents.send(command));
    return true;
  } catch (error) {
    if (!isConditionFailure(error)) throw error;
    return false;
  }
}

/** The items of a table, or of one store in it, in pages of at most 1 MB. */
async function* pagesOf(TableName: string, storeId: string | undefined): AsyncGenerator<Item[]> {
  let ExclusiveStartKey: Item | undefined;
  do {
    const page = { TableName, ConsistentRead: true, ExclusiveStartKey };
    const answer =
      storeId === undefined
        ? documents.send(new ScanCommand(page))
        : documents.send(
            new QueryCommand({
              ...page,
              KeyConditionExpression: '#store = :store',
              ExpressionAttributeNames: { '#store': 'store' },
              ExpressionAttributeValues: { ':store': storeId },
            }),
          );
    const { Items = [], LastEvaluatedKey } = await send<{
      Items?: Item[] | undefined;
      LastEvaluatedKey?: Item | undefined;
    }>(answer);
    yield Items;
    ExclusiveStartKey = LastEvaluatedKey;
  } while (ExclusiveStartKey);
}
