import { createHash, createHmac, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Deliveries, Letter } from '../deliveries.ts';
import type { Event } from '../order-book.ts';

export type Hook = {
  id: number;
  scope: string;
  destination: string;
  headers: Record<string, string>;
  is_active: boolean;
};

/** Eleven more times within two days, then the hook is switched off: two days are eight seconds here. */
const RETRIES_MS = [15, 30, 30, 50, 100, 150, 300, 600, 1200, 2400, 3200];

const SCOPES: Record<Event, string[]> = {
  created: ['store/order/created'],
  updated: ['store/order/updated'],
  paid: ['store/order/statusUpdated', 'store/order/updated'],
  canceled: ['store/order/statusUpdated', 'store/order/updated'],
  refunded: ['store/order/refund/created', 'store/order/updated'],
};

/** BigCommerce's webhooks: they tell which order, and nothing of what is in it. */
export class Hooks {
  readonly all = new Map<number, Hook>();
  readonly #deliveries: Deliveries;
  readonly #producer: string;
  readonly #clientSecret: string;
  #made = 0;

  constructor(
    deliveries: Deliveries,
    { producer, clientSecret }: { producer: string; clientSecret: string },
  ) {
    this.#deliveries = deliveries;
    this.#producer = producer;
    this.#clientSecret = clientSecret;
  }

  add(wanted: Omit<Hook, 'id'>): Hook {
    this.#made += 1;
    const hook = { id: this.#made, ...wanted };
    this.all.set(hook.id, hook);
    return hook;
  }

  tell(id: number, event: Event): void {
    for (const scope of SCOPES[event])
      for (const hook of this.all.values())
        if (hook.scope === scope || hook.scope === 'store/order/*')
          this.#deliveries.start(() => this.#deliver(hook.id, this.#bodyOf(id, scope)));
  }

  /** Those of the same event have the same hash. */
  #bodyOf(id: number, scope: string): string {
    const data = { type: 'order', id };
    const hash = createHash('sha1').update(`${scope} ${id}`).digest('hex');
    const createdAt = Math.floor(Date.now() / 1000);
    return JSON.stringify({
      store_id: '1001',
      producer: this.#producer,
      scope,
      data,
      hash,
      created_at: createdAt,
    });
  }

  async #deliver(id: number, body: string): Promise<void> {
    const messageId = randomUUID();
    for (const wait of [0, ...RETRIES_MS]) {
      await sleep(wait);
      const hook = this.all.get(id);
      if (hook?.is_active !== true) return this.#deliveries.count('not sent: the webhook is switched off');
      const status = await this.#deliveries.post(this.#letter(hook, messageId, body));
      if (status !== undefined && status >= 200 && status < 300) return;
    }
    const hook = this.all.get(id);
    if (hook) hook.is_active = false;
  }

  /** Signed as Standard Webhooks say; the key is the text of the client secret. */
  #letter({ destination: url, headers }: Hook, id: string, body: string): Letter {
    const timestamp = Math.floor(Date.now() / 1000);
    const signed = createHmac('sha256', this.#clientSecret)
      .update(`${id}.${timestamp}.${body}`)
      .digest('base64');
    return {
      url,
      body,
      headers: {
        ...headers,
        'Content-Type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(timestamp),
        'webhook-signature': `v1,${signed}`,
      },
    };
  }
}
