import { anOrderBody } from '../support/an-order-body.ts';

/** What a client knows about one order: what it asked for, and what the answers said. */
interface Known {
  body: Record<string, unknown>;
  placed: boolean;
  acknowledged: boolean;
  /** Every tracking number that was sent, and whether it was answered with success. */
  shipments: Map<string, boolean>;
}

/** The promises in the service's answers, recorded by its clients. */
export class Ledger {
  readonly orders = new Map<string, Known>();
  /** Orders that were offered after the answer to their acknowledgement. */
  readonly offeredAfterAcknowledgement: string[] = [];

  /** Notes that an order is about to be placed, and gives its body. */
  begin(orderId: string): Record<string, unknown> {
    // No two orders are alike, so that a mixture of two would show.
    const body = anOrderBody({
      billTo: { lastName: orderId, address1: `${orderId} Elm St`, city: 'Boise', country: 'US' },
    });
    this.orders.set(orderId, { body, placed: false, acknowledged: false, shipments: new Map() });
    return body;
  }

  /** Notes that an order is about to come from a shop, which knows better than we do what is in it. */
  expect(orderId: string): void {
    this.orders.set(orderId, { body: {}, placed: false, acknowledged: false, shipments: new Map() });
  }

  know(orderId: string): Known {
    const known = this.orders.get(orderId);
    if (!known) throw new Error(`Nobody ever placed ${orderId}.`);
    return known;
  }

  acknowledgedIds(): Set<string> {
    return new Set([...this.orders].filter(([, known]) => known.acknowledged).map(([orderId]) => orderId));
  }
}

/** The service's view of an order, as far as the ledger can judge it. */
export interface ToldOrder {
  orderId: string;
  status: string;
  shipments: { trackingNumber: string }[];
  [field: string]: unknown;
}

/** Everything in the ledger that is missing in the service, as sentences. */
export function contradictions(ledger: Ledger, told: ReadonlyMap<string, ToldOrder>): string[] {
  const strangers = [...told.keys()].filter((orderId) => !ledger.orders.has(orderId));
  const broken = [...ledger.orders].flatMap(([orderId, known]) => {
    const order = told.get(orderId);
    if (!order) return known.placed ? [`${orderId} was placed and is gone`] : [];
    const faults = Object.entries(known.body).flatMap(([field, sent]) =>
      JSON.stringify(sorted(withoutTypes(order[field]))) === JSON.stringify(sorted(sent))
        ? []
        : [`${orderId}: ${field} differs`],
    );
    if (known.acknowledged && order.status === 'New') faults.push(`${orderId} was acknowledged and is New`);
    for (const [number, answered] of known.shipments) {
      const times = order.shipments.filter(({ trackingNumber }) => trackingNumber === number).length;
      if (times > 1 || (answered && times === 0)) faults.push(`${orderId} has ${times} shipments ${number}`);
      if (answered && order.status !== 'Shipped')
        faults.push(`${orderId} has shipped and is ${order.status}`);
    }
    return faults;
  });
  return [...strangers.map((orderId) => `${orderId} is a stranger`), ...broken];
}

/** Payments come back with Lightspeed's type, which nobody sent. */
function withoutTypes(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  return value.map((one: unknown) => {
    if (typeof one !== 'object' || one === null) return one;
    return Object.fromEntries(Object.entries(one).filter(([key]) => key !== 'type'));
  });
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
