import { randomUUID } from 'node:crypto';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { documents } from '../../lib/database/client.ts';
import { isConditionFailure, send } from '../../lib/database/send.ts';
import { settings } from '../../lib/current-settings.ts';
import { type Item, itemsOf } from '../store-items.ts';
import { storeTable } from '../store-tables.ts';
import { readingsOf, seeker, type Sought } from './sought.ts';

/**
 * Removes what a platform sent of those orders, or with one of those texts in it; that it was sent stays known. `busy`
 * are those that are still to be read, or were changed just now: without its payload such an order would be lost.
 */
export async function removePayloads(
  storeId: string,
  sought: Sought,
): Promise<{ removed: number; busy: number }> {
  const holds = seeker(sought);
  const counts = { removed: 0, busy: 0 };
  for await (const item of itemsOf(storeTable('Inbox'), storeId)) {
    if (item['payload'] === undefined || !(await isAbout(item, sought.orderIds, holds))) continue;
    if (!isToBeRead(item) && (await removePayload(item))) counts.removed += 1;
    else counts.busy += 1;
  }
  return counts;
}

async function isAbout(
  { entry, payload }: Item,
  orderIds: string[],
  holds: (text: string) => boolean,
): Promise<boolean> {
  const { orderId } = Object(entry) as { orderId?: unknown };
  return orderIds.includes(String(orderId)) || (await readingsOf(payload)).some(holds);
}

function isToBeRead({ entry }: Item): boolean {
  return (Object(entry) as { todo?: unknown }).todo !== undefined;
}

async function removePayload({ store, key, revision }: Item): Promise<boolean> {
  const command = new UpdateCommand({
    TableName: settings.inboxTable,
    Key: { store, key },
    UpdateExpression: 'REMOVE payload SET revision = :after',
    ConditionExpression: 'revision = :before',
    ExpressionAttributeValues: { ':before': revision, ':after': randomUUID() },
  });
  try {
    await send(documents.send(command));
    return true;
  } catch (error) {
    if (!isConditionFailure(error)) throw error;
    return false;
  }
}
