import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { Failure, orderNotFound } from '../domain/failure.ts';
import { type Acting, type Outbox, outboxAfter } from '../domain/messages.ts';
import { isOrderId, type Order } from '../domain/order.ts';
import { refuseForgotten } from '../domain/retention.ts';
import { settings } from '../current-settings.ts';
import { allSettled } from './all-settled.ts';
import { BATCH_GET_LIMIT, backoff, chunks, readBatch } from './batches.ts';
import { documents } from './client.ts';
import { isConditionFailure, send } from './send.ts';
import {
  carries,
  fromItem,
  hasExpired,
  nowSeconds,
  type StoredOrder,
  toItem,
  tryFromItem,
} from './stored-order.ts';

type Item = Record<string, unknown>;

/** A pure step from an order to the next one, with a result for the caller. */
export type Change<R> = (order: Order) => { order: Order; result: R };

/** Clients that poll without a pause can be first many times in a row. */
const MAX_ATTEMPTS = 16;
const READ_AT_ONCE = 4 * BATCH_GET_LIMIT;
/** As many as the AWS SDK keeps connections. */
const WRITES_AT_ONCE = 50;

/** One order, read consistently. Throws `OrderNotFound`. */
export async function getOrder(storeId: string, orderId: string): Promise<Order> {
  return (await existing(storeId, orderId)).order;
}

/** One order and its waiting messages, read consistently. Throws `OrderNotFound`. */
export async function getOrderWithOutbox(
  storeId: string,
  orderId: string,
): Promise<{ order: Order; outbox: Outbox | undefined }> {
  const { order, outbox } = await existing(storeId, orderId);
  return { order, outbox };
}

/**
 * Stores a new order, or changes the one that has its id. Both may race: the second caller changes what the first one
 * stored. Throws `InvalidRequest` for a new one that is older than orders are kept.
 */
export async function putOrder<R>(
  acting: Acting,
  { fresh, created, again }: { fresh: Order; created: R; again: Change<R> },
): Promise<{ order: Order; result: R }> {
  const revision = randomUUID();
  const storeId = acting.store.id;
  const stored = await readStored(storeId, fresh.orderId);
  if (stored) return changeStored(acting, stored, again);
  refuseForgotten(fresh, settings.settledDays);
  if (await write(acting, fresh, { revision })) return { order: fresh, result: created };
  const winner = await existing(storeId, fresh.orderId);
  if (carries(winner, revision)) return { order: fresh, result: created };
  return changeStored(acting, winner, again);
}

/**
 * Changes one order by one conditional write, which also holds its messages. Throws `OrderNotFound` and what the change
 * throws.
 */
export async function changeOrder<R>(
  acting: Acting,
  orderId: string,
  change: Change<R>,
): Promise<{ order: Order; result: R }> {
  return changeStored(acting, await existing(acting.store.id, orderId), change);
}

/**
 * Changes each of the orders named, on its own; `undefined` for one that does not exist or cannot be read, which must
 * not spoil the others. Nothing is written before `after` has succeeded; if it fails, that is thrown.
 */
export async function changeOrders<R>(
  acting: Acting,
  changes: ReadonlyMap<string, Change<R>>,
  { after }: { after?: Promise<unknown> } = {},
): Promise<Map<string, R | undefined>> {
  const results = new Map<string, R | undefined>();
  for (const orderIds of chunks([...changes.keys()].filter(isOrderId), READ_AT_ONCE)) {
    const [items] = await Promise.all([readItems(acting.store.id, orderIds), after]);
    for (const some of chunks([...items], WRITES_AT_ONCE)) {
      await allSettled(
        some.map(async ([orderId, item]) => {
          const change = changes.get(orderId);
          const stored = tryFromItem(item);
          if (change && stored) results.set(orderId, (await changeStored(acting, stored, change)).result);
        }),
      );
    }
  }
  await after;
  return results;
}

/** The items of those ids that exist, as they are now, in the order of the ids. Unparsed: one may be damaged. */
export async function readItems(storeId: string, orderIds: string[]): Promise<Map<string, Item>> {
  const items = await Promise.all(
    chunks(orderIds, BATCH_GET_LIMIT).map((some) =>
      readBatch(
        settings.ordersTable,
        some.map((orderId) => ({ store: storeId, orderId })),
      ),
    ),
  );
  const found = new Map(
    items
      .flat()
      .filter((item) => !hasExpired(item))
      .map((item) => [String(item['orderId']), item]),
  );
  return new Map(orderIds.flatMap((orderId) => pairIfFound(orderId, found.get(orderId))));
}

function pairIfFound(orderId: string, item: Item | undefined): [string, Item][] {
  return item ? [[orderId, item]] : [];
}

/**
 * Writes the next state of an order that is still as it was read; `false` if it is not. A write whose answer was
 * lost and that the client therefore repeated counts as done.
 */
export async function writeIfUnchanged(acting: Acting, before: StoredOrder, next: Order): Promise<boolean> {
  const revision = randomUUID();
  if (await write(acting, next, { revision, before })) return true;
  const now = await readStored(acting.store.id, next.orderId);
  return now !== undefined && carries(now, revision);
}

async function changeStored<R>(
  acting: Acting,
  stored: StoredOrder,
  change: Change<R>,
): Promise<{ order: Order; result: R }> {
  let current = stored;
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const { order, result } = change(current.order);
    if (order === current.order || (await writeIfUnchanged(acting, current, order))) return { order, result };
    await sleep(backoff(attempt));
    current = await existing(acting.store.id, order.orderId);
  }
  throw new Failure('ServiceUnavailable', `Order ${stored.order.orderId} is being changed by others.`);
}

/** The only write of a changed order. It derives the messages of the change, so no caller can forget them. */
async function write(
  acting: Acting,
  order: Order,
  { revision, before }: { revision: string; before?: StoredOrder },
): Promise<boolean> {
  const condition = before
    ? { ConditionExpression: 'revision = :before', ExpressionAttributeValues: { ':before': before.revision } }
    : {
        ConditionExpression: 'attribute_not_exists(orderId) OR expiresAt <= :now',
        ExpressionAttributeValues: { ':now': nowSeconds() },
      };
  const outbox = before && outboxAfter(before.outbox, { before: before.order, after: order, acting });
  const { settledDays } = settings;
  const Item = toItem(acting.store.id, order, { revision, before, settledDays, outbox });
  try {
    await send(documents.send(new PutCommand({ TableName: settings.ordersTable, Item, ...condition })));
    return true;
  } catch (error) {
    if (isConditionFailure(error)) return false;
    throw error;
  }
}

async function existing(storeId: string, orderId: string): Promise<StoredOrder> {
  const stored = await readStored(storeId, orderId);
  if (!stored) throw orderNotFound(orderId);
  return stored;
}

/** An order as the table holds it; `undefined` if there is none. Throws if it is damaged. */
export async function readStored(storeId: string, orderId: string): Promise<StoredOrder | undefined> {
  if (!isOrderId(orderId)) return undefined;
  const Key = { store: storeId, orderId };
  const command = new GetCommand({ TableName: settings.ordersTable, Key, ConsistentRead: true });
  const { Item } = await send(documents.send(command));
  return Item && !hasExpired(Item) ? fromItem(Item) : undefined;
}
