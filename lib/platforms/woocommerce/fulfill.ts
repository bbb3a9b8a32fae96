import type { Shipment } from '../../domain/order.ts';
import { type Asked, ok } from '../api.ts';
import { fieldOf, textOf, trackingKey } from '../asking.ts';
import { type Carrier, carrierOf } from '../carriers.ts';
import type { WooCall } from './note.ts';

/*
 * WooCommerce's own Order Fulfillments (since 10.1, behind the feature `fulfillments`): a parcel with its tracking
 * number and the lines of the order that are in it. Where the feature is off its routes are not there.
 */

/** A line of the order, and how many of it. */
interface Item {
  item_id: number;
  qty: number;
}

/**
 * Tells a tracking number by a fulfillment. `undefined` if the shop has no such feature, if the key may not use it, or
 * if nothing of the order is left that could be in it: WooCommerce takes no fulfillment without a line.
 */
export async function fulfill(
  call: WooCall,
  platformId: string,
  shipment: Shipment,
): Promise<Asked<string> | undefined> {
  const path = `wc/v3/orders/${platformId}/fulfillments`;
  const there = await call('GET', path);
  if (!there.ok) return there.why === 'gone' || there.why === 'refused' ? undefined : there;
  const fulfillments: unknown[] = Array.isArray(there.value.json) ? there.value.json : [];
  const numbers = fulfillments.map((one) => trackingKey(textOf(metaOf(one, '_tracking_number'))));
  if (numbers.includes(trackingKey(shipment.trackingNumber))) return ok('It is there already.');
  const order = await call('GET', `wc/v3/orders/${platformId}`);
  if (!order.ok) return order;
  const items = itemsOf(shipment, pending(order.value.json, fulfillments));
  if (items.length === 0) return undefined;
  const made = await call('POST', `${path}?notify_customer=true`, {
    status: 'fulfilled',
    is_fulfilled: true,
    meta_data: metaData(shipment, items),
  });
  if (made.ok) return ok('A fulfillment was made in the shop.');
  // The number must reach the customer, whatever the feature has against it.
  return made.why === 'invalid' ? undefined : made;
}

interface Pending extends Item {
  sku: string;
}

/** What of the order's lines is in no fulfillment yet. */
function pending(order: unknown, fulfillments: unknown[]): Pending[] {
  const gone = new Map<number, number>();
  const take = (id: number, qty: number) => gone.set(id, (gone.get(id) ?? 0) + qty);
  for (const one of fulfillments)
    for (const item of listOf(metaOf(one, '_items')))
      take(numberOf(fieldOf(item, 'item_id')), numberOf(fieldOf(item, 'qty')));
  return listOf(fieldOf(order, 'line_items'))
    .map((line) => {
      const item_id = numberOf(fieldOf(line, 'id'));
      const qty = numberOf(fieldOf(line, 'quantity')) - (gone.get(item_id) ?? 0);
      return { item_id, qty, sku: textOf(fieldOf(line, 'sku')).trim() };
    })
    .filter(({ item_id, qty }) => item_id > 0 && qty > 0);
}

/** What of it is in this parcel: by Lightspeed's SKUs, or all that is left. */
function itemsOf({ items }: Shipment, left: Pending[]): Item[] {
  if (!items) return left.map(({ item_id, qty }) => ({ item_id, qty }));
  const wanted = new Map<string, number>();
  for (const { sku, quantity } of items) wanted.set(sku, (wanted.get(sku) ?? 0) + quantity);
  return left.flatMap(({ item_id, qty, sku }) => {
    const taken = Math.min(qty, wanted.get(sku) ?? 0);
    wanted.set(sku, (wanted.get(sku) ?? 0) - taken);
    return taken > 0 ? [{ item_id, qty: taken }] : [];
  });
}

function metaData(shipment: Shipment, items: Item[]): { key: string; value: unknown }[] {
  const carrier = carrierOf(shipment);
  const provider = providerOf(carrier);
  return [
    { key: '_items', value: items },
    { key: '_tracking_number', value: shipment.trackingNumber },
    // Its name was another one until 10.7.
    { key: '_shipment_provider', value: provider },
    { key: '_shipping_provider', value: provider },
    ...(provider === 'other' ? [{ key: '_provider_name', value: carrier.name }] : []),
    ...(carrier.url === '' ? [] : [{ key: '_tracking_url', value: carrier.url }]),
  ];
}

/** WooCommerce's names of the carriers that are known here (`ShippingProviders.php`). */
const PROVIDERS: Readonly<Record<string, string>> = {
  UPS: 'ups',
  USPS: 'usps',
  FedEx: 'fedex',
  'DHL Express': 'dhl',
  'Canada Post': 'canada-post',
  Purolator: 'purolator',
  OnTrac: 'lasership-ontrac',
};

function providerOf({ name }: Carrier): string {
  return Object.hasOwn(PROVIDERS, name) ? (PROVIDERS[name] ?? 'other') : 'other';
}

function metaOf(fulfillment: unknown, key: string): unknown {
  const found = listOf(fieldOf(fulfillment, 'meta_data')).find((meta) => fieldOf(meta, 'key') === key);
  return fieldOf(found, 'value');
}

/** PHP writes a list that has a gap as an object. */
function listOf(value: unknown): unknown[] {
  return typeof value === 'object' && value !== null ? Object.values(value) : [];
}

/** A number that is not whole comes as its text (`readJson`). */
function numberOf(value: unknown): number {
  return Number(textOf(value)) || 0;
}
