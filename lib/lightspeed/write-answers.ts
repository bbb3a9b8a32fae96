import type { AcknowledgeResult } from '../domain/acknowledge.ts';
import type { CancelResult } from '../domain/cancel.ts';
import type { Instant } from '../domain/instant.ts';
import type { OrderStatus } from '../domain/order.ts';
import type { ShipResult } from '../domain/ship.ts';
import { tags } from './names.ts';
import { writeInstant } from './write-instant.ts';
import { writeDocument, writeDocumentAround, writeElement } from './write-xml.ts';

/** Contract 1, "Errors". */
export function writeError(error: { code: string; message: string; requestId: string }): string {
  return writeDocument([
    tags.error,
    [
      [tags.code, error.code],
      [tags.message, error.message],
      [tags.requestId, error.requestId],
    ],
  ]);
}

/** Contract 2. */
export function writeTestConnection({ storeId, now }: { storeId: string; now: Instant }): string {
  return writeDocument([
    tags.testConnection,
    [
      [tags.status, 'OK'],
      [tags.store, storeId],
      [tags.serverTime, writeInstant(now)],
    ],
  ]);
}

/** Contract 3, around orders that `writeOrder` wrote. */
export function writeOutstandingActivity(orders: string[]): string {
  return writeDocumentAround([tags.outstandingActivity, tags.orders], orders);
}

/** Contract 4: one line for each order named. */
export function writeAcknowledgeResponse(results: { orderId: string; result: AcknowledgeResult }[]): string {
  // One by one: 70,000 lines fit into a request, and a tree of them all would fill a function's memory.
  const lines = results.map(({ orderId, result }) =>
    writeElement([
      tags.order,
      [
        [tags.orderId, orderId],
        [tags.result, result],
      ],
    ]),
  );
  return writeDocumentAround([tags.acknowledgeResponse, tags.orders], lines);
}

interface OrderAnswer<Result> {
  orderId: string;
  status: OrderStatus;
  result: Result;
}

/** Contract 5. */
export function writeShipmentResponse({ orderId, status, result }: OrderAnswer<ShipResult>): string {
  return writeDocument([
    tags.shipmentResponse,
    [
      [tags.orderId, orderId],
      [tags.status, status],
      [tags.result, result],
    ],
  ]);
}

/** Contract 6. */
export function writeCancelResponse({ orderId, status, result }: OrderAnswer<CancelResult>): string {
  return writeDocument([
    tags.cancelResponse,
    [
      [tags.orderId, orderId],
      [tags.status, status],
      [tags.result, result],
    ],
  ]);
}
