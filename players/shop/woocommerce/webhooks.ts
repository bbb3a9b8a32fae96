import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { NoAnswer } from '../../../terminal/http/no-answer.ts';
import { send } from '../../../terminal/http/send.ts';
import type { Random } from '../../seeded-random.ts';
import type { Deliveries } from '../deliveries.ts';
import type { Event, ShopOrder } from '../order-book.ts';
import { wooOrder } from './order-json.ts';

/** As `GET /wc/v3/webhooks` tells it; the secret is never told. */
export type Webhook = {
  id: number;
  name: string;
  status: 'active' | 'paused' | 'disabled';
  topic: string;
  delivery_url: string;
  secret: string;
  failures: number;
};

/** Once more failures than this are counted, the next one switches it off: the seventh in a row (`class-wc-webhook.php`). */
const FAILURES_ALLOWED = 5;
/** The Action Scheduler takes its time. */
const SLOWEST_MS = 300;

/** WooCommerce's webhooks: the payload is built when it is sent, once, and never repeated. */
export class WooWebhooks {
  readonly all = new Map<number, Webhook>();
  readonly #random: Random;
  readonly #deliveries: Deliveries;
  readonly #queued = new Set<string>();

  constructor(random: Random, deliveries: Deliveries) {
    this.#random = random;
    this.#deliveries = deliveries;
  }

  /** What *Save webhook* does. Only 200 to its first call, which nobody signs, is taken. */
  async add(wanted: Pick<Webhook, 'name' | 'topic' | 'delivery_url' | 'secret'>): Promise<Webhook> {
    const webhook: Webhook = { id: this.all.size + 1, status: 'active', failures: 0, ...wanted };
    this.all.set(webhook.id, webhook);
    if (!(await ping(webhook))) this.#deliveries.count('not answered when it was tried');
    return webhook;
  }

  tell(order: ShopOrder, event: Event, source: string): void {
    const topic = event === 'created' ? 'order.created' : 'order.updated';
    for (const webhook of this.all.values())
      if (webhook.topic === topic) this.#deliveries.start(() => this.#deliver(webhook, order, source));
  }

  /** Of several changes that wait to be sent, one call is made. */
  async #deliver(webhook: Webhook, order: ShopOrder, source: string): Promise<void> {
    const name = `${webhook.id} ${order.id}`;
    if (this.#queued.has(name)) return;
    this.#queued.add(name);
    await sleep(this.#random.integer(0, SLOWEST_MS));
    this.#queued.delete(name);
    if (webhook.status !== 'active') return this.#deliveries.count('not sent: the webhook is switched off');
    const status = await this.#deliveries.post(letter(webhook, order, source));
    // A redirect counts as taken, and is not followed.
    const isTaken = status !== undefined && status >= 200 && status < 303;
    if (isTaken) webhook.failures = 0;
    else if (webhook.failures > FAILURES_ALLOWED) webhook.status = 'disabled';
    else webhook.failures += 1;
  }
}

function letter({ id, topic, delivery_url: url, secret }: Webhook, order: ShopOrder, source: string) {
  const body = JSON.stringify(wooOrder(order));
  return {
    url,
    body,
    headers: {
      'Content-Type': 'application/json',
      'User-Agent': 'WooCommerce/10.2 Hookshot (WordPress/6.8)',
      'X-WC-Webhook-Source': `${source}/`,
      'X-WC-Webhook-Topic': topic,
      'X-WC-Webhook-Resource': 'order',
      'X-WC-Webhook-Event': topic.slice('order.'.length),
      'X-WC-Webhook-Signature': createHmac('sha256', secret).update(body).digest('base64'),
      'X-WC-Webhook-ID': String(id),
    },
  };
}

async function ping({ id, delivery_url: url }: Webhook): Promise<boolean> {
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
  try {
    return (await send({ method: 'POST', url, headers, body: `webhook_id=${id}` })).status === 200;
  } catch (error) {
    if (error instanceof NoAnswer) return false;
    throw error;
  }
}
