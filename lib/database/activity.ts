import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { settings } from '../current-settings.ts';
import { type Instant, toInstant } from '../domain/instant.ts';
import { documents } from './client.ts';
import { sortable } from './keys.ts';
import { isConditionFailure, send } from './send.ts';

/** What Lightspeed did, as `GET /status` tells it. */
export type ActivityTime = 'lastPolledAt' | 'lastAcknowledgedAt' | 'lastShippedAt';

export type Activity = Partial<Record<ActivityTime, Instant>>;

/** Records that Lightspeed called just now. Of two calls that race, the later time stays. */
export async function recordActivity(storeId: string, time: ActivityTime, now: Instant): Promise<void> {
  const command = new UpdateCommand({
    TableName: settings.activityTable,
    Key: { store: storeId },
    UpdateExpression: 'SET #time = :now',
    ConditionExpression: 'attribute_not_exists(#time) OR #time < :now',
    ExpressionAttributeNames: { '#time': time },
    ExpressionAttributeValues: { ':now': sortable(now) },
  });
  try {
    await send(documents.send(command));
  } catch (error) {
    if (!isConditionFailure(error)) throw error;
  }
}

export async function getActivity(storeId: string): Promise<Activity> {
  const command = new GetCommand({
    TableName: settings.activityTable,
    Key: { store: storeId },
    ConsistentRead: true,
  });
  const { Item = {} } = await send(documents.send(command));
  const times: ActivityTime[] = ['lastPolledAt', 'lastAcknowledgedAt', 'lastShippedAt'];
  return Object.fromEntries(
    times.flatMap((time) => {
      const stored: unknown = Item[time];
      return typeof stored === 'string' ? [[time, toInstant(new Date(stored))]] : [];
    }),
  );
}
