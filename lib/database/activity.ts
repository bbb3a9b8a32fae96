import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { settings } from '../current-settings.ts';
import { type Activity, POLLS_KEPT } from '../domain/activity.ts';
import type { Listening, Target } from '../domain/delivery.ts';
import { type Instant, toInstant } from '../domain/instant.ts';
import { BATCH_GET_LIMIT, chunks, readBatch } from './batches.ts';
import { documents } from './client.ts';
import { sortable } from './keys.ts';
import { listeningIn } from './listening.ts';
import { isConditionFailure, send } from './send.ts';

/** What Lightspeed did, by its name in the table. */
export type ActivityTime = 'lastTestedAt' | 'lastPolledAt' | 'lastAcknowledgedAt' | 'lastShippedAt';

/** The polls, newest first. Each poll moves the times one place on; the oldest one falls out. */
const POLLS = ['lastPolledAt', ...Array.from({ length: POLLS_KEPT - 1 }, (_, at) => `polled${at + 1}`)];

/** For a place that no poll has reached yet. Reading skips it, like anything that is not a time. */
const NO_POLL = 'none';

/**
 * Records that Lightspeed called just now, by one write. Of two calls that race, the later time stays; a write that the
 * client repeats, because its answer was lost, changes nothing.
 */
export async function recordActivity(storeId: string, time: ActivityTime, now: Instant): Promise<void> {
  // The right-hand side is the item before the write.
  const shifts = POLLS.slice(1).map((place, at) => `${place} = if_not_exists(${POLLS[at]}, :none)`);
  const isPoll = time === 'lastPolledAt';
  const command = new UpdateCommand({
    TableName: settings.activityTable,
    Key: { store: storeId },
    UpdateExpression: `SET ${[...(isPoll ? shifts : []), `${time} = :now`].join(', ')}`,
    ConditionExpression: `attribute_not_exists(${time}) OR ${time} < :now`,
    ExpressionAttributeValues: { ':now': sortable(now), ...(isPoll && { ':none': NO_POLL }) },
  });
  try {
    await send(documents.send(command));
  } catch (error) {
    if (!isConditionFailure(error)) throw error;
  }
}

/** What Lightspeed did in one store, as of now. */
export async function getActivity(storeId: string): Promise<Activity> {
  const command = new GetCommand({
    TableName: settings.activityTable,
    Key: { store: storeId },
    ConsistentRead: true,
  });
  const { Item = {} } = await send(documents.send(command));
  return toActivity(Item);
}

/** What Lightspeed did in each of those stores, whether or not it ever called there. */
export async function getActivities(storeIds: string[]): Promise<Map<string, Activity>> {
  const activities = new Map(storeIds.map((storeId) => [storeId, toActivity({})]));
  for (const some of chunks([...activities.keys()], BATCH_GET_LIMIT)) {
    const keys = some.map((storeId) => ({ store: storeId }));
    for (const item of await readBatch(settings.activityTable, keys))
      activities.set(String(item['store']), toActivity(item));
  }
  return activities;
}

function toActivity(item: Record<string, unknown>): Activity {
  const lastTestedAt = instantIn(item['lastTestedAt']);
  const lastAcknowledgedAt = instantIn(item['lastAcknowledgedAt']);
  const lastShippedAt = instantIn(item['lastShippedAt']);
  const listening = toldIn(item, 'webhook');
  const shopListening = toldIn(item, 'shop');
  return {
    polls: POLLS.flatMap((place) => instantIn(item[place]) ?? []),
    ...(lastTestedAt !== undefined && { lastTestedAt }),
    ...(lastAcknowledgedAt !== undefined && { lastAcknowledgedAt }),
    ...(lastShippedAt !== undefined && { lastShippedAt }),
    ...(listening && { listening }),
    ...(shopListening && { shopListening }),
  };
}

/** How a target takes messages; `undefined` if it was sent none yet. */
function toldIn(item: Record<string, unknown>, target: Target): Listening | undefined {
  const listening = listeningIn(item, target);
  const wasTold = Object.values(listening).some((value) => value !== undefined && value !== 0);
  return wasTold ? listening : undefined;
}

function instantIn(stored: unknown): Instant | undefined {
  const date = new Date(typeof stored === 'string' ? stored : Number.NaN);
  return Number.isNaN(date.getTime()) ? undefined : toInstant(date);
}
