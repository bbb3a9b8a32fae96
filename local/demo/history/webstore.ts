import { createHmac } from 'node:crypto';
import { wooOrder } from './woo-order.ts';
import { makeOrder } from '../../../players/webstore/make-order.ts';
import type { PlacedOrder } from '../../../players/webstore/placed-order.ts';
import { seededRandom } from '../../../players/seeded-random.ts';
import { callStore, type OpenStore } from './callers.ts';
import type { OrderStory } from './stores.ts';
import { DAY, hourAndDay, MINUTE } from './zoned.ts';

/** An order that customers will place. */
export interface Planned {
  orderId: string;
  order: PlacedOrder;
  /** When the webstore sends it. */
  arrives: number;
  /** 0 is the store's newest. */
  fromNewest: number;
}

const SEED = 2026;

/** What the customers of a store order until the end of the history, earliest first. */
export function plannedOrders(
  { id, days, ordersADay, timeZone, firstNumber }: OpenStore,
  end: number,
): Planned[] {
  const random = seededRandom('customers', id);
  const times: number[] = [];
  for (let day = days; day > 0; day -= 1) {
    const [fewest, most] = ordersADay;
    const count = random.integer(fewest, most);
    for (let n = 0; n < count; n += 1) times.push(end - day * DAY + Math.floor(random.fraction() * DAY));
  }
  // Few people order at night.
  const awake = times.filter((time) => hourAndDay(time, timeZone).hour >= 6 || random.chance(0.15));
  return awake
    .toSorted((a, b) => a - b)
    .map((time, at, all) => ({
      orderId: String(firstNumber + at),
      order: legibleOrder(firstNumber + at, new Date(time)),
      arrives: time + random.integer(2, 45) * 1000,
      fromNewest: all.length - 1 - at,
    }));
}

/** The browser that takes the pictures has Latin letters only. */
function legibleOrder(number: number, placedAt: Date): PlacedOrder {
  for (let seed = SEED; ; seed += 1) {
    const order = makeOrder({ seed, number, placedAt });
    if (!/[\u0250-\u1fff\u2e80-\uffff]/u.test(JSON.stringify(order))) return order;
  }
}

/** The webstore's own program sends an order. */
export async function sendOrder(store: OpenStore, { orderId, order }: Planned): Promise<void> {
  const headers = { authorization: `Bearer ${store.apiToken}`, 'content-type': 'application/json' };
  await callStore(store, { method: 'PUT', path: `/orders/${orderId}`, headers, body: JSON.stringify(order) });
}

/** The webstore adds a note to an order. */
export async function sendNote(store: OpenStore, orderId: string, text: string): Promise<void> {
  const headers = { authorization: `Bearer ${store.apiToken}`, 'content-type': 'application/json' };
  await callStore(store, {
    method: 'POST',
    path: `/orders/${orderId}/notes`,
    headers,
    body: JSON.stringify({ text }),
  });
}

/** A WooCommerce shop delivers what became of an order. */
export async function deliver(
  store: OpenStore,
  { orderId, order }: Planned,
  { status, secret }: { status: string; secret: string },
): Promise<void> {
  const at = { id: Number(orderId) - 1000, status, changedAt: new Date() };
  const body = JSON.stringify(wooOrder(order, at));
  const headers = {
    'content-type': 'application/json',
    'x-wc-webhook-topic': 'order.updated',
    'x-wc-webhook-signature': createHmac('sha256', secret).update(body).digest('base64'),
    'x-wc-webhook-id': '1',
    'user-agent': 'WooCommerce/9.4.2 Hookshot (WordPress/6.7)',
  };
  await callStore(store, { method: 'POST', path: '/platforms/woocommerce', headers, body });
}

/** What comes of an order in a shop, and how long after its arrival. */
export function shopStory(story: OrderStory['shop']): { after: number; status: string }[] {
  if (story === 'unpaid') return [{ after: 0, status: 'on-hold' }];
  return [
    { after: 0, status: 'pending' },
    { after: MINUTE / 2, status: 'processing' },
  ];
}

/** The order of somebody who comes for it, and whom the shop asked for no street. */
export function withoutStreet({ order, ...planned }: Planned): Planned {
  const { shipTo: _, ...billed } = order;
  const { address2: __, ...billTo } = order.billTo;
  return { ...planned, order: { ...billed, billTo: { ...billTo, address1: '' } } };
}
