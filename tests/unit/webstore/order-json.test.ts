import { expect, test } from '@jest/globals';
import { orderJson } from '../../../lib/webstore/order-json.ts';
import { aContent, aLine, anAddress, anOrder, aPayment, NOON } from '../../support/an-order.ts';

test('an order is told with what the webstore sent and what became of it, but not who of the staff it was', () => {
  const order = anOrder({
    orderId: '00123',
    status: 'Shipped',
    content: aContent({
      shipTo: anAddress({ city: 'Nampa' }),
      payments: [aPayment({ method: 'Master Card' })],
    }),
    shipments: [{ trackingNumber: '1Z1', carrier: 'UPS', shippedAt: NOON, recordedAt: NOON }],
    notes: [
      { source: 'staff', text: 'Called', by: 'clerk@example.com', firstAt: NOON, lastAt: NOON, count: 1 },
    ],
    notesDropped: 3,
    failedDownloads: 1,
    offers: { count: 2, firstAt: NOON, lastAt: NOON },
    replacedAt: NOON,
    leftOutAt: NOON,
  });

  expect(JSON.parse(JSON.stringify(orderJson(order)))).toEqual({
    orderId: '00123',
    status: 'Shipped',
    placedAt: '2026-11-23T18:04:05Z',
    currency: 'USD',
    billTo: { lastName: 'Reyes', address1: '12 Elm St', city: 'Boise', country: 'US' },
    shipTo: { lastName: 'Reyes', address1: '12 Elm St', city: 'Nampa', country: 'US' },
    lines: [{ sku: 'KA-49006-1234', quantity: 2, unitPrice: '34.50' }],
    totals: { subtotal: '69.00', discount: '5.00', shipping: '8.95', tax: '4.14', total: '77.09' },
    payments: [{ method: 'Master Card', type: 'MASTERCARD', amount: '77.09' }],
    failedDownloads: 1,
    shipments: [{ trackingNumber: '1Z1', carrier: 'UPS', shippedAt: NOON, recordedAt: NOON }],
    notes: [{ source: 'staff', text: 'Called', firstAt: NOON, lastAt: NOON, count: 1 }],
    notesDropped: 3,
    offers: { count: 2, firstAt: NOON, lastAt: NOON },
    receivedAt: NOON,
    updatedAt: NOON,
    downloadedAt: NOON,
    shippedAt: NOON,
  });
});

test('a shipping address that was left out is the billing address', () => {
  expect(orderJson(anOrder())).toMatchObject({ shipTo: anAddress() });
});

test('what the webstore sent comes back as it was sent', () => {
  const content = aContent({ lines: [aLine({ description: 'Boot, front fork \u0001' })] });

  expect(orderJson(anOrder({ content }))).toMatchObject({
    lines: [{ description: 'Boot, front fork \u0001' }],
  });
});
