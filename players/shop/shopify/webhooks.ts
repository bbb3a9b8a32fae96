import { createHmac, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Deliveries, Letter } from '../deliveries.ts';
import type { Event, ShopOrder } from '../order-book.ts';
import { shopifyOrder, type Written } from './order-json.ts';

export type Subscription = {
  id: string;
  /** As GraphQL has it: `ORDERS_CREATE`. */
  topic: string;
  uri: string;
  key: string;
  /** Made by hand under Notifications: no API sees it. */
  isPasted: boolean;
};

/** Eight more times within four hours, each later than the one before: four hours are eight seconds here. */
const RETRIES_MS = [30, 60, 120, 250, 500, 1000, 2000, 4000];

const TOPICS: Record<Event, string[]> = {
  created: ['ORDERS_CREATE', 'ORDERS_UPDATED'],
  updated: ['ORDERS_UPDATED'],
  paid: ['ORDERS_UPDATED'],
  canceled: ['ORDERS_CANCELLED', 'ORDERS_UPDATED'],
  refunded: ['ORDERS_UPDATED'],
};

/** Shopify's webhooks: each sends the order as it was when it happened, and again until it is taken. */
export class ShopifyWebhooks {
  readonly all = new Map<string, Subscription>();
  readonly #deliveries: Deliveries;
  #made = 0;

  constructor(deliveries: Deliveries) {
    this.#deliveries = deliveries;
  }

  add(wanted: Omit<Subscription, 'id'>): Subscription {
    this.#made += 1;
    const subscription = { id: `gid://shopify/WebhookSubscription/${this.#made}`, ...wanted };
    this.all.set(subscription.id, subscription);
    return subscription;
  }

  tell(order: ShopOrder, event: Event, { written, shop }: { written: Written; shop: string }): void {
    const body = JSON.stringify(shopifyOrder(order, written));
    const happening = { event: randomUUID(), at: new Date().toISOString(), shop, body };
    for (const topic of TOPICS[event])
      for (const subscription of this.all.values())
        if (subscription.topic === topic)
          this.#deliveries.start(() => this.#deliver(subscription, letter(subscription, happening)));
  }

  /** One that is never taken costs the subscription, unless it was made by hand. */
  async #deliver(subscription: Subscription, sent: Letter): Promise<void> {
    for (const wait of [0, ...RETRIES_MS]) {
      await sleep(wait);
      if (!this.all.has(subscription.id))
        return this.#deliveries.count('not sent: the subscription was deleted');
      const status = await this.#deliveries.post(sent);
      if (status !== undefined && status >= 200 && status < 300) return;
    }
    if (!subscription.isPasted) this.all.delete(subscription.id);
  }
}

/** What happened, and when. */
type Happening = { event: string; at: string; shop: string; body: string };

function letter({ topic, uri, key }: Subscription, { event, at, shop, body }: Happening): Letter {
  return {
    url: uri,
    body,
    headers: {
      'Content-Type': 'application/json',
      'User-Agent': 'Shopify-Captain-Hook',
      'X-Shopify-Topic': topic.toLowerCase().replace('_', '/'),
      'X-Shopify-Hmac-SHA256': createHmac('sha256', key).update(body).digest('base64'),
      'X-Shopify-Shop-Domain': shop,
      'X-Shopify-API-Version': '2026-10',
      'X-Shopify-Webhook-Id': randomUUID(),
      'X-Shopify-Event-Id': event,
      'X-Shopify-Triggered-At': at,
    },
  };
}
