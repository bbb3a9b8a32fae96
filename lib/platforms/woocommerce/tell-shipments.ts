import type { Shipment } from '../../domain/order.ts';
import { type Asked, ok } from '../api.ts';
import { fieldOf, textOf, trackingKey } from '../asking.ts';
import { carrierOf } from '../carriers.ts';
import { fulfill } from './fulfill.ts';
import { note, type WooCall } from './note.ts';

/** Tells each tracking number once, and completes the order when all of it has shipped. */
export async function tellShipments(
  call: WooCall,
  platformId: string,
  { shipments, isComplete }: { shipments: Shipment[]; isComplete: boolean },
): Promise<Asked<string>> {
  for (const shipment of shipments) {
    const asked = await tellShipment(call, platformId, shipment);
    if (!asked.ok) return asked;
  }
  if (!isComplete) return ok(`${shipments.length} tracking numbers are in the shop.`);
  // After the numbers: the mail that goes with this status carries them.
  const order = await call('GET', `wc/v3/orders/${platformId}`);
  if (!order.ok) return order;
  if (fieldOf(order.value.json, 'status') !== 'processing')
    return ok('The tracking numbers are in the shop.');
  const set = await call('PUT', `wc/v3/orders/${platformId}`, { status: 'completed' });
  return set.ok ? ok('The tracking numbers are in the shop, and the order is completed.') : set;
}

/** A way to tell a tracking number; `undefined`: the shop does not have it. */
type Way = (call: WooCall, platformId: string, shipment: Shipment) => Promise<Asked<string> | undefined>;

/**
 * The first one that the shop has: WooCommerce's own fulfillments, the plug-ins Shipment Tracking and Advanced Shipment
 * Tracking, or else a note that the customer is sent. Each looks first whether the number is there.
 */
const WAYS: readonly Way[] = [
  fulfill,
  plugIn('wc-shipment-tracking/v3'),
  plugIn('wc-ast/v3'),
  (call, platformId, shipment) => noteNumber(call, platformId, shipment),
];

async function tellShipment(call: WooCall, platformId: string, shipment: Shipment): Promise<Asked<string>> {
  for (const way of WAYS) {
    const told = await way(call, platformId, shipment);
    if (told) return told;
  }
  return noteNumber(call, platformId, shipment);
}

/** A plug-in answers 404 where it is not installed. */
function plugIn(name: string): Way {
  return async (call, platformId, shipment) => {
    const { trackingNumber, shippedAt } = shipment;
    const path = `${name}/orders/${platformId}/shipment-trackings`;
    const there = await call('GET', path);
    if (!there.ok) return there.why === 'gone' ? undefined : there;
    const known = (Array.isArray(there.value.json) ? there.value.json : []).some(
      (one) => trackingKey(textOf(fieldOf(one, 'tracking_number'))) === trackingKey(trackingNumber),
    );
    if (known) return ok('It is there already.');
    const { name: carrier, url } = carrierOf(shipment);
    const made = await call('POST', path, {
      custom_tracking_provider: carrier,
      custom_tracking_link: url,
      tracking_number: trackingNumber,
      date_shipped: shippedAt.slice(0, 10),
    });
    return made.ok ? ok('It was told.') : made;
  };
}

function noteNumber(call: WooCall, platformId: string, shipment: Shipment): Promise<Asked<string>> {
  const { name, url } = carrierOf(shipment);
  const where = url === '' ? '' : ` ${url}`;
  const text = `Shipped with ${name}: ${shipment.trackingNumber}${where}`;
  return note(call, platformId, { text, forCustomer: true });
}
