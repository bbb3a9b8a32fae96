import { getOrder } from '../database/orders.ts';
import type { Connection } from '../domain/connection.ts';
import { connectionTo, isTwoWay } from '../domain/connection.ts';
import type { Message, Outcome } from '../domain/delivery.ts';
import { Failure } from '../domain/failure.ts';
import type { MessageBody } from '../domain/messages.ts';
import type { Order } from '../domain/order.ts';
import type { Store } from '../domain/store.ts';
import { apiOf } from '../inbox/shop-api.ts';
import type { Asked, News } from '../platforms/api.ts';

/** The two-way connection of the shop that an order came from. */
export function shopOf(
  store: Pick<Store, 'connections'>,
  { source }: Pick<Order, 'source'>,
): Connection | undefined {
  const connection = source && connectionTo(source, store);
  return connection && isTwoWay(connection) ? connection : undefined;
}

/**
 * Tells a shop by the platform's API what Lightspeed or staff did to one of its orders (contract 10). Whatever the shop
 * does is an outcome; a repeated call finds what was told before and tells nothing twice.
 */
export async function sendToShop(store: Store, message: Message): Promise<Outcome> {
  const order = await orderOf(store, message);
  const connection = order && shopOf(store, order);
  if (!order?.source || !connection)
    return { delivered: false, giveUp: true, told: 'The order, or the connection to its shop, is gone.' };
  const news = newsIn(message, order, connection);
  if (!news) return { delivered: true, told: 'There was nothing to tell.' };
  const api = await apiOf({ store, connection });
  if (!api) return { delivered: false, told: 'The shop’s API is no longer connected.' };
  return outcomeOf(await api.tell(order.source.platformId, news));
}

async function orderOf({ id }: Store, { orderId }: Message): Promise<Order | undefined> {
  try {
    return await getOrder(id, orderId);
  } catch (error) {
    if (error instanceof Failure && error.code === 'OrderNotFound') return undefined;
    throw error;
  }
}

/** The part of a message that a shop is told; `undefined` for what only concerns Lightspeed and us. */
function newsIn({ body, type }: Message, order: Order, { cancelInShop }: Connection): News | undefined {
  const { data } = JSON.parse(body) as MessageBody;
  switch (type) {
    case 'order.shipped': {
      const numbers = new Set(data.shipments?.map(({ trackingNumber }) => trackingNumber));
      const shipments = order.shipments.filter(({ trackingNumber }) => numbers.has(trackingNumber));
      return { kind: 'shipped', shipments, isComplete: order.status === 'Shipped' };
    }
    case 'order.refused':
      return { kind: 'refused', errors: data.errors ?? [] };
    case 'order.canceled':
      return { kind: 'canceled', reason: data.reason ?? 'without a reason.', cancelInShop };
    case 'order.downloaded':
    case 'order.requeued':
      return undefined;
  }
}

/** What the shop does not have, or never takes, is not sent again; with wrong credentials it is, for some days. */
function outcomeOf(asked: Asked<string>): Outcome {
  if (asked.ok) return { delivered: true, told: asked.value };
  const { why, reason, retryAfter } = asked;
  return {
    delivered: false,
    told: reason,
    ...(retryAfter !== undefined && { retryAfter }),
    ...((why === 'gone' || why === 'invalid') && { giveUp: true }),
  };
}
