import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { type DatabaseCall, type Input, isWrite, type Layer, type Output } from './database-calls.ts';

type Item = Record<string, unknown>;

interface Version {
  /** `performance.now()` when it was written. */
  at: number;
  item: Item | undefined;
}

export interface StaleReads {
  layer: Layer;
  /** What was read, and whether the read said ConsistentRead. */
  reads: { name: string; indexName: string | undefined; consistent: boolean }[];
  /** Forgets the past, for a table that was emptied or filled past the layer. */
  forget: () => void;
}

/**
 * What DynamoDB may do and the embedded one never does: a read that does not say ConsistentRead sees each item as it
 * was at some moment of the last seconds, one item later and another one earlier. Consistent reads are left alone.
 */
export function staleReads(
  documents: DynamoDBDocumentClient,
  { staleForMs, random }: { staleForMs: number; random: () => number },
): StaleReads {
  const past = new Map<string, Version[]>();
  const reads: StaleReads['reads'] = [];

  const keyOf = (table: unknown, item: Item) =>
    JSON.stringify([table, item['store'], item['orderId'], item['address']]);
  const remember = async ({ input }: DatabaseCall) => {
    const key = (input['Key'] ?? primaryKey(input['Item'] as Item)) as Item;
    const read = new GetCommand({ TableName: String(input['TableName']), Key: key, ConsistentRead: true });
    const { Item: item } = await documents.send(read);
    const id = keyOf(input['TableName'], key);
    const versions = past.get(id) ?? [{ at: 0, item: undefined }];
    versions.push({ at: performance.now(), item });
    past.set(id, versions);
  };
  /** Some version that was the latest one at some moment of the window. */
  const seen = (versions: Version[]): Version | undefined => {
    const since = performance.now() - staleForMs;
    const latestBefore = versions.findLastIndex(({ at }) => at <= since);
    const possible = versions.slice(Math.max(0, latestBefore));
    return possible[Math.floor(random() * possible.length)];
  };
  /** None or one. */
  const ofThePast = (table: unknown, item: Item): Item[] => {
    const versions = past.get(keyOf(table, item));
    const version = versions ? seen(versions) : { item };
    return version?.item ? [version.item] : [];
  };

  const read = async (call: DatabaseCall, consistent: boolean): Promise<Output> => {
    const output = await call.send();
    if (consistent) return output;
    const { input } = call;
    const table = input['TableName'];
    if (call.name.startsWith('Query')) {
      const items = itemsOf(past, input).flatMap((item) => ofThePast(table, item));
      return query(input, items);
    }
    if (call.name.startsWith('Get')) {
      const known = past.has(keyOf(table, input['Key'] as Item));
      return known ? { ...output, Item: ofThePast(table, input['Key'] as Item)[0] } : output;
    }
    const responses = Object.entries(output['Responses'] ?? {}) as [string, Item[]][];
    const Responses = Object.fromEntries(
      responses.map(([table, items]) => [table, items.flatMap((item) => ofThePast(table, item))]),
    );
    return { ...output, Responses };
  };

  return {
    reads,
    forget: () => past.clear(),
    layer: async (call) => {
      if (isWrite(call)) {
        const output = await call.send();
        await remember(call);
        return output;
      }
      const consistent = isConsistent(call);
      reads.push({ name: call.name, indexName: call.input['IndexName'] as string | undefined, consistent });
      return read(call, consistent);
    },
  };
}

function primaryKey({ store, orderId }: Item): Item {
  return { store, orderId };
}

function isConsistent({ input }: DatabaseCall): boolean {
  const tables = Object.values((input['RequestItems'] ?? {}) as Record<string, Item>);
  return tables.length > 0
    ? tables.every((table) => table['ConsistentRead'] === true)
    : input['ConsistentRead'] === true;
}

/** Every item of the table that the layer has seen, by its key. */
function itemsOf(past: Map<string, Version[]>, input: Input): Item[] {
  return [...past.keys()].flatMap((id) => {
    const [table, store, orderId, address] = JSON.parse(id) as unknown[];
    return table === input['TableName'] ? [{ store, orderId, address }] : [];
  });
}

const SORT_KEYS: Record<string, string> = {
  outstanding: 'turn',
  newest: 'placed',
  byStatus: 'statusPlaced',
  refused: 'refusedPlaced',
};

/** A query of an index, over items as they were. It knows the conditions that the product uses, and no others. */
function query(input: Input, items: Item[]): Output {
  const sortKey = SORT_KEYS[String(input['IndexName'])] ?? 'orderId';
  const values = input['ExpressionAttributeValues'] as Record<string, string>;
  const found = items
    .filter((item) => item['store'] === values[':store'] && item[sortKey] !== undefined)
    .filter((item) => String(item[sortKey]).startsWith(values[':prefix'] ?? ''))
    .toSorted((a, b) => (String(a[sortKey]) < String(b[sortKey]) ? -1 : 1));
  const inOrder = input['ScanIndexForward'] === false ? found.toReversed() : found;
  const Items = inOrder.slice(0, Number(input['Limit'] ?? inOrder.length));
  return { Items, Count: Items.length };
}
