import { randomUUID } from 'node:crypto';
import { PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { settings } from '../current-settings.ts';
import type { AuditEntry, Outcome } from '../domain/audit.ts';
import { documents } from './client.ts';
import { sortable } from './keys.ts';
import { isConditionFailure, send } from './send.ts';

/*
 * Access patterns of the Audit table (key: store, at):
 *
 *   what people changed in a store, newest first     Query backwards
 *   what people changed in the deployment            the same, under a name that no store has
 *   write it down                                    Put, unless it is there
 *   what came of it                                  Put, if it is there
 */

/** No store can have this id. */
const DEPLOYMENT = '-';

const text = z.string();
const storedEntry: z.ZodMiniType<AuditEntry> = z.object({
  at: z.iso.datetime(),
  who: text,
  store: z.optional(text),
  what: text,
  from: z.optional(text),
  to: z.optional(text),
});

/** An entry, and the sort key under which it is. */
export interface Written {
  entry: AuditEntry;
  key: string;
}

/** Writes down what a person is about to change. If that fails, the change must not be made. */
export async function writeDown(entry: AuditEntry): Promise<Written> {
  const key = `${sortable(entry.at)}#${randomUUID()}`;
  try {
    await put({ at: key, entry }, 'attribute_not_exists(#at)');
  } catch (error) {
    // It is there from the client's first attempt, whose answer got lost.
    if (!isConditionFailure(error)) throw error;
  }
  return { entry, key };
}

/** Adds what came of it. Without that, nobody knows whether the change was made. */
export async function conclude({ entry, key }: Written, outcome: Outcome): Promise<void> {
  await put({ at: key, entry, outcome }, 'attribute_exists(#at)');
}

async function put(
  item: { at: string; entry: AuditEntry; outcome?: Outcome },
  ConditionExpression: string,
): Promise<void> {
  const command = new PutCommand({
    TableName: settings.auditTable,
    Item: { store: item.entry.store ?? DEPLOYMENT, ...item },
    ConditionExpression,
    ExpressionAttributeNames: { '#at': 'at' },
  });
  await send(documents.send(command));
}

/** A change that was made; `isUnsure` where nobody knows, because a call failed or ended in the middle. */
export interface ReadEntry extends AuditEntry {
  isUnsure?: true;
}

/** What people changed in a store, or in the deployment, newest first. */
export async function auditOf(storeId: string | undefined, limit: number): Promise<ReadEntry[]> {
  const command = new QueryCommand({
    TableName: settings.auditTable,
    KeyConditionExpression: '#store = :store',
    ExpressionAttributeNames: { '#store': 'store' },
    ExpressionAttributeValues: { ':store': storeId ?? DEPLOYMENT },
    ConsistentRead: true,
    ScanIndexForward: false,
    Limit: limit,
  });
  const { Items = [] } = await send(documents.send(command));
  return Items.filter(({ outcome }) => outcome !== 'not made').flatMap(({ entry, outcome }) => {
    const { data } = z.safeParse(storedEntry, entry);
    return data ? [{ ...data, ...(outcome !== 'made' && { isUnsure: true as const }) }] : [];
  });
}
