import { createHash, randomUUID } from 'node:crypto';
import {
  GetCommand,
  PutCommand,
  QueryCommand,
  type QueryCommandInput,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { settings } from '../current-settings.ts';
import {
  KEPT_DAYS,
  LEASE,
  later,
  type Message,
  type MessageStatus,
  type Outcome,
  type Target,
  withOutcome,
} from '../domain/delivery.ts';
import type { Instant } from '../domain/instant.ts';
import { messageBody, type Untold } from '../domain/messages.ts';
import type { Order } from '../domain/order.ts';
import { secondsOf } from '../domain/retention.ts';
import { chunks, BATCH_GET_LIMIT, readBatch } from './batches.ts';
import { documents } from './client.ts';
import { sortable } from './keys.ts';
import { isConditionFailure, send } from './send.ts';

/*
 * Access patterns of the Messages table (key: store, message):
 *
 *   the messages of one order, newest first     Query         message begins with the order's id
 *   whether an earlier one is still to be told  Query         message between the order's first and this one
 *   the newest messages of a store              Query         happened: store, happened
 *   how many are pending, held and failed       Query         unfinished: store, unfinished        (only those)
 *   what is due, of all stores, longest first   Query         due: queue, dueAt                    (only those; may lag)
 *
 * `message` is the order's id, when that order was stored, the message's number and its target: an order that was
 * removed and placed again begins anew. Instants and numbers have one width, so that they sort as text. DynamoDB
 * removes a message some time after it has expired: 30 days after its end.
 */

/** The state of a message. */
export interface MessagePlace {
  storeId: string;
  key: string;
}

/** A place in the index of what is due. The index may lag: what it says is the condition of what is done next. */
export interface DuePlace extends MessagePlace {
  /** The key in the table. */
  dueAt: string;
}

/** A claimed message: nobody else sends it now. */
export interface Claimed extends MessagePlace {
  message: Message;
  /** The condition for recording the result. */
  claim: string;
}

const QUEUE = 'messages';

const text = z.string();
const instant = z.iso.datetime();
const whole = z.int().check(z.gte(0));

const details = z.object({
  id: text,
  orderId: text,
  sequence: whole,
  target: z.enum(['webhook', 'shop']),
  type: z.enum(['order.downloaded', 'order.refused', 'order.shipped', 'order.canceled', 'order.requeued']),
  at: instant,
  body: text,
});

const storedMessage = z.object({
  details,
  status: z.enum(['pending', 'delivered', 'failed', 'held']),
  attempts: whole,
  tries: whole,
  dueAt: z.optional(instant),
  lastAttemptAt: z.optional(instant),
  lastError: z.optional(text),
  endedAt: z.optional(instant),
  log: z._default(z.optional(z.array(z.object({ at: instant, told: text }))), []),
});

type Item = Record<string, unknown>;

/** The receiver's id of a message, always the same for the same message. Without a dot, as the format requires. */
export function messageId(
  storeId: string,
  order: Pick<Order, 'orderId' | 'receivedAt'>,
  sequence: number,
): string {
  const name = JSON.stringify([storeId, order.orderId, order.receivedAt, sequence]);
  return `msg_${createHash('sha256').update(name).digest('base64url').slice(0, 27)}`;
}

function keyOf(order: Order, sequence: number, target: Target): string {
  return `${beforeSequence(order)}${String(sequence).padStart(9, '0')}#${target}`;
}

function beforeSequence({ orderId, receivedAt }: Pick<Order, 'orderId' | 'receivedAt'>): string {
  return `${orderId}#${sortable(receivedAt)}#`;
}

/**
 * Keeps a message of an order for a target, due at once, and returns where. What it says is fixed now: if it is there
 * already, because this is done again, it stays as it is, and nothing is returned.
 */
export async function keepMessage(
  storeId: string,
  { order, untold, target }: { order: Order; untold: Untold; target: Target },
  now: Instant,
): Promise<DuePlace | undefined> {
  const { sequence, type, at } = untold;
  const key = keyOf(order, sequence, target);
  const command = new PutCommand({
    TableName: settings.messagesTable,
    Item: {
      store: storeId,
      message: key,
      happened: `${sortable(at)}#${key}`,
      details: {
        id: messageId(storeId, order, sequence),
        orderId: order.orderId,
        sequence,
        target,
        type,
        at,
        body: JSON.stringify(messageBody(storeId, order, untold)),
      },
      attempts: 0,
      tries: 0,
      ...stateOf(key, { status: 'pending', dueAt: now }),
    },
    ConditionExpression: 'attribute_not_exists(message)',
  });
  try {
    await send(documents.send(command));
    return { storeId, key, dueAt: sortable(now) };
  } catch (error) {
    if (isConditionFailure(error)) return undefined;
    throw error;
  }
}

interface State {
  status: MessageStatus;
  dueAt?: Instant | undefined;
  endedAt?: Instant | undefined;
  lastError?: string | undefined;
}

/** The attributes of a state, with those of the indexes. One that is `undefined` is removed. */
function stateOf(key: string, { status, dueAt, endedAt }: State): Item {
  return {
    status,
    queue: dueAt && QUEUE,
    dueAt: dueAt && sortable(dueAt),
    unfinished: status === 'delivered' ? undefined : `${status}#${key}`,
    endedAt,
    expiresAt: endedAt === undefined ? undefined : secondsOf(endedAt) + KEPT_DAYS * 86_400,
  };
}

/** The due messages of all stores, longest due first: one page, and where the next one begins. */
export async function duePage(
  now: Instant,
  { limit, after }: { limit: number; after?: Item | undefined },
): Promise<{ places: DuePlace[]; last: Item | undefined }> {
  const command = new QueryCommand({
    TableName: settings.messagesTable,
    IndexName: 'due',
    KeyConditionExpression: '#queue = :queue AND dueAt <= :now',
    ExpressionAttributeNames: { '#queue': 'queue' },
    ExpressionAttributeValues: { ':queue': QUEUE, ':now': sortable(now) },
    Limit: limit,
    ExclusiveStartKey: after,
  });
  const { Items = [], LastEvaluatedKey } = await send(documents.send(command));
  const places = Items.map((item) => ({
    storeId: String(item['store']),
    key: String(item['message']),
    dueAt: String(item['dueAt']),
  }));
  return { places, last: LastEvaluatedKey };
}

/** What a key tells of its message. `line`: the messages that are told one after the other have it in common. */
export function partsOf(key: string): { line: string; sequence: number; target: string } {
  const [orderId = '', receivedAt = '', sequence = '', target = ''] = key.split('#');
  return { line: `${orderId}#${receivedAt}#${target}`, sequence: Number(sequence), target };
}

/**
 * The last earlier message of the same order and target that is still to be told; `undefined` if this one's turn has
 * come. `isBeingTold`: somebody sends it at this moment.
 */
export async function earlierUntold({
  storeId,
  key,
}: MessagePlace): Promise<(DuePlace & { isBeingTold: boolean }) | undefined> {
  const [orderId = '', receivedAt = '', sequence = ''] = key.split('#');
  if (Number(sequence) === 1) return undefined;
  const first = `${orderId}#${receivedAt}#`;
  const items = await queryAll({
    KeyConditionExpression: '#store = :store AND message BETWEEN :first AND :this',
    FilterExpression: 'attribute_exists(#queue)',
    ProjectionExpression: 'message, dueAt, claim',
    ExpressionAttributeNames: { '#store': 'store', '#queue': 'queue' },
    // Without the target: this one itself sorts behind it.
    ExpressionAttributeValues: { ':store': storeId, ':first': first, ':this': `${first}${sequence}` },
  });
  const earlier = items.filter((item) => partsOf(String(item['message'])).line === partsOf(key).line).at(-1);
  if (!earlier) return undefined;
  const isBeingTold = earlier['claim'] !== undefined;
  return { storeId, key: String(earlier['message']), dueAt: String(earlier['dueAt']), isBeingTold };
}

/**
 * Takes a message for one attempt, which is counted: `undefined` if it is not as the index said, because somebody else
 * took it. If no result is recorded before the lease runs out, the message is due again.
 */
export async function claim(due: DuePlace, now: Instant): Promise<Claimed | undefined> {
  const mine = randomUUID();
  const command = new UpdateCommand({
    TableName: settings.messagesTable,
    Key: keyIn(due),
    UpdateExpression:
      'SET dueAt = :lease, claim = :claim, attempts = attempts + :one, tries = tries + :one, lastAttemptAt = :now, lastError = :unknown, #log = list_append(if_not_exists(#log, :none), :begun)',
    ConditionExpression: 'dueAt = :due AND attribute_exists(#queue)',
    ExpressionAttributeNames: { '#queue': 'queue', '#log': 'log' },
    ExpressionAttributeValues: {
      ':lease': sortable(later(now, LEASE)),
      ':claim': mine,
      ':one': 1,
      ':now': now,
      ':unknown': UNKNOWN,
      ':none': [],
      ':begun': [{ at: now, told: UNKNOWN }],
      ':due': due.dueAt,
    },
    ReturnValues: 'ALL_NEW',
  });
  try {
    const { Attributes = {} } = await send(documents.send(command));
    return { ...due, message: fromItem(Attributes), claim: mine };
  } catch (error) {
    if (!isConditionFailure(error)) throw error;
    // The answer to our own first attempt may be lost.
    const { Item } = await send(documents.send(read(due)));
    return Item?.['claim'] === mine ? { ...due, message: fromItem(Item), claim: mine } : undefined;
  }
}

const UNKNOWN = 'What came of it was not written down.';

function read(place: MessagePlace): GetCommand {
  return new GetCommand({ TableName: settings.messagesTable, Key: keyIn(place), ConsistentRead: true });
}

/**
 * Gives a message up whose item is damaged; `false` if it is not, or somebody else has done so. Nobody could ever tell
 * it, and those behind it would wait forever.
 */
export async function giveUpDamaged(place: MessagePlace, now: Instant): Promise<boolean> {
  const { Item } = await send(documents.send(read(place)));
  if (!Item || placed(Item).length > 0) return false;
  const state = { status: 'failed' as const, endedAt: now, lastError: 'Its item is damaged.' };
  const attributes = { ...stateOf(place.key, state), lastError: state.lastError };
  return change(place, attributes, { condition: 'attribute_exists(#queue)', values: {} });
}

/** Records the result of an attempt, unless its lease has run out and another one took the message. */
export async function finish(
  { claim: mine, message, ...place }: Claimed,
  state: State,
  outcome: Pick<Outcome, 'told'>,
): Promise<boolean> {
  const log = withOutcome(message.log, outcome);
  const attributes = { ...stateOf(place.key, state), lastError: state.lastError, log };
  return change(place, attributes, { condition: '#claim = :mine', values: { ':mine': mine } });
}

/** Postpones a due message, without an attempt. */
export async function putOff(due: DuePlace, state: State): Promise<boolean> {
  const condition = 'dueAt = :due AND attribute_exists(#queue)';
  return change(due, stateOf(due.key, state), { condition, values: { ':due': due.dueAt } });
}

/**
 * Makes a message that was not delivered due now, with all its attempts before it; `false` if it was delivered, or is
 * being told at this moment.
 */
export async function tellAgain(place: MessagePlace, now: Instant): Promise<boolean> {
  return change(
    place,
    { ...stateOf(place.key, { status: 'pending', dueAt: now }), tries: 0 },
    {
      condition: 'attribute_exists(#unfinished) AND (attribute_not_exists(#claim) OR #dueAt <= :now)',
      values: { ':now': sortable(now) },
    },
  );
}

/** Changes what a message says and what came of it; `false` if it is being told, or was since it was read. */
export async function rewriteMessage({ message, ...place }: Placed): Promise<boolean> {
  const { id, orderId, sequence, target, type, at, body, attempts, lastError, log } = message;
  const said = { details: { id, orderId, sequence, target, type, at, body }, lastError, log };
  return change(
    place,
    { ...said, attempts },
    {
      condition: 'attribute_not_exists(#claim) AND #attempts = :attempts',
      values: { ':attempts': attempts },
    },
  );
}

/** Sets attributes and ends the claim, on a condition; `false` if it does not hold. */
async function change(
  place: MessagePlace,
  attributes: Item,
  { condition, values }: { condition: string; values: Item },
): Promise<boolean> {
  const entries = Object.entries({ ...attributes, claim: undefined });
  const set = entries.filter(([, value]) => value !== undefined);
  const removed = entries.filter(([, value]) => value === undefined);
  const command = new UpdateCommand({
    TableName: settings.messagesTable,
    Key: keyIn(place),
    UpdateExpression: [
      `SET ${set.map(([name]) => `#${name} = :set_${name}`).join(', ')}`,
      `REMOVE ${removed.map(([name]) => `#${name}`).join(', ')}`,
    ].join(' '),
    ConditionExpression: condition,
    ExpressionAttributeNames: Object.fromEntries(entries.map(([name]) => [`#${name}`, name])),
    ExpressionAttributeValues: {
      ...values,
      ...Object.fromEntries(set.map(([name, value]) => [`:set_${name}`, value])),
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

function keyIn({ storeId, key }: MessagePlace): Item {
  return { store: storeId, message: key };
}

/** The newest messages of an order, newest first. */
export async function messagesOfOrder(storeId: string, orderId: string, limit: number): Promise<Placed[]> {
  const command = new QueryCommand({
    TableName: settings.messagesTable,
    ...ofOrder(storeId, orderId),
    ScanIndexForward: false,
    Limit: limit,
    ConsistentRead: true,
  });
  const { Items = [] } = await send(documents.send(command));
  return Items.flatMap(placed);
}

/** A message and where it stands. */
export interface Placed extends MessagePlace {
  message: Message;
}

/** All messages of an order, first to last. */
export async function allMessagesOfOrder(storeId: string, orderId: string): Promise<Placed[]> {
  return (await queryAll(ofOrder(storeId, orderId))).flatMap(placed);
}

/** The newest messages of a store, newest first. */
export function newestOfStore(storeId: string, limit: number): Promise<Placed[]> {
  return firstBy('happened', storeId, { Limit: limit, ScanIndexForward: false });
}

/** Some messages of a store that are not delivered: those that were given up, then held ones, then those that wait. */
export function firstUnfinished(storeId: string, limit: number): Promise<Placed[]> {
  return firstBy('unfinished', storeId, { Limit: limit });
}

/** The first messages of a store by one of the indexes. */
async function firstBy(
  IndexName: string,
  storeId: string,
  range: Pick<QueryCommandInput, 'Limit' | 'ScanIndexForward'>,
): Promise<Placed[]> {
  const command = new QueryCommand({
    TableName: settings.messagesTable,
    IndexName,
    KeyConditionExpression: '#store = :store',
    ExpressionAttributeNames: { '#store': 'store' },
    ExpressionAttributeValues: { ':store': storeId },
    ConsistentRead: true,
    ...range,
  });
  const { Items = [] } = await send(documents.send(command));
  return readPlaced(
    storeId,
    Items.map((item) => String(item['message'])),
  );
}

function ofOrder(storeId: string, orderId: string): Omit<QueryCommandInput, 'TableName'> {
  return {
    KeyConditionExpression: '#store = :store AND begins_with(message, :order)',
    ExpressionAttributeNames: { '#store': 'store' },
    ExpressionAttributeValues: { ':store': storeId, ':order': `${orderId}#` },
  };
}

/** How many messages of a store wait, and how many have failed. */
export async function countMessages(storeId: string): Promise<{ pending: number; failed: number }> {
  const keys = await unfinishedKeys(storeId);
  const failed = keys.filter((key) => key.startsWith('failed#')).length;
  return { pending: keys.length - failed, failed };
}

/** The messages of a store that are not delivered, of one status or of all, in the order of their orders' ids. */
export async function* unfinishedMessages(storeId: string, status?: MessageStatus): AsyncGenerator<Placed> {
  const keys = (await unfinishedKeys(storeId, status)).map((key) => key.slice(key.indexOf('#') + 1));
  for (const some of chunks(keys, BATCH_GET_LIMIT))
    yield* (await readPlaced(storeId, some)).toSorted((a, b) => (a.key < b.key ? -1 : 1));
}

/** Those of at most a hundred keys that are there, in the order of the keys. */
async function readPlaced(storeId: string, keys: string[]): Promise<Placed[]> {
  if (keys.length === 0) return [];
  const wanted = keys.map((key) => keyIn({ storeId, key }));
  const found = (await readBatch(settings.messagesTable, wanted)).flatMap(placed);
  return found.toSorted((a, b) => keys.indexOf(a.key) - keys.indexOf(b.key));
}

async function unfinishedKeys(storeId: string, status?: MessageStatus): Promise<string[]> {
  const items = await queryAll({
    IndexName: 'unfinished',
    KeyConditionExpression: `#store = :store${status === undefined ? '' : ' AND begins_with(unfinished, :status)'}`,
    ExpressionAttributeNames: { '#store': 'store' },
    ExpressionAttributeValues: {
      ':store': storeId,
      ...(status !== undefined && { ':status': `${status}#` }),
    },
  });
  return items.map((item) => String(item['unfinished']));
}

async function queryAll(input: Omit<QueryCommandInput, 'TableName'>): Promise<Item[]> {
  const items: Item[] = [];
  let last: Item | undefined;
  do {
    const command = new QueryCommand({
      ...input,
      TableName: settings.messagesTable,
      ConsistentRead: true,
      ExclusiveStartKey: last,
    });
    const { Items = [], LastEvaluatedKey } = await send(documents.send(command));
    items.push(...Items);
    last = LastEvaluatedKey;
  } while (last);
  return items;
}

/** Nothing for an invalid item: it must not hide the others. */
function placed(item: Item): Placed[] {
  const { data } = z.safeParse(storedMessage, item);
  const key = String(item['message']);
  if (data?.details.target !== partsOf(key).target) return [];
  const { details: fixed, ...state } = data;
  return [{ storeId: String(item['store']), key, message: { ...fixed, ...state } }];
}

/** Throws if the item is not a valid message, without its content. */
function fromItem(item: Item): Message {
  const [found] = placed(item);
  if (!found)
    throw new Error(`The message ${String(item['message'])} of ${String(item['store'])} is damaged.`);
  return found.message;
}
