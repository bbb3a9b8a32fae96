import type { Loss } from '../../terminal/http/send.ts';
import { type Random, seededRandom } from '../seeded-random.ts';
import type { OfferedOrder } from './offered-order.ts';
import type { Acknowledgement, ImportError, Shipment } from './requests.ts';

/** Shares of the orders or calls, each from 0 to 1. */
export type Shares = { ship: number; refuse: number; cancel: number; lose: number };

/** An order that Lightspeed has imported and not finished. */
export type OpenOrder = {
  orderId: string;
  remaining: { sku: string; quantity: number }[];
  shipmentsSoFar: number;
};

export type Change =
  | { kind: 'ship'; orderId: string; shipment: Shipment }
  | { kind: 'cancel'; orderId: string; reason: string };

const IMPORT_ERRORS: readonly [ImportError, ...ImportError[]] = [
  { code: 'PART', message: 'Unknown part' },
  { code: 'CUSTOMER', message: 'Two customers match <this name & address>' },
  { code: 'TAX', message: 'No tax category for the ship-to state' },
  { message: 'Object reference not set to an instance of an object.' },
];

const REASONS: readonly [string, ...string[]] = [
  'Voided: discontinued part',
  'Voided: customer changed their mind',
  'Voided: duplicate of the phone order',
];

/** Imports what is offered, but refuses a share of it, and whatever is faulty with its faults as the reasons. */
export function planAcknowledgements(
  offered: OfferedOrder[],
  { refuse }: Shares,
  random: Random,
): Acknowledgement[] {
  return offered.map(({ orderId, faults }) => {
    if (faults.length > 0) return { orderId, errors: faults.map((message) => ({ code: 'IMPORT', message })) };
    return { orderId, errors: random.chance(refuse) ? [importError(orderId)] : [] };
  });
}

// An order that is refused again is refused for the same reason.
function importError(orderId: string): ImportError {
  return seededRandom(orderId).pick(IMPORT_ERRORS);
}

export function openOrder({ orderId, items }: Pick<OfferedOrder, 'orderId' | 'items'>): OpenOrder {
  // A SKU may stand on several lines; shipments count by SKU.
  const bySku = Map.groupBy(items, ({ sku }) => sku);
  const remaining = [...bySku].map(([sku, lines]) => ({
    sku,
    quantity: lines.reduce((sum, { quantity }) => sum + quantity, 0),
  }));
  return { orderId, remaining, shipmentsSoFar: 0 };
}

/** What staff do with the imported orders in one round: void a few, ship some, a third of these in part. */
export function planChanges(open: OpenOrder[], shares: Shares, random: Random): Change[] {
  return open.flatMap((order): Change[] => {
    const { orderId } = order;
    if (order.shipmentsSoFar === 0 && random.chance(shares.cancel)) {
      return [{ kind: 'cancel', orderId, reason: random.pick(REASONS) }];
    }
    return random.chance(shares.ship)
      ? [{ kind: 'ship', orderId, shipment: planShipment(order, random) }]
      : [];
  });
}

function planShipment(order: OpenOrder, random: Random): Shipment {
  const { remaining, shipmentsSoFar } = order;
  const units = remaining.reduce((sum, { quantity }) => sum + quantity, 0);
  const inPart = units > 1 && random.chance(1 / 3);
  const { carrier, service, tracking } = random.pick(CARRIERS);
  const packages = random.chance(0.1) ? 2 : 1;
  const items = inPart ? some(remaining, units, random) : remaining;
  return {
    trackingNumbers: Array.from({ length: packages }, () => tracking(random)),
    carrier,
    service,
    // A shipment that names no items is the whole order, and the rest of an order is not.
    items: !inPart && shipmentsSoFar === 0 && random.chance(0.5) ? [] : items,
  };
}

/** At least one unit, and not all of them. */
function some(remaining: OpenOrder['remaining'], units: number, random: Random): Shipment['items'] {
  let left = random.integer(1, units - 1);
  return remaining.flatMap(({ sku, quantity }) => {
    const taken = Math.min(left, quantity);
    left -= taken;
    return taken === 0 ? [] : [{ sku, quantity: taken }];
  });
}

type Carrier = { carrier: string; service: string; tracking: (random: Random) => string };

const CARRIERS: readonly [Carrier, ...Carrier[]] = [
  { carrier: 'UPS', service: 'Ground', tracking: (random) => `1Z999AA1${digits(10, random)}` },
  { carrier: 'FedEx', service: 'Home Delivery', tracking: (random) => digits(12, random) },
  // As the post office prints it, in groups.
  {
    carrier: 'USPS',
    service: 'Priority Mail',
    tracking: (random) => `9400 1000 ${digits(4, random)} ${digits(4, random)} ${digits(4, random)} 00`,
  },
];

function digits(count: number, random: Random): string {
  return Array.from({ length: count }, () => random.integer(0, 9)).join('');
}

/** The order after a change; undefined when nothing is left to do. */
export function afterChange(order: OpenOrder, change: Change): OpenOrder | undefined {
  if (change.kind === 'cancel' || change.shipment.items.length === 0) return undefined;
  const shipped = new Map(change.shipment.items.map(({ sku, quantity }) => [sku, quantity]));
  const remaining = order.remaining
    .map(({ sku, quantity }) => ({ sku, quantity: quantity - (shipped.get(sku) ?? 0) }))
    .filter(({ quantity }) => quantity > 0);
  return remaining.length === 0
    ? undefined
    : { ...order, remaining, shipmentsSoFar: order.shipmentsSoFar + 1 };
}

/** Whether, and how, a call's first answer gets lost. */
export function planLoss({ lose }: Shares, random: Random): Loss | undefined {
  if (!random.chance(lose)) return undefined;
  return random.pick(['answer', 'connection'] as const);
}
