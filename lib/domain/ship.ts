import { Failure } from './failure.ts';
import type { Instant } from './instant.ts';
import { advance } from './life-cycle.ts';
import { addNote, atMost } from './note.ts';
import type { Order, Shipment, ShippedItem } from './order.ts';
import { withoutForbidden } from './text.ts';

/** A shipment as Lightspeed tells it (contract 5). */
export interface ToldShipment {
  trackingNumber: string;
  carrier?: string | undefined;
  service?: string | undefined;
  /** Absent: the time of receipt. */
  shippedAt?: Instant | undefined;
  items?: ShippedItem[] | undefined;
  /** What could not be read, as text for notes. */
  remarks: string[];
}

export type ShipResult = 'Recorded' | 'AlreadyRecorded';

/** The shipments' share of an order's 400 KB; `note.ts` has the other shares. About 400 packages. */
const MAX_SHIPMENTS_BYTES = 64 * 1024;

/**
 * Appends the shipments that are not recorded yet and moves the order on.
 * Throws `InvalidRequest` if the order has no room for them.
 */
export function ship(order: Order, told: ToldShipment[], now: Instant): { order: Order; result: ShipResult } {
  const fresh = withoutRepeats(order, told);
  if (fresh.length === 0) return { order, result: 'AlreadyRecorded' };
  const shipments = [...order.shipments, ...fresh.map((one) => toShipment(one, now))];
  if (new TextEncoder().encode(JSON.stringify(shipments)).length > MAX_SHIPMENTS_BYTES) {
    throw new Failure('InvalidRequest', `Order ${order.orderId} has no room for that many shipments.`);
  }
  const complete = coversEveryLine(order, shipments);
  const moved = advance(order, complete ? 'ship' : 'shipPart', now);
  const shippedAt = moved.status === 'Shipped' ? (order.shippedAt ?? shipments.at(-1)?.shippedAt) : undefined;
  const unreadable = fresh.flatMap((one) => one.remarks);
  const remarks = [
    ...atMost(unreadable, 'things that could not be read'),
    ...atMost(oddities(order, fresh, shipments), 'things that do not fit the order'),
  ];
  return {
    order: remarks.reduce((so, text) => addNote(so, { source: 'system', text, now }), {
      ...moved,
      shipments,
      shippedAt,
      updatedAt: now,
    }),
    result: 'Recorded',
  };
}

/** White space and letter case do not matter. */
function trackingKey(trackingNumber: string): string {
  return trackingNumber.replaceAll(/\s/g, '').toUpperCase();
}

function withoutRepeats(order: Order, told: ToldShipment[]): ToldShipment[] {
  const known = new Set(order.shipments.map((shipment) => trackingKey(shipment.trackingNumber)));
  return told.filter(({ trackingNumber }) => {
    const key = trackingKey(trackingNumber);
    const fresh = !known.has(key);
    known.add(key);
    return fresh;
  });
}

function toShipment(told: ToldShipment, now: Instant): Shipment {
  const { trackingNumber, carrier, service, shippedAt = now, items } = told;
  return { trackingNumber, carrier, service, shippedAt, recordedAt: now, items };
}

/** A SKU comes back as XML carries it: without forbidden characters and surrounding space. */
function skuKey(sku: string): string {
  return withoutForbidden(sku).replaceAll(/\s+/g, ' ').trim();
}

function quantities(items: ShippedItem[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { sku, quantity } of items) sums.set(skuKey(sku), (sums.get(skuKey(sku)) ?? 0) + quantity);
  return sums;
}

function coversEveryLine(order: Order, shipments: Shipment[]): boolean {
  if (shipments.some((shipment) => shipment.items === undefined)) return true;
  const shipped = quantities(shipments.flatMap((shipment) => shipment.items ?? []));
  return [...quantities(order.content.lines)].every(([sku, quantity]) => (shipped.get(sku) ?? 0) >= quantity);
}

/** What staff should look at, as text: a canceled order, SKUs and quantities that it does not have. */
function oddities(order: Order, fresh: ToldShipment[], shipments: Shipment[]): string[] {
  const numbers = fresh.map((one) => one.trackingNumber).join(', ');
  const ordered = quantities(order.content.lines);
  const shipped = quantities(shipments.flatMap((shipment) => shipment.items ?? []));
  const named = new Set(fresh.flatMap((one) => one.items ?? []).map((item) => skuKey(item.sku)));
  const wrong = [...named].flatMap((sku) => {
    const has = ordered.get(sku);
    if (has === undefined) return [`Shipment ${numbers} names ${sku}, which is not on the order.`];
    const total = shipped.get(sku) ?? 0;
    return total > has ? [`Shipment ${numbers} makes ${total} of ${sku}; the order has ${has}.`] : [];
  });
  return order.status === 'Canceled' ? [`Shipped after it was canceled: ${numbers}.`, ...wrong] : wrong;
}
