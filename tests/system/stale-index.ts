import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { GetCommand, paginateScan } from '@aws-sdk/lib-dynamodb';
import { KEYS } from '../support/empty-tables.ts';
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

  const keyOf = (table: unknown, item: Item) => JSON.stringify([table, primaryKey(table, item)]);
  const itemOf = async ({ input }: DatabaseCall) => {
    const key = (input['Key'] ?? primaryKey(input['TableName'], input['Item'] as Item)) as Item;
    const read = new GetCommand({ TableName: String(input['TableName']), Key: key, ConsistentRead: true });
    return { id: keyOf(input['TableName'], key), item: (await documents.send(read)).Item };
  };
  /** What was there before the layer saw a first write of it. */
  const rememberFirst = async (call: DatabaseCall) => {
    const { id, item } = await itemOf(call);
    if (!past.has(id)) past.set(id, [{ at: 0, item }]);
  };
  const remember = async (call: DatabaseCall) => {
    const { id, item } = await itemOf(call);
    past.set(id, [...(past.get(id) ?? []), { at: performance.now(), item }]);
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
      const items = (await itemsNow(documents, input)).filter((item) => !past.has(keyOf(table, item)));
      const known = itemsOf(past, input).flatMap((item) => ofThePast(table, item));
      return query(input, [...items, ...known]);
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
        await rememberFirst(call);
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

/** What names an item in its table, the names in one order. */
function primaryKey(table: unknown, item: Item): Item {
  const [, names] = Object.entries(KEYS).find(([setting]) => process.env[setting] === table) ?? [];
  if (!names) throw new Error(`The layer does not know the key of ${String(table)}.`);
  return Object.fromEntries(names.map((name) => [name, item[name]]));
}

function isConsistent({ input }: DatabaseCall): boolean {
  const tables = Object.values((input['RequestItems'] ?? {}) as Record<string, Item>);
  return tables.length > 0
    ? tables.every((table) => table['ConsistentRead'] === true)
    : input['ConsistentRead'] === true;
}

async function itemsNow(documents: DynamoDBDocumentClient, { TableName }: Input): Promise<Item[]> {
  const pages = paginateScan({ client: documents }, { TableName: String(TableName), ConsistentRead: true });
  return (await Array.fromAsync(pages)).flatMap(({ Items = [] }) => Items);
}

/** Every item of the table that the layer has seen, by its key. */
function itemsOf(past: Map<string, Version[]>, input: Input): Item[] {
  return [...past.keys()].flatMap((id) => {
    const [table, key] = JSON.parse(id) as [unknown, Item];
    return table === input['TableName'] ? [key] : [];
  });
}

const SORT_KEYS: Record<string, string> = {
  outstanding: 'turn',
  newest: 'placed',
  byStatus: 'statusPlaced',
  refused: 'refusedPlaced',
  updated: 'updated',
  untold: 'toTellSince',
  unfinished: 'unfinished',
  happened: 'happened',
  due: 'dueAt',
};

/** What an index begins with, where that is not the store, and how a query names it. */
const PARTITIONS: Record<string, [attribute: string, value: string]> = {
  untold: ['toTell', ':toTell'],
  due: ['queue', ':queue'],
};

/** A query of an index, over items as they were. It knows the conditions that the product uses, and no others. */
function query(input: Input, items: Item[]): Output {
  const sortKey = SORT_KEYS[String(input['IndexName'])] ?? 'orderId';
  const values = input['ExpressionAttributeValues'] as Record<string, string>;
  const [partition, value] = PARTITIONS[String(input['IndexName'])] ?? ['store', ':store'];
  const found = items
    .filter((item) => item[partition] === values[value] && item[sortKey] !== undefined)
    .filter((item) => String(item[sortKey]) <= (values[':now'] ?? '~'))
    .filter((item) => String(item[sortKey]).startsWith(values[':prefix'] ?? ''))
    .filter((item) => String(item[sortKey]) >= (values[':since'] ?? ''))
    .toSorted((a, b) => (placeIn(sortKey, a) < placeIn(sortKey, b) ? -1 : 1));
  const backwards = input['ScanIndexForward'] === false;
  const inOrder = backwards ? found.toReversed() : found;
  const start = input['ExclusiveStartKey'] as Item | undefined;
  const left = inOrder.filter((item) => {
    if (!start) return true;
    const [here, there] = [placeIn(sortKey, item), placeIn(sortKey, start)];
    return backwards ? here < there : here > there;
  });
  const Items = left.slice(0, Number(input['Limit'] ?? left.length));
  const last = Items.length < left.length ? Items.at(-1) : undefined;
  const keys = [...Object.keys(primaryKey(input['TableName'], {})), partition, sortKey];
  return {
    Items,
    Count: Items.length,
    ...(last && {
      LastEvaluatedKey: Object.fromEntries(Object.entries(last).filter(([name]) => keys.includes(name))),
    }),
  };
}

/** As the index sorts: what has the same sort key, by its id. */
function placeIn(sortKey: string, item: Item): string {
  return [item[sortKey], item['store'], item['orderId'] ?? item['message']].join(' ');
}
