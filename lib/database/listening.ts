import { GetCommand, UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { settings } from '../current-settings.ts';
import { afterFailure, type Listening, type Outcome, type Target } from '../domain/delivery.ts';
import type { Instant } from '../domain/instant.ts';
import { beginning } from '../domain/text.ts';
import { documents } from './client.ts';
import { send } from './send.ts';

/*
 * How a store's targets take messages is kept in its item of the Activity table, each target under its own names, such
 * as `webhookFailures`. The teller may write there, but not to the store, which holds credentials.
 */

/** Whose: a target of a store. */
export interface Listener {
  storeId: string;
  target: Target;
}

const names = (target: Target) => ({
  failures: `${target}Failures`,
  failingSince: `${target}FailingSince`,
  pausedUntil: `${target}PausedUntil`,
  lastDeliveredAt: `${target}DeliveredAt`,
  lastError: `${target}Error`,
  off: `${target}Off`,
});

const instant = z.iso.datetime();
const storedListening = z.object({
  failures: z._default(z.optional(z.int()), 0),
  failingSince: z.optional(instant),
  pausedUntil: z.optional(instant),
  lastDeliveredAt: z.optional(instant),
  lastError: z.optional(z.string()),
  off: z.optional(z.object({ at: instant, why: z.enum(['gone', 'failing']) })),
});

/** How a target takes messages, from a store's item of the Activity table. Invalid values are skipped. */
export function listeningIn(item: Record<string, unknown>, target: Target): Listening {
  const own = Object.entries(names(target)).map(([field, name]) => [field, item[name]]);
  return z.safeParse(storedListening, Object.fromEntries(own)).data ?? { failures: 0 };
}

export async function getListening({ storeId, target }: Listener): Promise<Listening> {
  const TableName = settings.activityTable;
  const command = new GetCommand({ TableName, Key: { store: storeId }, ConsistentRead: true });
  const { Item = {} } = await send(documents.send(command));
  return listeningIn(Item, target);
}

/** The webstore took a message: earlier failures are over. */
export async function recordDelivered(listener: Listener, now: Instant): Promise<Listening> {
  const name = names(listener.target);
  return update(listener, {
    UpdateExpression: `SET ${name.lastDeliveredAt} = :now REMOVE ${name.failures}, ${name.failingSince}, ${name.pausedUntil}, ${name.lastError}`,
    ExpressionAttributeValues: { ':now': now },
  });
}

/** One more failure in a row, and its consequence. */
export async function recordFailure(listener: Listener, outcome: Outcome, now: Instant): Promise<Listening> {
  const name = names(listener.target);
  const counted = await update(listener, {
    UpdateExpression: `SET ${name.failingSince} = if_not_exists(${name.failingSince}, :now), ${name.lastError} = :told ADD ${name.failures} :one`,
    ExpressionAttributeValues: { ':now': now, ':told': beginning(outcome.told, 500), ':one': 1 },
  });
  const { pausedUntil, off } = afterFailure(counted, outcome, now);
  if (off && !counted.off) return set(listener, name.off, off);
  return pausedUntil === undefined ? counted : set(listener, name.pausedUntil, pausedUntil);
}

/** Ends the pause after failures: somebody wants a message sent now. */
export async function listenAgain(listener: Listener): Promise<void> {
  await update(listener, { UpdateExpression: `REMOVE ${names(listener.target).pausedUntil}` });
}

/** Forgets the past: its URL was set, or switched on again. */
export async function listenAnew(listener: Listener): Promise<void> {
  const name = names(listener.target);
  const forgotten = [name.failures, name.failingSince, name.pausedUntil, name.lastError, name.off];
  await update(listener, { UpdateExpression: `REMOVE ${forgotten.join(', ')}` });
}

function set(listener: Listener, attribute: string, value: unknown): Promise<Listening> {
  return update(listener, {
    UpdateExpression: `SET ${attribute} = :value`,
    ExpressionAttributeValues: { ':value': value },
  });
}

async function update(
  { storeId, target }: Listener,
  expressions: Pick<UpdateCommandInput, 'UpdateExpression' | 'ExpressionAttributeValues'>,
): Promise<Listening> {
  const command = new UpdateCommand({
    TableName: settings.activityTable,
    Key: { store: storeId },
    ...expressions,
    ReturnValues: 'ALL_NEW',
  });
  const { Attributes = {} } = await send(documents.send(command));
  return listeningIn(Attributes, target);
}
