import { type Arguments, placedAt } from './arguments.ts';
import { makeOrder } from './make-order.ts';
import type { PlacedOrder } from './placed-order.ts';

export type PlannedOrder = { orderId: string; order: PlacedOrder };

type Plan = Pick<Arguments, 'count' | 'seed' | 'start' | 'prefix' | 'firstPlacedAt'>;

/** Made one by one, as they are asked for. */
export function* plannedOrders(plan: Plan): Generator<PlannedOrder> {
  for (let index = 0; index < plan.count; index += 1) {
    const number = plan.start + index;
    const order = makeOrder({ seed: plan.seed, number, placedAt: placedAt(plan, index) });
    yield { orderId: `${plan.prefix}${number}`, order };
  }
}
