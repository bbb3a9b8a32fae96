import { QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import { settings } from '../current-settings.ts';
import { Failure } from '../domain/failure.ts';
import { type Instant, toInstant } from '../domain/instant.ts';
import { isOrderId, type ListedStatus, type Order } from '../domain/order.ts';
import { documents } from './client.ts';
import { readWaitingSince, sortable, statusPrefix } from './keys.ts';
import { readItems } from './orders.ts';
import { send } from './send.ts';
import { tryFromItem } from './stored-order.ts';

interface Page {
  orders: Order[];
  /** Opaque; absent on the last page. */
  nextCursor?: string | undefined;
}

/** Which index answers for a status, and by which attribute it sorts. */
function indexFor(status: ListedStatus | undefined): { IndexName: string; sortKey: string; prefix?: string } {
  if (status === undefined) return { IndexName: 'newest', sortKey: 'placed' };
  if (status === 'Refused') return { IndexName: 'refused', sortKey: 'refusedPlaced' };
  return { IndexName: 'byStatus', sortKey: 'statusPlaced', prefix: statusPrefix(status) };
}

/** A page of a store's orders, newest first. Throws `InvalidRequest` for a cursor that is not one of ours. */
export async function listOrders(
  storeId: string,
  {
    status,
    limit,
    cursor,
  }: { status?: ListedStatus | undefined; limit: number; cursor?: string | undefined },
): Promise<Page> {
  const { IndexName, sortKey, prefix } = indexFor(status);
  const answer = await query({
    IndexName,
    KeyConditionExpression: prefix ? '#store = :store AND begins_with(#sort, :prefix)' : '#store = :store',
    ExpressionAttributeNames: { '#store': 'store', ...(prefix && { '#sort': sortKey }) },
    ExpressionAttributeValues: { ':store': storeId, ...(prefix && { ':prefix': prefix }) },
    ScanIndexForward: false,
    Limit: limit,
    ExclusiveStartKey: cursor === undefined ? undefined : startKey(storeId, sortKey, { cursor, prefix }),
  });
  const { orders, last } = await readOrders(storeId, answer);
  return { orders, nextCursor: last && toCursor([last[sortKey], last['orderId']]) };
}

export interface ChangedPage extends Page {
  /** Where to go on next time: after the last page, every earlier change has been listed. */
  nextUpdatedSince: Instant;
}

/**
 * Milliseconds by which the next list of changes overlaps this one. An order carries the time at which its call
 * came in; it is written up to half a minute later, by another clock, and its index entry follows within seconds.
 */
const OVERLAP = 5 * 60 * 1000;

/**
 * A page of the orders that changed since a time, the earliest change first: an order that changes while the pages are
 * read moves on to a later page. Throws `InvalidRequest` for a cursor that is not one of this list's.
 */
export async function listChanged(
  storeId: string,
  {
    updatedSince,
    limit,
    cursor,
    now,
  }: { updatedSince: Instant; limit: number; cursor?: string | undefined; now: Instant },
): Promise<ChangedPage> {
  const since = sortable(updatedSince);
  const start = cursor === undefined ? undefined : changedStart(cursor, since);
  const nextUpdatedSince = start?.nextUpdatedSince ?? overlapping(updatedSince, now);
  const answer = await query({
    ...wholeIndex('updated', storeId),
    KeyConditionExpression: '#store = :store AND updated >= :since',
    ExpressionAttributeValues: { ':store': storeId, ':since': since },
    Limit: limit,
    ExclusiveStartKey: start && { store: storeId, updated: start.updated, orderId: start.orderId },
  });
  const { orders, last } = await readOrders(storeId, answer);
  return {
    orders,
    nextCursor: last && toCursor([last['updated'], last['orderId'], nextUpdatedSince]),
    nextUpdatedSince,
  };
}

function overlapping(updatedSince: Instant, now: Instant): Instant {
  return toInstant(new Date(Math.max(Date.parse(updatedSince), Date.parse(now) - OVERLAP)));
}

function changedStart(
  cursor: string,
  since: string,
): { updated: string; orderId: string; nextUpdatedSince: Instant } {
  const [updated = '', orderId = '', nextUpdatedSince = ''] = fromCursor(cursor, 3) ?? [];
  if (!isInstant(updated) || !isInstant(nextUpdatedSince) || updated < since) throw foreignCursor();
  return { updated, orderId, nextUpdatedSince };
}

/** The form of our cursors. */
function isInstant(text: string): boolean {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/.test(text) && !Number.isNaN(Date.parse(text));
}

/** A function's answer has at most 6 MB, as JSON; an order takes a little more there than its item does here. */
const MAX_PAGE_BYTES = 4_500_000;

/** The orders that an index named, read consistently, as many as an answer can hold, and the last entry of the page. */
async function readOrders(
  storeId: string,
  { items: entries, last }: Entries,
): Promise<{ orders: Order[]; last: Entries['last'] }> {
  const items = await readItems(storeId, orderIds(entries));
  let bytes = 0;
  const tooMany = entries.findIndex(({ orderId }) => {
    bytes += sizeInAnswer(items.get(String(orderId)));
    return bytes > MAX_PAGE_BYTES;
  });
  const shown = tooMany === -1 ? entries : entries.slice(0, tooMany);
  // A damaged item must not hide the others; a look-up by its id reports it.
  const orders = [...new Set(orderIds(shown))].flatMap((orderId) => {
    const item = items.get(orderId);
    return (item && tryFromItem(item)?.order) ?? [];
  });
  return { orders, last: tooMany === -1 ? last : shown.at(-1) };
}

/** The answer holds the body as a text, whose quotation marks are escaped. */
function sizeInAnswer(item: object | undefined): number {
  return item ? Buffer.byteLength(JSON.stringify(JSON.stringify(item))) : 0;
}

/** Both ends of the queue of outstanding orders, as of now. */
export interface QueueEnds {
  /** The next in turn, whenever they were placed. */
  next: { orderId: string; placed: unknown }[];
  /** Whether these are all. */
  isWhole: boolean;
  /** The turn of the last one; `undefined` if there is none. */
  lastTurn: Instant | undefined;
}

/** Reads both ends at once, of the index, not the orders. */
export async function readQueueEnds(storeId: string, { limit }: { limit: number }): Promise<QueueEnds> {
  const outstanding = wholeIndex('outstanding', storeId);
  const [next, [last]] = await Promise.all([
    query({ ...outstanding, Limit: limit }),
    query({ ...outstanding, ScanIndexForward: false, Limit: 1 }).then(({ items }) => items),
  ]);
  return {
    next: next.items.map((item) => ({ orderId: String(item['orderId']), placed: item['placed'] })),
    isWhole: next.last === undefined,
    lastTurn: last && String(last['turn']),
  };
}

/**
 * The first ids in a queue whose ends were read, but for those placed before a start point; `undefined` if it takes a
 * further look.
 */
export function nextOf(
  { next, isWhole }: QueueEnds,
  { limit, startAt }: { limit: number; startAt?: Instant | undefined },
): string[] | undefined {
  const start = startAt === undefined ? '' : sortable(startAt);
  const offered = next.filter(({ placed }) => typeof placed !== 'string' || placed >= start);
  if (offered.length < limit && !isWhole) return undefined;
  return offered.slice(0, limit).map(({ orderId }) => orderId);
}

/** The ids of the outstanding orders whose turn is next, but for those placed before a start point. */
export async function nextInTurn(
  storeId: string,
  { limit, startAt }: { limit: number; startAt?: Instant | undefined },
): Promise<string[]> {
  const seen = startAt === undefined ? wholeIndex('outstanding', storeId) : placedSince(startAt, storeId);
  const found: string[] = [];
  let last: Record<string, unknown> | undefined;
  do {
    // A page holds up to 1 MB before the filter: some thousands of orders.
    const page = { ...seen, ...(startAt === undefined && { Limit: limit }), ExclusiveStartKey: last };
    const answer = await query(page);
    found.push(...orderIds(answer.items));
    last = answer.last;
  } while (last && found.length < limit);
  return found.slice(0, limit);
}

/** Earlier orders keep their place in the index: the start point may be moved back. */
function placedSince(startAt: Instant, storeId: string): Omit<QueryCommandInput, 'TableName'> {
  const whole = wholeIndex('outstanding', storeId);
  return {
    ...whole,
    // A damaged item may lack it; its note says why it is left out.
    FilterExpression: 'attribute_not_exists(placed) OR placed >= :start',
    ExpressionAttributeValues: { ...whole.ExpressionAttributeValues, ':start': sortable(startAt) },
  };
}

/** How many outstanding orders have their turn before this one, but for those placed before the start point. */
export async function countAhead(
  storeId: string,
  { turn, startAt }: { turn: Instant; startAt?: Instant | undefined },
): Promise<number> {
  const filtered = startAt === undefined ? wholeIndex('outstanding', storeId) : placedSince(startAt, storeId);
  let ahead = 0;
  let last: Record<string, unknown> | undefined;
  do {
    const answer = await query({
      ...filtered,
      KeyConditionExpression: '#store = :store AND turn < :turn',
      ExpressionAttributeValues: { ...filtered.ExpressionAttributeValues, ':turn': sortable(turn) },
      ExclusiveStartKey: last,
    });
    ahead += answer.items.length;
    last = answer.last;
  } while (last);
  return ahead;
}

function orderIds(items: Record<string, unknown>[]): string[] {
  return items.map((item) => String(item['orderId']));
}

export interface OutstandingSummary {
  outstanding: number;
  /** Placed before the store's start point: not offered, and in no other count. */
  beforeStart: number;
  refused: number;
  /** The ids of those that the last poll left out: they cannot be written, or their items are damaged. */
  leftOut: string[];
  /** The order that has waited longest. */
  oldest: { orderId: string; since: Instant } | undefined;
}

/** Counts a store's outstanding orders, from their index alone. */
export async function summarizeOutstanding(
  storeId: string,
  { startAt }: { startAt?: Instant | undefined } = {},
): Promise<OutstandingSummary> {
  const start = startAt === undefined ? '' : sortable(startAt);
  const summary: OutstandingSummary = {
    outstanding: 0,
    beforeStart: 0,
    refused: 0,
    leftOut: [],
    oldest: undefined,
  };
  let last: Record<string, unknown> | undefined;
  do {
    const answer = await query({ ...wholeIndex('outstanding', storeId), ExclusiveStartKey: last });
    for (const { orderId, outstandingSince, refusedPlaced, placed } of answer.items) {
      if (typeof placed === 'string' && placed < start) {
        summary.beforeStart += 1;
        continue;
      }
      summary.outstanding += 1;
      if (refusedPlaced !== undefined) summary.refused += 1;
      const { since, isLeftOut } = readWaitingSince(outstandingSince);
      if (isLeftOut) summary.leftOut.push(String(orderId));
      if (since !== undefined && (!summary.oldest || since < summary.oldest.since)) {
        summary.oldest = { orderId: String(orderId), since };
      }
    }
    last = answer.last;
  } while (last);
  return summary;
}

function wholeIndex(IndexName: string, storeId: string): Omit<QueryCommandInput, 'TableName'> {
  return {
    IndexName,
    KeyConditionExpression: '#store = :store',
    ExpressionAttributeNames: { '#store': 'store' },
    ExpressionAttributeValues: { ':store': storeId },
  };
}

interface Entries {
  items: Record<string, unknown>[];
  last: Record<string, unknown> | undefined;
}

async function query(input: Omit<QueryCommandInput, 'TableName'>): Promise<Entries> {
  // A global index has no consistent reads.
  const ConsistentRead = input.IndexName !== 'updated';
  const command = new QueryCommand({ ...input, TableName: settings.ordersTable, ConsistentRead });
  const answer = await send(documents.send(command));
  return {
    items: answer.Items ?? [],
    last: answer.LastEvaluatedKey,
  };
}

/** A cursor never holds the store; the request's store is used, so that no cursor leads into another store. */
function toCursor(position: unknown[]): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

function startKey(
  storeId: string,
  sortKey: string,
  { cursor, prefix = '' }: { cursor: string; prefix?: string | undefined },
): Record<string, string> {
  const [sort, orderId] = fromCursor(cursor, 2) ?? [];
  if (sort === undefined || orderId === undefined || !sort.startsWith(prefix)) throw foreignCursor();
  return { store: storeId, [sortKey]: sort, orderId };
}

function foreignCursor(): Failure {
  return new Failure('InvalidRequest', 'The cursor is not one that this list gave.', {
    faults: [{ pointer: '/cursor', detail: 'is not a cursor of this list' }],
  });
}

/** A sort key, an order id and whatever else a list remembers: a number of texts; `undefined` if they are not there. */
function fromCursor(cursor: string, length: number): string[] | undefined {
  try {
    const position: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (!Array.isArray(position) || position.length !== length) return undefined;
    // Half a surrogate pair, say, would be a fault to DynamoDB.
    const isText = (text: unknown): text is string => typeof text === 'string' && /^[ -~]{1,128}$/.test(text);
    return position.every(isText) && isOrderId(position[1] ?? '') ? position : undefined;
  } catch {
    return undefined;
  }
}
