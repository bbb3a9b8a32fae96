import { getConnectionActivity, placeOf, recordSweep, type Swept } from '../database/connections.ts';
import { allStores } from '../database/stores.ts';
import { type ConnectionActivity, isTwoWay } from '../domain/connection.ts';
import { type Instant, toInstant } from '../domain/instant.ts';
import type { Store } from '../domain/store.ts';
import { platforms } from '../platforms/all.ts';
import type { ShopApi } from '../platforms/api.ts';
import { log } from '../telemetry/log.ts';
import { emitMetrics } from '../telemetry/metrics.ts';
import { parcelOfOrder } from './fetch.ts';
import type { Shop } from './shop.ts';
import { apiOf, paymentsOf } from './shop-api.ts';
import { type Parcel, take } from './take.ts';

/** Seconds between two sweeps of a shop. */
const INTERVAL = 600;
/** Seconds by which a sweep overlaps the one before: clocks differ, and a shop may be late in recording changes. */
const OVERLAP = 900;
/** Pages of one run; the next run asks for the rest. */
const MAX_PAGES = 20;
/** Shops at a time. */
const AT_ONCE = 8;

export interface Sweeping {
  now: () => Instant;
  goesOn: () => boolean;
}

/** The result of a run. */
export interface SweepTotal {
  swept: number;
  orders: number;
  failures: number;
}

/**
 * Asks every shop whose API is connected for what changed since the sweep before: so nothing is missed because a
 * webhook was. A shop that does not answer stops no other.
 */
export async function sweepAll({ now, goesOn }: Sweeping): Promise<SweepTotal> {
  const total: SweepTotal = { swept: 0, orders: 0, failures: 0 };
  const shops = shopsOf(allStores({ onDamaged: (store) => log.error('sweep failed', { store }) }), now);
  const work = async (): Promise<void> => {
    for await (const shop of shops) {
      if (!goesOn()) return;
      try {
        const swept = await sweepShop(shop, { goesOn });
        if (swept === undefined) continue;
        total.swept += 1;
        total.orders += swept.orders;
        if (swept.failure !== undefined) total.failures += 1;
      } catch (error) {
        total.failures += 1;
        log.error('sweep failed', { store: shop.store.id, platform: shop.platform.name, error });
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  if (total.failures > 0) emitMetrics({ SweepsFailed: total.failures }, undefined);
  return total;
}

async function* shopsOf(stores: AsyncIterable<Store>, now: () => Instant): AsyncGenerator<Shop> {
  for await (const store of stores) {
    for (const connection of store.connections ?? [])
      if (isTwoWay(connection))
        yield { store, connection, platform: platforms[connection.platform], now: now(), paymentsOf };
  }
}

/**
 * Sweeps one shop, if its time has come. Returns how many orders it was given, and why there were no more; `undefined`
 * if it was not its time. Throws `ServiceUnavailable`: then the next run begins where this one did.
 */
export async function sweepShop(
  shop: Shop,
  { goesOn, evenIfEarly = false }: { goesOn: () => boolean; evenIfEarly?: boolean },
): Promise<{ orders: number; failure?: string | undefined } | undefined> {
  const place = placeOf(shop.store.id, shop.connection);
  const activity = await getConnectionActivity(place);
  if (!evenIfEarly && Date.parse(activity.nextSweepAt ?? '') > Date.parse(shop.now)) return undefined;
  const api = await apiOf(shop);
  if (!api) return undefined;
  const { orders, swept } = await askForPages(api, { shop, activity, goesOn });
  await recordSweep(place, swept);
  if (swept.failure !== undefined) log.warn('sweep', { ...place, failure: swept.failure });
  return { orders, failure: swept.failure };
}

interface Asking {
  shop: Shop;
  activity: ConnectionActivity;
  goesOn: () => boolean;
}

async function askForPages(
  api: ShopApi,
  { shop, activity, goesOn }: Asking,
): Promise<{ orders: number; swept: Swept }> {
  const { now } = shop;
  const begunAt = activity.sweepBegunAt ?? now;
  const since = earlier(activity.sweptTo ?? shop.connection.importSince, OVERLAP);
  const at = (seconds: number) => earlier(now, -seconds);
  let place = activity.sweepPage;
  let orders = 0;
  let newest: Instant | undefined;
  for (let page = 1; page <= MAX_PAGES && goesOn(); page += 1) {
    const asked = await api.changedSince(since, place);
    if (!asked.ok) {
      // A cursor that the shop no longer knows would fail forever: start again with the first page.
      const goesOnAt = asked.why === 'invalid' ? undefined : place;
      const next = at(Math.max(INTERVAL, asked.retryAfter ?? 0));
      return { orders, swept: { now, next, failure: asked.reason, newest, page: pageAt(begunAt, goesOnAt) } };
    }
    for (const order of asked.value.orders) {
      const parcel = parcelOfOrder(order, shop);
      await take(parcel, shop);
      newest = newerOf(newest, changeIn(parcel));
    }
    orders += asked.value.orders.length;
    place = asked.value.next;
    if (place === undefined) return { orders, swept: { now, next: at(INTERVAL), to: begunAt, newest } };
  }
  return { orders, swept: { now, next: now, newest, page: pageAt(begunAt, place) } };
}

/** When the order was changed, by the shop's clock: a version begins with that time. */
function changeIn({ arrival }: Parcel): Instant | undefined {
  return arrival.kind === 'order' ? arrival.version.split('/')[0] : undefined;
}

function newerOf(one: Instant | undefined, other: Instant | undefined): Instant | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return one > other ? one : other;
}

function pageAt(begunAt: Instant, place: string | undefined): Swept['page'] {
  return place === undefined ? undefined : { begunAt, place };
}

function earlier(instant: Instant, seconds: number): Instant {
  return toInstant(new Date(Date.parse(instant) - seconds * 1000));
}
