import type { Order } from '../domain/order.ts';
import { buildElement } from './build-element.ts';
import { orderElement } from './order-element.ts';

/** Writes one outstanding order (contract 3). Throws, with the reason, if it lacks what Lightspeed must have. */
export function writeOrder(order: Order, zone: { timeZone?: string | undefined } = {}): string {
  return buildElement(orderElement(order, zone));
}
