import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { settings } from '../current-settings.ts';
import * as z from 'zod/mini';
import { ATTEMPTS_WINDOW, type Attempts, type LastRejection } from '../domain/attempts.ts';
import { documents } from './client.ts';
import { sortable } from './keys.ts';
import { isConditionFailure, send } from './send.ts';

export interface Caller {
  storeId: string;
  /** As API Gateway saw it; a header could say anything. */
  address: string;
}

/** What is remembered of an address. DynamoDB removes expired items late, so they are skipped here. */
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

/** Remembers the fingerprint of wrong credentials, in the open window or as the first of a new one. */
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

/** Used in place of an address; no address looks like it. */
const LAST_REJECTION = 'last rejection';
const DAY = 86_400;

const storedRejection: z.ZodMiniType<LastRejection> = z.object({
  at: z.iso.datetime(),
  kind: z.enum(['no header arrived', 'unreadable header', 'wrong credentials']),
  face: z.enum(['lightspeed', 'webstore']),
});

/** Remembers the last call that was not let in: for 30 days, or 5 minutes where there is no store. */
export async function recordRejection(
  storeId: string,
  rejection: LastRejection,
  { forLong }: { forLong: boolean },
): Promise<void> {
  const seconds = Math.floor(Date.parse(rejection.at) / 1000);
  await update(
    { storeId, address: LAST_REJECTION },
    {
      UpdateExpression: 'SET rejection = :rejection, rejectedAt = :at, expiresAt = :expiresAt',
      ConditionExpression: 'attribute_not_exists(rejectedAt) OR rejectedAt < :at',
      ExpressionAttributeValues: {
        ':rejection': rejection,
        ':at': sortable(rejection.at),
        ':expiresAt': seconds + (forLong ? 30 * DAY : ATTEMPTS_WINDOW),
      },
    },
  );
}

/** The last call within 30 days that was not let in. */
export async function getLastRejection(storeId: string): Promise<LastRejection | undefined> {
  const command = new GetCommand({
    TableName: settings.attemptsTable,
    Key: keyOf({ storeId, address: LAST_REJECTION }),
    ConsistentRead: true,
  });
  const { Item } = await send(documents.send(command));
  return z.safeParse(storedRejection, Item?.['rejection']).data;
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
