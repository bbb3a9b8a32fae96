import type { Message, Outcome, Target } from '../domain/delivery.ts';
import type { Instant } from '../domain/instant.ts';
import type { Store } from '../domain/store.ts';
import { sendToWebhook } from './webhook.ts';

/** A kind of receiver: which stores have one, and how it is told. Another kind is another entry of `targets`. */
interface Kind {
  /** Whether what happens in a store is told to it, on or off. */
  isNamedBy: (store: Store) => boolean;
  /** Whether it is on; off: its messages are held. */
  isOn: (store: Store) => boolean;
  /** Whom a message goes to: two at a time, and no more. */
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
      if (!webhook) return { delivered: false, told: 'The store names no URL any more.' };
      return sendToWebhook({ ...store, webhook }, message, now);
    },
  },
};

/** The targets that are told of a store's orders. */
export function targetsOf(store: Store): Target[] {
  return Object.keys(targets)
    .filter((name): name is Target => name in targets)
    .filter((name) => targets[name].isNamedBy(store));
}

export function isTarget(name: string): name is Target {
  return Object.hasOwn(targets, name);
}
