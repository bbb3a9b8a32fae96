import { randomUUID } from 'node:crypto';
import { PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { settings } from '../current-settings.ts';
import type { AuditEntry } from '../domain/audit.ts';
import { documents } from './client.ts';
import { sortable } from './keys.ts';
import { isConditionFailure, send } from './send.ts';

/*
 * Access patterns of the Audit table (key: store, at):
 *
 *   what people changed in a store, newest first     Query backwards
 *   what people changed in the deployment            the same, under a name that no store has
 *   write it down                                    Put, unless it is there
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

/** Writes down what a person is about to change. If that fails, the change must not be made. */
export async function writeDown(entry: AuditEntry): Promise<void> {
  const command = new PutCommand({
    TableName: settings.auditTable,
    Item: {
      store: entry.store ?? DEPLOYMENT,
      at: `${sortable(entry.at)}#${randomUUID()}`,
      entry,
    },
    ConditionExpression: 'attribute_not_exists(#at)',
    ExpressionAttributeNames: { '#at': 'at' },
  });
  try {
    await send(documents.send(command));
  } catch (error) {
    // It is there from the client's first attempt, whose answer got lost.
    if (!isConditionFailure(error)) throw error;
  }
}

/** What people changed in a store, or in the deployment, newest first. */
export async function auditOf(storeId: string | undefined, limit: number): Promise<AuditEntry[]> {
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
  return Items.flatMap((item) => z.safeParse(storedEntry, item['entry']).data ?? []);
}
