import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { settings } from '../current-settings.ts';
import type { Instant } from '../domain/instant.ts';
import type { TypedUser } from '../domain/typed-user.ts';
import { documents } from './client.ts';
import { sortable } from './keys.ts';
import { isConditionFailure, send } from './send.ts';

/*
 * Access patterns of the Wire table (key: store, at):
 *
 *   a store's recorded calls, oldest first, from a point on     Query
 *   the newest ones, newest first                               Query backwards
 *   one call, by its place                                      GetItem
 *   keep a call                                                 Put, unless it is there
 *
 * `at` is the instant of a call and its request id. DynamoDB removes an item some time after it has expired; until then
 * it is skipped.
 */

/** A call of Lightspeed and its answer, as they were on the wire, without credentials. */
export interface RecordedCall {
  receivedAt: Instant;
  requestId: string;
  /** Whether the credentials were right. */
  isLetIn: boolean;
  method: string;
  path: string;
  /** Without its question mark. */
  query: string;
  headers: Record<string, string>;
  body: RecordedBody;
  status: number;
  answerHeaders: Record<string, string>;
  answerBody: RecordedBody;
  durationMs: number;
  /** Of a caller with wrong credentials: the user, as far as it may be shown. */
  typedUser?: TypedUser | undefined;
}

export interface RecordedBody {
  /** The beginning of the body; all of it if it has `size` bytes. */
  bytes: Uint8Array;
  /** The bytes of the whole body. */
  size: number;
}

/** Where a call stands among those of its store. */
export type Place = string;

/** For how long a call is kept, in seconds. */
export const KEPT_FOR = 7 * 86_400;

/** Of a body that is looked at, and of its gzip. Two of them and 16 KB of headers are well under DynamoDB's 400 KB. */
const MAX_BODY_BYTES = 1024 * 1024;
const MAX_STORED_BYTES = 160_000;
/** What gzip adds at most to bytes that it cannot compress. */
const GZIP_ADDS = 1024;

const text = z.string();
const number = z.number();
const texts = z.record(text, text);
const bytes = z.instanceof(Uint8Array);

const storedCall = z.object({
  at: text,
  call: z.object({
    receivedAt: z.iso.datetime(),
    requestId: text,
    isLetIn: z.boolean(),
    method: text,
    path: text,
    query: text,
    headers: texts,
    bodySize: number,
    status: number,
    answerHeaders: texts,
    answerBodySize: number,
    durationMs: number,
    typedUser: z.optional(
      z.union([z.object({ is: z.literal('nearly'), text }), z.object({ is: z.enum(['right', 'another']) })]),
    ),
  }),
  body: bytes,
  answerBody: bytes,
});

/** Keeps a call of a store for seven days. A body that is too large is cut. */
export async function keepCall(
  storeId: string,
  { body, answerBody, ...call }: RecordedCall,
  signal: AbortSignal,
): Promise<void> {
  const command = new PutCommand({
    TableName: settings.wireTable,
    Item: {
      store: storeId,
      at: `${sortable(call.receivedAt)}#${call.requestId}`,
      expiresAt: Math.floor(Date.parse(call.receivedAt) / 1000) + KEPT_FOR,
      call: { ...call, bodySize: body.size, answerBodySize: answerBody.size },
      body: await compressed(body.bytes),
      answerBody: await compressed(answerBody.bytes),
    },
    ConditionExpression: 'attribute_not_exists(#at)',
    ExpressionAttributeNames: { '#at': 'at' },
  });
  try {
    await send(documents.send(command, { abortSignal: signal }));
  } catch (error) {
    // It is there from the client's first attempt, whose answer got lost.
    if (!isConditionFailure(error)) throw error;
  }
}

/** The calls of a store that are kept, oldest first; only those after a place, if one is given. */
export async function* recordedCalls(
  storeId: string,
  { after, now }: { after?: Place | undefined; now: Instant },
): AsyncGenerator<{ place: Place; call: RecordedCall }> {
  let ExclusiveStartKey: Record<string, unknown> | undefined;
  do {
    const command = new QueryCommand({
      TableName: settings.wireTable,
      KeyConditionExpression: `#store = :store${after === undefined ? '' : ' AND #at > :after'}`,
      FilterExpression: 'expiresAt > :now',
      ExpressionAttributeNames: { '#store': 'store', ...(after !== undefined && { '#at': 'at' }) },
      ExpressionAttributeValues: {
        ':store': storeId,
        ':now': Math.floor(Date.parse(now) / 1000),
        ...(after !== undefined && { ':after': after }),
      },
      ConsistentRead: true,
      ExclusiveStartKey,
    });
    const { Items = [], LastEvaluatedKey } = await send(documents.send(command));
    for (const item of Items) yield await fromItem(item);
    ExclusiveStartKey = LastEvaluatedKey;
  } while (ExclusiveStartKey);
}

/** The newest calls of a store that are kept, newest first; only those before a place, if one is given. */
export async function recentCalls(
  storeId: string,
  { limit, before, now }: { limit: number; before?: Place | undefined; now: Instant },
): Promise<{ place: Place; call: RecordedCall }[]> {
  const command = new QueryCommand({
    TableName: settings.wireTable,
    KeyConditionExpression: `#store = :store${before === undefined ? '' : ' AND #at < :before'}`,
    FilterExpression: 'expiresAt > :now',
    ExpressionAttributeNames: { '#store': 'store', ...(before !== undefined && { '#at': 'at' }) },
    ExpressionAttributeValues: {
      ':store': storeId,
      ':now': Math.floor(Date.parse(now) / 1000),
      ...(before !== undefined && { ':before': before }),
    },
    ConsistentRead: true,
    ScanIndexForward: false,
    Limit: limit,
  });
  const { Items = [] } = await send(documents.send(command));
  return Promise.all(Items.map(fromItem));
}

/** Whether a text may be a place: a sort key has 1 to 1024 bytes, and ours are of an instant and a request's id. */
export function isPlace(text: string): boolean {
  return /^[\x21-\x7e]{1,200}$/.test(text);
}

/** One kept call by its place; `undefined` if it is not kept any more. */
export async function callAt(storeId: string, place: Place, now: Instant): Promise<RecordedCall | undefined> {
  const Key = { store: storeId, at: place };
  const command = new GetCommand({ TableName: settings.wireTable, Key, ConsistentRead: true });
  const { Item } = await send(documents.send(command));
  const isKept = Item !== undefined && Number(Item['expiresAt']) > Math.floor(Date.parse(now) / 1000);
  return isKept ? (await fromItem(Item)).call : undefined;
}

/** The place before all calls since an instant. */
export function placeBefore(instant: Instant): Place {
  return sortable(instant);
}

/** Throws if the item is not a valid call. */
async function fromItem(item: Record<string, unknown>): Promise<{ place: Place; call: RecordedCall }> {
  const { success, data } = z.safeParse(storedCall, item);
  // Without the cause: it may quote what is in the item.
  if (!success) throw new Error('The item of a recorded call is damaged.');
  const { bodySize, answerBodySize, ...call } = data.call;
  return {
    place: data.at,
    call: {
      ...call,
      body: { bytes: await expanded(data.body), size: bodySize },
      answerBody: { bytes: await expanded(data.answerBody), size: answerBodySize },
    },
  };
}

const zip = promisify(gzip);
const unzip = promisify<Uint8Array, object, Uint8Array>(gunzip);

/**
 * As many bytes from the beginning as an item has room for; compressed outside the event loop, which has a call to
 * answer.
 */
async function compressed(whole: Uint8Array): Promise<Uint8Array> {
  const looked = whole.subarray(0, MAX_BODY_BYTES);
  const zipped = await zip(looked);
  if (zipped.length <= MAX_STORED_BYTES) return zipped;
  const share = (0.9 * MAX_STORED_BYTES) / zipped.length;
  const shorter = await zip(looked.subarray(0, Math.floor(share * looked.length)));
  if (shorter.length <= MAX_STORED_BYTES) return shorter;
  return zip(looked.subarray(0, MAX_STORED_BYTES - GZIP_ADDS));
}

async function expanded(zipped: Uint8Array): Promise<Uint8Array> {
  return unzip(zipped, { maxOutputLength: MAX_BODY_BYTES });
}
