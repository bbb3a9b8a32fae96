import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { settings } from '../current-settings.ts';
import { ATTEMPTS_WINDOW, type Attempts } from '../domain/attempts.ts';
import { documents } from './client.ts';
import { isConditionFailure, send } from './send.ts';

export interface Caller {
  storeId: string;
  /** As API Gateway saw it; a header could say anything. */
  address: string;
}

/** What is remembered of an address. DynamoDB removes what has expired late, so that is passed over here. */
export async function getAttempts(caller: Caller, nowSeconds: number): Promise<Attempts> {
  const command = new GetCommand({
    TableName: settings.attemptsTable,
    Key: keyOf(caller),
    ConsistentRead: true,
  });
  const { Item } = await send(documents.send(command));
  const expiresAt = Number(Item?.['expiresAt'] ?? 0);
  const fingerprints: unknown = Item?.['fingerprints'];
  const known = fingerprints instanceof Set && expiresAt > nowSeconds;
  return { fingerprints: known ? new Set([...fingerprints].map(String)) : new Set(), expiresAt };
}

/** Remembers wrong credentials by their fingerprint: with those of the same window, or as the first of a new one. */
export async function recordAttempt(caller: Caller, fingerprint: string, nowSeconds: number): Promise<void> {
  const fingerprints = new Set([fingerprint]);
  const added = await update(caller, {
    UpdateExpression: 'ADD fingerprints :fingerprints',
    ConditionExpression: 'expiresAt > :now',
    ExpressionAttributeValues: { ':fingerprints': fingerprints, ':now': nowSeconds },
  });
  if (added) return;
  const begun = await update(caller, {
    UpdateExpression: 'SET fingerprints = :fingerprints, expiresAt = :expiresAt',
    ConditionExpression: 'attribute_not_exists(expiresAt) OR expiresAt <= :now',
    ExpressionAttributeValues: {
      ':fingerprints': fingerprints,
      ':expiresAt': nowSeconds + ATTEMPTS_WINDOW,
      ':now': nowSeconds,
    },
  });
  // Another call has begun the window between our two writes.
  if (!begun) await recordAttempt(caller, fingerprint, nowSeconds);
}

interface Update {
  UpdateExpression: string;
  ConditionExpression: string;
  ExpressionAttributeValues: Record<string, unknown>;
}

async function update(caller: Caller, expressions: Update): Promise<boolean> {
  try {
    const command = new UpdateCommand({
      TableName: settings.attemptsTable,
      Key: keyOf(caller),
      ...expressions,
    });
    await send(documents.send(command));
    return true;
  } catch (error) {
    if (isConditionFailure(error)) return false;
    throw error;
  }
}

function keyOf({ storeId, address }: Caller): Record<string, string> {
  return { store: storeId, address };
}
