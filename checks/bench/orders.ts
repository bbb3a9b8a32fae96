import { randomUUID } from 'node:crypto';
import { toItem } from '../../lib/database/stored-order.ts';
import type { Address, Order } from '../../lib/domain/order.ts';
import { aContent, aLine, anAddress, anOrder } from '../../tests/support/an-order.ts';

type Item = Record<string, unknown>;

const SKUS = ['KA-49006-1234', 'KA-92055-0126', 'NGK-CR9E'];

/** With all that an address can have, but for what only the billing address has. */
const HOME: Address = anAddress({
  firstName: 'Dana',
  company: 'Reyes Racing',
  address2: 'Unit 4',
  state: 'ID',
  postalCode: '83702',
});

/** The items of outstanding orders of three lines, as they are when they were just stored. */
export function* outstandingItems(storeId: string, ids: Iterable<string>): Generator<Item> {
  for (const orderId of ids) yield itemOf(storeId, { orderId, status: 'New' });
}

/** The items of orders of three lines that Lightspeed has taken: as many, each placed a minute before the last one. */
export function* downloadedItems(storeId: string, count: number): Generator<Item> {
  yield* handledItems(storeId, count, ['Downloaded']);
}

const HANDLED = ['Downloaded', 'PartiallyShipped', 'Shipped'] as const;

/** As `downloadedItems`, but with one status after the other. */
export function* handledItems(
  storeId: string,
  count: number,
  statuses: readonly (typeof HANDLED)[number][] = HANDLED,
): Generator<Item> {
  const now = Date.now();
  for (let at = 0; at < count; at += 1) {
    const placedAt = new Date(now - at * 60_000).toISOString();
    const offers = { count: 1, firstAt: placedAt, lastAt: placedAt };
    const times = { receivedAt: placedAt, updatedAt: placedAt, downloadedAt: placedAt };
    const status = statuses[at % statuses.length] ?? 'Downloaded';
    const parcel = { trackingNumber: `1Z${at}`, shippedAt: placedAt, recordedAt: placedAt };
    const shipments = status === 'Downloaded' ? [] : [parcel];
    const order = { orderId: downloadedId(at), status, offers, shipments, ...times };
    yield itemOf(storeId, order, placedAt);
  }
}

/** The id of one of them. */
export function downloadedId(at: number): string {
  return `taken-${String(at + 1).padStart(8, '0')}`;
}

function itemOf(storeId: string, order: Partial<Order>, placedAt: string = new Date().toISOString()): Item {
  const content = aContent({
    placedAt,
    billTo: { ...HOME, phone: '208-555-0142', email: 'dana@example.com' },
    shipTo: HOME,
    lines: SKUS.map((sku) => aLine({ sku, manufacturer: 'Kawasaki', description: 'Boot, front fork' })),
    totals: { subtotal: 20_700, discount: 500, shipping: 895, tax: 1242, total: 22_337 },
    payments: [{ method: 'visa', amount: 22_337 }],
  });
  const outstandingSince = order.status === 'New' ? { outstandingSince: placedAt } : {};
  const stored = anOrder({
    receivedAt: placedAt,
    updatedAt: placedAt,
    ...outstandingSince,
    content,
    ...order,
  });
  return toItem(storeId, stored, { revision: randomUUID() });
}
