import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { settings } from '../current-settings.ts';
import type { Instant } from '../domain/instant.ts';
import { documents } from './client.ts';
import { listOrders } from './listing.ts';
import { send } from './send.ts';

/** Index entries that are read for the chart of a month: some 25 read units. */
const MOST_ENTRIES = 600;
/** Orders that are read whole: one read unit each if small. */
const TAKEN = 10;

/** When the newest orders of a store were placed, newest first, from the index alone. */
export async function ordersPerDay(storeId: string): Promise<{ placed: Instant[]; isWhole: boolean }> {
  const command = new QueryCommand({
    TableName: settings.ordersTable,
    IndexName: 'newest',
    KeyConditionExpression: '#store = :store',
    ExpressionAttributeNames: { '#store': 'store' },
    ExpressionAttributeValues: { ':store': storeId },
    ConsistentRead: true,
    ScanIndexForward: false,
    Limit: MOST_ENTRIES,
  });
  const { Items = [], LastEvaluatedKey } = await send(documents.send(command));
  const placed = Items.map((item) => String(item['placed']).split('#')[0] ?? '');
  return { placed, isWhole: LastEvaluatedKey === undefined };
}

/** The newest orders that Lightspeed took and has not shipped: when each came and when it was taken. */
export async function recentlyTaken(
  storeId: string,
): Promise<{ receivedAt: Instant; downloadedAt: Instant }[]> {
  const { orders } = await listOrders(storeId, { status: 'Downloaded', limit: TAKEN });
  return orders.flatMap(({ receivedAt, downloadedAt }) =>
    downloadedAt === undefined ? [] : [{ receivedAt, downloadedAt }],
  );
}
