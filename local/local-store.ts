import { randomUUID } from 'node:crypto';
import { toInstant } from '../lib/domain/instant.ts';
import type { Store } from '../lib/domain/store.ts';
import { checkMade, checkPassword, hashMade } from '../lib/door/secrets.ts';
import { call } from './tables.ts';

/** The credentials of stage local's own store, from `serverless.yml`. */
export interface LocalStore {
  id: string;
  username: string;
  password: string;
  apiToken: string;
}

/** A value in DynamoDB's form. */
type Value = { S: string } | { BOOL: boolean } | { L: Value[] } | { M: Record<string, Value> };

/**
 * Adds the local store unless it is there. Returns whether its credentials are still these: `npm run stores` may have
 * changed them.
 */
export async function addLocalStore(
  endpoint: string,
  table: string,
  { id, username, password, apiToken }: LocalStore,
): Promise<{ isUnchanged: boolean }> {
  const { Item } = await call(endpoint, 'GetItem', { TableName: table, Key: { store: { S: id } } });
  if (Item)
    return {
      isUnchanged: await opens(fromValue(Item['details']) as Store, { username, password, apiToken }),
    };
  const now = toInstant(new Date());
  const store: Store = {
    id,
    name: 'The store of this machine',
    enabled: true,
    username,
    passwords: [{ hash: hashMade(password), since: now }],
    apiTokens: [{ hash: hashMade(apiToken), since: now }],
    createdAt: now,
    updatedAt: now,
  };
  const { message } = await call(endpoint, 'PutItem', {
    TableName: table,
    Item: { store: { S: id }, revision: { S: randomUUID() }, details: toValue(store) },
    ConditionExpression: 'attribute_not_exists(#store)',
    ExpressionAttributeNames: { '#store': 'store' },
  });
  if (message !== undefined) throw new Error(`The store ${id} cannot be added: ${message}`);
  return { isUnchanged: true };
}

async function opens(
  store: Store,
  { username, password, apiToken }: Omit<LocalStore, 'id'>,
): Promise<boolean> {
  const { right } = await checkPassword(store, { user: username, password });
  return right && checkMade(store.apiTokens, apiToken).right;
}

function toValue(value: unknown): Value {
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'boolean') return { BOOL: value };
  if (Array.isArray(value)) return { L: value.map(toValue) };
  return { M: Object.fromEntries(Object.entries(Object(value)).map(([key, one]) => [key, toValue(one)])) };
}

function fromValue(value: unknown): unknown {
  const [[kind, content] = ['', undefined]] = Object.entries(Object(value)) as [string, unknown][];
  if (kind === 'L') return (content as unknown[]).map(fromValue);
  if (kind !== 'M') return content;
  return Object.fromEntries(Object.entries(Object(content)).map(([key, one]) => [key, fromValue(one)]));
}
