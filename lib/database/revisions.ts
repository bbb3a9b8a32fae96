import { randomUUID } from 'node:crypto';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { documents } from './client.ts';
import { isConditionFailure, send } from './send.ts';

interface OnRevision {
  /** The revision that was read; absent: there must be no such item. */
  before: string | undefined;
  /** Reads the revision again, where the write may have been done already. */
  read: () => Promise<string | undefined>;
}

/**
 * Writes a whole item if it is still as it was read, and gives its new revision, a random mark; `undefined` if it is
 * not. A write whose answer was lost and that the client repeated counts as done.
 */
export async function putOnRevision(
  TableName: string,
  item: Record<string, unknown>,
  { before, read }: OnRevision,
): Promise<string | undefined> {
  const revision = randomUUID();
  const command = new PutCommand({
    TableName,
    Item: { ...item, revision },
    ...(before === undefined
      ? { ConditionExpression: 'attribute_not_exists(revision)' }
      : { ConditionExpression: 'revision = :before', ExpressionAttributeValues: { ':before': before } }),
  });
  try {
    await send(documents.send(command));
    return revision;
  } catch (error) {
    if (!isConditionFailure(error)) throw error;
    return (await read()) === revision ? revision : undefined;
  }
}
