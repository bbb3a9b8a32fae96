import { QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { settings } from '../current-settings.ts';
import type { Instant } from '../domain/instant.ts';
import { type Outbox, without } from '../domain/messages.ts';
import { expiryOf } from '../domain/retention.ts';
import { documents } from './client.ts';
import { TO_TELL, UNTOLD_ATTRIBUTES } from './keys.ts';
import { readStored } from './orders.ts';
import { isConditionFailure, send } from './send.ts';
import type { StoredOrder } from './stored-order.ts';

/** An order with waiting messages. */
export interface UntoldOrder {
  storeId: string;
  orderId: string;
  /** The time of the oldest one. */
  since: Instant;
  count: number;
}

type Item = Record<string, unknown>;

/** Orders of all stores of which something is to be told, longest first: one page. The index may lag. */
export async function untoldPage(
  limit: number,
  after?: Item,
): Promise<{ orders: UntoldOrder[]; last: Item | undefined }> {
  const command = new QueryCommand({
    TableName: settings.ordersTable,
    IndexName: 'untold',
    KeyConditionExpression: 'toTell = :toTell',
    ExpressionAttributeValues: { ':toTell': TO_TELL },
    Limit: limit,
    ExclusiveStartKey: after,
  });
  const { Items = [], LastEvaluatedKey } = await send(documents.send(command));
  const orders = Items.map((item) => ({
    storeId: String(item['store']),
    orderId: String(item['orderId']),
    since: String(item['toTellSince']),
    count: Number(item['toTellCount']),
  }));
  return { orders, last: LastEvaluatedKey };
}

/** Pages of the index that are looked at: it is all but empty, unless nobody takes anything away. */
const MOST_PAGES = 10;
const PAGE = 1000;

/** How many messages of each store are still in their orders. */
export async function countUntoldByStore(): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  let after: Item | undefined;
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const { orders, last } = await untoldPage(PAGE, after);
    for (const { storeId, count } of orders) counts.set(storeId, (counts.get(storeId) ?? 0) + count);
    if (!last) break;
    after = last;
  }
  return counts;
}

/** How many messages of a store are still in their orders. */
export async function countUntold(storeId: string): Promise<number> {
  return (await countUntoldByStore()).get(storeId) ?? 0;
}

/** An order that others keep changing is left for the next look. */
const MAX_ATTEMPTS = 8;

/**
 * Gives what is to be told of one order to `take`, and then takes it out of the order: if the order was changed
 * meanwhile, what came of that is given too. What cannot be read is dropped. Whatever fails in between, the next call
 * gives the same again. It does not count as a change of the order, so nobody who changes it has to read it again.
 * `false`: there was nothing, though the index said so.
 */
export async function takeUntold(
  { storeId, orderId }: Pick<UntoldOrder, 'storeId' | 'orderId'>,
  take: (stored: StoredOrder & { outbox: Outbox }) => Promise<void>,
): Promise<boolean> {
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const stored = await readStored(storeId, orderId);
    const { outbox } = stored ?? {};
    if (!stored || !outbox || (outbox.pending.length === 0 && outbox.damaged === undefined))
      return attempt > 1;
    await take({ ...stored, outbox });
    if (await clear(storeId, { ...stored, outbox })) return true;
  }
  return true;
}

/** `false` if the order is not as it was read. */
async function clear(
  storeId: string,
  { order, outbox, revision }: StoredOrder & { outbox: Outbox },
): Promise<boolean> {
  const taken = new Set(outbox.pending.map(({ sequence }) => sequence));
  const { settledDays } = settings;
  const expiresAt = expiryOf(order, { settledDays, now: new Date().toISOString() });
  const command = new UpdateCommand({
    TableName: settings.ordersTable,
    Key: { store: storeId, orderId: order.orderId },
    UpdateExpression: `SET outbox = :outbox${expiresAt === undefined ? '' : ', expiresAt = :expiresAt'} REMOVE ${UNTOLD_ATTRIBUTES.join(', ')}`,
    ConditionExpression: 'revision = :revision',
    ExpressionAttributeValues: {
      ':outbox': without(outbox, taken),
      ':revision': revision,
      ...(expiresAt !== undefined && { ':expiresAt': expiresAt }),
    },
  });
  try {
    await send(documents.send(command));
    return true;
  } catch (error) {
    if (isConditionFailure(error)) return false;
    throw error;
  }
}
