import { QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import { settings } from '../current-settings.ts';
import type { Instant } from '../domain/instant.ts';
import type { OrderStatus } from '../domain/order.ts';
import { documents } from './client.ts';
import { sortable, statusPrefix } from './keys.ts';
import { send } from './send.ts';

/* What the console charts, from the indexes alone: no order is read. */

/** Index entries that are read of all orders, and of those in each status that Lightspeed took: most of what the overview reads. */
const MOST_PLACED = 500;
const MOST_HANDLED = 150;

const HANDLED: readonly OrderStatus[] = ['Downloaded', 'PartiallyShipped', 'Shipped'];

/** The newest entries of an index; `isWhole` is false if there are more. */
interface Newest<T> {
  entries: T[];
  isWhole: boolean;
}

/** An order that Lightspeed took. */
export interface Handled {
  placedAt: Instant;
  receivedAt: Instant;
  takenAt: Instant;
  /** When it last told a shipment. */
  shippedAt?: Instant | undefined;
}

/** When the newest orders of a store were placed, newest first. */
export async function newestPlaced(storeId: string): Promise<Newest<Instant>> {
  const { keys, isWhole } = await newest({
    IndexName: 'newest',
    KeyConditionExpression: '#store = :store',
    ExpressionAttributeNames: { '#store': 'store' },
    ExpressionAttributeValues: { ':store': storeId },
    Limit: MOST_PLACED,
  });
  return { entries: keys.map(({ placed }) => String(placed).split('#')[0] ?? ''), isWhole };
}

/** The newest orders of a store that Lightspeed took, of those placed since a time. */
export async function newestHandled(storeId: string, since: Instant): Promise<Newest<Handled>> {
  const some = await Promise.all(HANDLED.map((status) => handledIn(storeId, status, since)));
  return {
    entries: some.flatMap(({ keys }) => keys.flatMap(({ statusPlaced }) => handled(String(statusPlaced)))),
    isWhole: some.every(({ isWhole }) => isWhole),
  };
}

function handledIn(storeId: string, status: OrderStatus, since: Instant) {
  const prefix = statusPrefix(status);
  return newest({
    IndexName: 'byStatus',
    KeyConditionExpression: '#store = :store AND statusPlaced BETWEEN :first AND :last',
    ExpressionAttributeNames: { '#store': 'store' },
    ExpressionAttributeValues: {
      ':store': storeId,
      ':first': `${prefix}${sortable(since)}`,
      ':last': `${prefix}~`,
    },
    Limit: MOST_HANDLED,
  });
}

/** What a key tells; nothing if it was written before keys told when an order was taken. */
function handled(statusPlaced: string): Handled[] {
  const [, placedAt = '', receivedAt = '', takenAt, shippedAt] = statusPlaced.split('#');
  return takenAt === undefined ? [] : [{ placedAt, receivedAt, takenAt, shippedAt }];
}

async function newest(
  input: Omit<QueryCommandInput, 'TableName'>,
): Promise<{ keys: Record<string, unknown>[]; isWhole: boolean }> {
  const command = new QueryCommand({
    ...input,
    TableName: settings.ordersTable,
    ConsistentRead: true,
    ScanIndexForward: false,
  });
  const { Items = [], LastEvaluatedKey } = await send(documents.send(command));
  return { keys: Items, isWhole: LastEvaluatedKey === undefined };
}
