import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { settings } from '../current-settings.ts';
import { type Connection, type ConnectionActivity, shopKey } from '../domain/connection.ts';
import type { ConnectionFacts } from '../domain/connection-status.ts';
import type { Instant } from '../domain/instant.ts';
import { documents } from './client.ts';
import type { Store } from '../domain/store.ts';
import { countWaiting, instantIn } from './inbox.ts';
import { sortable } from './keys.ts';
import { isConditionFailure, send } from './send.ts';

/** At most this many unknown methods are kept; a shop that invents them must not fill an item. */
const MAX_METHODS = 50;
const MAX_METHOD_LENGTH = 60;

/** One shop of a store, by its key. */
export interface ShopPlace {
  storeId: string;
  shop: string;
}

export function placeOf(storeId: string, connection: Pick<Connection, 'platform' | 'ordinal'>): ShopPlace {
  return { storeId, shop: shopKey(connection) };
}

export async function getConnectionActivity(place: ShopPlace): Promise<ConnectionActivity> {
  const command = new GetCommand({
    TableName: settings.inboxTable,
    Key: keyOf(place),
    ConsistentRead: true,
  });
  const { Item = {} } = await send(documents.send(command));
  const optional = (name: string) => (typeof Item[name] === 'string' ? String(Item[name]) : undefined);
  return {
    lastPingAt: instantIn(Item['lastPingAt']),
    shop: optional('shop'),
    lastDeliveryAt: instantIn(Item['lastDeliveryAt']),
    lastResult: optional('lastResult'),
    deliveries: Number(Item['deliveries'] ?? 0),
    rejected: Number(Item['rejected'] ?? 0),
    lastRejectedAt: instantIn(Item['lastRejectedAt']),
    fault: optional('fault'),
    faultAt: instantIn(Item['faultAt']),
    sweptTo: instantIn(Item['sweptTo']),
    sweepBegunAt: instantIn(Item['sweepBegunAt']),
    sweepPage: optional('sweepPage'),
    lastSweptAt: instantIn(Item['lastSweptAt']),
    newestChangeAt: instantIn(Item['newestChangeAt']),
    lastSweepFailure: optional('lastSweepFailure'),
    nextSweepAt: instantIn(Item['nextSweepAt']),
    unknownMethods: Item['unknownMethods'] instanceof Set ? [...Item['unknownMethods']].map(String) : [],
  };
}

/** What is known about each connection of a store. A store without any costs nothing. */
export async function getConnectionFacts({
  id: storeId,
  connections = [],
}: Pick<Store, 'id' | 'connections'>): Promise<ConnectionFacts[]> {
  if (connections.length === 0) return [];
  const counting = countWaiting(storeId);
  return Promise.all(
    connections.map(async (connection) => {
      const place = placeOf(storeId, connection);
      const [activity, counts] = await Promise.all([getConnectionActivity(place), counting]);
      return { connection, activity, waiting: counts.get(place.shop) ?? { held: 0, notUnderstood: 0 } };
    }),
  );
}

export async function recordPing(place: ShopPlace, now: Instant): Promise<void> {
  await update(place, { set: { lastPingAt: sortable(now) } });
}

interface Delivered {
  result: string;
  fault?: string | undefined;
  /** The shop's own name; the first one stays. */
  shop?: string | undefined;
  now: Instant;
}

/** A signed delivery and its result. One about an order ends a fault of the connection. */
export async function recordDelivery(
  place: ShopPlace,
  { result, fault, shop, now }: Delivered,
): Promise<void> {
  const at = sortable(now);
  await update(place, {
    set: { lastDeliveryAt: at, lastResult: result, ...(fault !== undefined && { fault, faultAt: at }) },
    ...(shop !== undefined && { setFirst: { shop } }),
    add: { deliveries: 1 },
    ...(fault === undefined && result !== 'Ignored' && { remove: ['fault', 'faultAt'] }),
  });
}

export async function recordUnsigned(place: ShopPlace, now: Instant): Promise<void> {
  await update(place, { set: { lastRejectedAt: sortable(now) }, add: { rejected: 1 } });
}

/** How far a sweep got, or why it failed, and when the next one is due. */
export interface Swept {
  now: Instant;
  next: Instant;
  /** Everything before this has been asked for. */
  to?: Instant | undefined;
  /** The newest change of an order in it. */
  newest?: Instant | undefined;
  /** Where it goes on. */
  page?: { begunAt: Instant; place: string } | undefined;
  failure?: string | undefined;
}

export async function recordSweep(
  place: ShopPlace,
  { now, next, to, newest, page, failure }: Swept,
): Promise<void> {
  const removed = [
    ...(failure === undefined ? ['lastSweepFailure'] : []),
    ...(page === undefined ? ['sweepBegunAt', 'sweepPage'] : []),
  ];
  await update(place, {
    set: {
      lastSweptAt: sortable(now),
      nextSweepAt: sortable(next),
      ...(to !== undefined && { sweptTo: sortable(to) }),
      ...(newest !== undefined && { newestChangeAt: sortable(newest) }),
      ...(page && { sweepBegunAt: sortable(page.begunAt), sweepPage: page.place }),
      ...(failure !== undefined && { lastSweepFailure: failure }),
    },
    remove: removed,
  });
}

/** Makes the next sweep begin at a given time. */
export async function sweepFrom(place: ShopPlace, since: Instant, now: Instant): Promise<void> {
  await update(place, {
    set: { sweptTo: sortable(since), nextSweepAt: sortable(now) },
    remove: ['sweepBegunAt', 'sweepPage'],
  });
}

export async function recordUnknownMethods(place: ShopPlace, methods: string[]): Promise<void> {
  const short = methods.map((one) => one.slice(0, MAX_METHOD_LENGTH));
  try {
    await update(place, {
      add: { unknownMethods: new Set(short.slice(0, MAX_METHODS)) },
      condition: `attribute_not_exists(unknownMethods) OR size(unknownMethods) < :max`,
      values: { ':max': MAX_METHODS },
    });
  } catch (error) {
    if (!isConditionFailure(error)) throw error;
  }
}

interface Change {
  set?: Record<string, string>;
  /** Unless there is a value already. */
  setFirst?: Record<string, string>;
  add?: Record<string, number | Set<string>>;
  remove?: string[];
  condition?: string;
  values?: Record<string, unknown>;
}

async function update(place: ShopPlace, change: Change): Promise<void> {
  const { set = {}, setFirst = {}, add = {}, remove = [], condition, values: others = {} } = change;
  const names = [...Object.keys({ ...set, ...setFirst }), ...Object.keys(add), ...remove];
  const clauses = [
    [
      'SET',
      [
        ...Object.keys(set).map((name) => `#${name} = :${name}`),
        ...Object.keys(setFirst).map((name) => `#${name} = if_not_exists(#${name}, :${name})`),
      ],
    ],
    ['ADD', Object.keys(add).map((name) => `#${name} :${name}`)],
    ['REMOVE', remove.map((name) => `#${name}`)],
  ] as const;
  const values = {
    ...others,
    ...Object.fromEntries(
      Object.entries({ ...set, ...setFirst, ...add }).map(([name, value]) => [`:${name}`, value]),
    ),
  };
  const command = new UpdateCommand({
    TableName: settings.inboxTable,
    Key: keyOf(place),
    UpdateExpression: clauses
      .filter(([, some]) => some.length > 0)
      .map(([verb, some]) => `${verb} ${some.join(', ')}`)
      .join(' '),
    ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
    ConditionExpression: condition,
    ExpressionAttributeValues: values,
  });
  await send(documents.send(command));
}

function keyOf({ storeId, shop }: ShopPlace): Record<string, string> {
  return { store: storeId, key: `connection#${shop}` };
}
