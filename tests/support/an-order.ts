import type { Address, Line, Order, OrderContent, Payment } from '../../lib/domain/order.ts';

/*
 * Builders of what the domain works with. A test names only what differs: `anOrder({ status: 'Shipped' })`.
 * What differs stands in place of the default, whole: nothing is merged into it.
 */

/** When everything in these builders happened; 18:04:05 is also the time of the contract's examples. */
export const NOON = '2026-11-23T12:00:00Z';

export function anAddress(differs: Partial<Address> = {}): Address {
  return { lastName: 'Reyes', address1: '12 Elm St', city: 'Boise', country: 'US', ...differs };
}

export function aLine(differs: Partial<Line> = {}): Line {
  return { sku: 'KA-49006-1234', quantity: 2, unitPrice: 3450, ...differs };
}

export function aPayment(differs: Partial<Payment> = {}): Payment {
  return { method: 'visa', amount: 7709, ...differs };
}

/** The order of the contract's example, without what is optional. Its sums hold. */
export function aContent(differs: Partial<OrderContent> = {}): OrderContent {
  return {
    placedAt: '2026-11-23T18:04:05Z',
    currency: 'USD',
    billTo: anAddress(),
    lines: [aLine()],
    totals: { subtotal: 6900, discount: 500, shipping: 895, tax: 414, total: 7709 },
    payments: [aPayment()],
    ...differs,
  };
}

/** An order as it is when it was just stored; of another status, with the times that go with it. */
export function anOrder(differs: Partial<Order> = {}): Order {
  const { status = 'New' } = differs;
  return {
    orderId: '100234',
    status,
    content: aContent(),
    shipments: [],
    notes: [],
    notesDropped: 0,
    failedDownloads: 0,
    offers: { count: 0 },
    receivedAt: NOON,
    updatedAt: NOON,
    ...(status === 'New' && { outstandingSince: NOON }),
    ...(status !== 'New' && status !== 'Canceled' && { downloadedAt: NOON }),
    ...(status === 'Shipped' && { shippedAt: NOON }),
    ...(status === 'Canceled' && { canceledAt: NOON }),
    ...differs,
  };
}
