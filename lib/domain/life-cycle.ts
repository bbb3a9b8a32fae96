import { Failure } from './failure.ts';
import type { Instant } from './instant.ts';
import type { Order, OrderStatus } from './order.ts';

/** What can happen to an order. After `shipPart` something is left to ship, after `ship` nothing. */
export type OrderEvent = 'replace' | 'download' | 'shipPart' | 'ship' | 'cancel' | 'requeue';

/** Why an event does not apply to an order. */
export type Refusal = 'OrderAlreadyDownloaded' | 'OrderShipped' | 'OrderCanceled';

/**
 * The life of an order (contract 7), the only place that says which status follows which. A cell is the status after
 * the event, or the refusal where the event does not apply. It only moves forward; `requeue` is the one way back, for
 * orders that are neither shipped nor canceled.
 */
export const lifeCycle: Readonly<Record<OrderStatus, Readonly<Record<OrderEvent, OrderStatus | Refusal>>>> = {
  New: {
    replace: 'New',
    download: 'Downloaded',
    shipPart: 'PartiallyShipped',
    ship: 'Shipped',
    cancel: 'Canceled',
    requeue: 'New',
  },
  Downloaded: {
    replace: 'OrderAlreadyDownloaded',
    download: 'Downloaded',
    shipPart: 'PartiallyShipped',
    ship: 'Shipped',
    cancel: 'Canceled',
    requeue: 'New',
  },
  PartiallyShipped: {
    replace: 'OrderShipped',
    download: 'PartiallyShipped',
    shipPart: 'PartiallyShipped',
    ship: 'Shipped',
    cancel: 'OrderShipped',
    requeue: 'OrderShipped',
  },
  Shipped: {
    replace: 'OrderShipped',
    download: 'Shipped',
    shipPart: 'Shipped',
    ship: 'Shipped',
    cancel: 'OrderShipped',
    requeue: 'OrderShipped',
  },
  Canceled: {
    replace: 'OrderCanceled',
    download: 'Canceled',
    shipPart: 'Canceled',
    ship: 'Canceled',
    cancel: 'Canceled',
    requeue: 'OrderCanceled',
  },
};

export type Step = { to: OrderStatus } | { refusal: Refusal };

/** The status after an event. The same status means that there is nothing to do. */
export function step(status: OrderStatus, event: OrderEvent): Step {
  const cell = lifeCycle[status][event];
  return isStatus(cell) ? { to: cell } : { refusal: cell };
}

/** Whether the status is final: the order is settled. */
export function isFinal(status: OrderStatus): boolean {
  return Object.values(lifeCycle[status]).every((cell) => cell === status || !isStatus(cell));
}

function isStatus(cell: OrderStatus | Refusal): cell is OrderStatus {
  return cell in lifeCycle;
}

/**
 * Moves an order along the table and keeps the times of its statuses. Throws the refusal, as a `Failure`, where the
 * event does not apply.
 */
export function advance(order: Order, event: OrderEvent, now: Instant): Order {
  const next = step(order.status, event);
  if ('refusal' in next) throw new Failure(next.refusal, refusals[next.refusal]);
  if (next.to === order.status) return order;
  return become(next.to, order, now);
}

/** The order as it is when it has just become outstanding: it waits since now, and nobody has refused it. */
export function beOutstanding(order: Order, now: Instant): Order {
  return become('New', order, now);
}

function become(status: OrderStatus, order: Order, now: Instant): Order {
  return { ...order, status, updatedAt: now, ...timesOf(order, status, now) };
}

function timesOf(order: Order, status: OrderStatus, now: Instant): Partial<Order> {
  if (status === 'New') return { outstandingSince: now, downloadedAt: undefined, failedDownloads: 0 };
  if (status === 'Canceled') return { outstandingSince: undefined, canceledAt: now };
  return { outstandingSince: undefined, downloadedAt: order.downloadedAt ?? now };
}

const refusals: Readonly<Record<Refusal, string>> = {
  OrderAlreadyDownloaded: 'Lightspeed has downloaded this order already.',
  OrderShipped: 'This order has shipped, in whole or in part.',
  OrderCanceled: 'This order is canceled.',
};
