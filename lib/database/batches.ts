import { setTimeout as sleep } from 'node:timers/promises';
import { BatchGetCommand, type BatchGetCommandOutput } from '@aws-sdk/lib-dynamodb';
import { Failure } from '../domain/failure.ts';
import { documents } from './client.ts';
import { send } from './send.ts';

type Item = Record<string, unknown>;

/** How many keys DynamoDB takes at once. */
export const BATCH_GET_LIMIT = 100;

const FRUITLESS_ATTEMPTS = 8;

/**
 * The items of at most 100 keys of one table, read consistently, in no order; nothing for a key without an item. Some
 * keys may be equal, which DynamoDB would refuse: an index names an item twice that moves in it while it is read.
 */
export async function readBatch(table: string, keysToRead: Item[]): Promise<Item[]> {
  const items: Item[] = [];
  let keys = [...new Map(keysToRead.map((key) => [JSON.stringify(key), key])).values()];
  let fruitless = 0;
  while (keys.length > 0) {
    if (fruitless === FRUITLESS_ATTEMPTS)
      throw new Failure('ServiceUnavailable', 'The database is too busy.');
    const command = new BatchGetCommand({ RequestItems: { [table]: { Keys: keys, ConsistentRead: true } } });
    const answer: BatchGetCommandOutput = await send(documents.send(command));
    items.push(...(answer.Responses?.[table] ?? []));
    const left: Item[] = answer.UnprocessedKeys?.[table]?.Keys ?? [];
    // One answer holds at most 1 MB of a store: large orders come a few at a time.
    fruitless = left.length < keys.length ? 0 : fruitless + 1;
    keys = left;
    if (fruitless > 0) await sleep(backoff(fruitless));
  }
  return items;
}

/**
 * Milliseconds to wait before the next attempt: longer each time, and random, so that two that collided do not again.
 */
export function backoff(attempt: number): number {
  return Math.random() * Math.min(5 * 2 ** attempt, 200);
}

export function chunks<T>(all: T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));
}
