import { isTwoWay } from '../domain/connection.ts';
import type { Message, Outcome, Target } from '../domain/delivery.ts';
import type { Instant } from '../domain/instant.ts';
import type { Order } from '../domain/order.ts';
import type { Store } from '../domain/store.ts';
import { sendToShop, shopOf } from './shop.ts';
import { sendToWebhook } from './webhook.ts';

/** A kind of receiver: which stores have one, and how to send to it. A new kind is a new entry of `targets`. */
interface Kind {
  /** Whether it gets the messages about an order of a store, whether on or off. */
  isNamedBy: (store: Store, order: Order) => boolean;
  /** Whether it is on; off: its messages are held. */
  isOn: (store: Store) => boolean;
  /** The host that a message goes to: at most two at a time. */
  hostOf: (store: Store) => string;
  /** One attempt. Whatever the receiver does is an outcome. */
  send: (store: Store, message: Message, now: Instant) => Promise<Outcome>;
}

export const targets: Readonly<Record<Target, Kind>> = {
  webhook: {
    isNamedBy: ({ webhook }) => webhook !== undefined,
    isOn: ({ webhook }) => webhook?.enabled === true,
    hostOf: ({ webhook }) => (webhook && URL.canParse(webhook.url) ? new URL(webhook.url).host : ''),
    send: async (store, message, now) => {
      const { webhook } = store;
      if (!webhook) return { delivered: false, told: 'The store no longer has a URL.' };
      return sendToWebhook({ ...store, webhook }, message, now);
    },
  },
  shop: {
    isNamedBy: (store, order) => shopOf(store, order) !== undefined,
    isOn: ({ connections = [] }) => connections.some(isTwoWay),
    // A store has one shop, or two at most.
    hostOf: ({ id }) => `shop of ${id}`,
    send: sendToShop,
  },
};

/** The targets that get messages about an order. */
export function targetsOf(store: Store, order: Order): Target[] {
  return Object.keys(targets)
    .filter((name): name is Target => name in targets)
    .filter((name) => targets[name].isNamedBy(store, order));
}

export function isTarget(name: string): name is Target {
  return Object.hasOwn(targets, name);
}
