import { formatMoney } from '../domain/money.ts';
import type { Order } from '../domain/order.ts';
import { paymentType } from '../domain/payment-type.ts';

/**
 * An order as the webstore reads it (docs/openapi.yaml, `Order`): what it sent, what happened to it and, for a single
 * order, its messages.
 */
export function orderJson({ content, ...order }: Order, messages?: readonly object[]): unknown {
  const { totals } = content;
  return {
    orderId: order.orderId,
    status: order.status,
    placedAt: content.placedAt,
    currency: content.currency,
    billTo: content.billTo,
    shipTo: content.shipTo ?? content.billTo,
    lines: content.lines.map((line) => ({ ...line, unitPrice: formatMoney(line.unitPrice) })),
    totals: {
      subtotal: formatMoney(totals.subtotal),
      discount: formatMoney(totals.discount),
      shipping: formatMoney(totals.shipping),
      tax: formatMoney(totals.tax),
      total: formatMoney(totals.total),
    },
    payments: content.payments.map(({ method, amount }) => ({
      method,
      type: paymentType(method),
      amount: formatMoney(amount),
    })),
    failedDownloads: order.failedDownloads,
    shipments: order.shipments,
    notes: order.notes.map(({ by: _, ...note }) => note),
    notesDropped: order.notesDropped,
    offers: order.offers,
    receivedAt: order.receivedAt,
    updatedAt: order.updatedAt,
    outstandingSince: order.outstandingSince,
    downloadedAt: order.downloadedAt,
    shippedAt: order.shippedAt,
    canceledAt: order.canceledAt,
    erasedAt: order.erasedAt,
    messages,
  };
}
