import { createHmac } from 'node:crypto';
import { send } from '../../terminal/http/send.ts';

/** WooCommerce switches a webhook off after more failures in a row than this. */
const FAILURES_ALLOWED = 5;

/** A webhook as WooCommerce has it: it delivers once, never again, and is switched off after a row of failures. */
export class WooWebhook {
  readonly results = new Map<string, number>();
  #failures = 0;
  #isOn = false;
  readonly #url: string;
  readonly #secret: string;

  constructor(url: string, secret: string) {
    this.#url = url;
    this.#secret = secret;
  }

  get isOn(): boolean {
    return this.#isOn;
  }

  /** What *Save webhook* does: a form that nobody signs. Only 200 is taken. */
  async ping(): Promise<boolean> {
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    const { status } = await send({ method: 'POST', url: this.#url, headers, body: 'webhook_id=1' });
    this.#isOn = status === 200;
    return this.#isOn;
  }

  async deliver(topic: string, order: object): Promise<void> {
    if (!this.#isOn) return this.#count('not sent: the webhook is switched off');
    const body = JSON.stringify(order);
    const answer = await send({
      method: 'POST',
      url: this.#url,
      headers: {
        'Content-Type': 'application/json',
        'X-WC-Webhook-Topic': topic,
        'X-WC-Webhook-Signature': createHmac('sha256', this.#secret).update(body).digest('base64'),
        'X-WC-Webhook-ID': '1',
      },
      body,
    });
    const isTaken = answer.status >= 200 && answer.status < 303;
    this.#failures = isTaken ? 0 : this.#failures + 1;
    if (this.#failures > FAILURES_ALLOWED) this.#isOn = false;
    this.#count(isTaken ? resultIn(answer.body.toString()) : `answered ${answer.status}`);
  }

  #count(result: string): void {
    this.results.set(result, (this.results.get(result) ?? 0) + 1);
  }
}

function resultIn(body: string): string {
  try {
    return String((JSON.parse(body) as { result?: unknown }).result);
  } catch {
    return 'an answer that is no JSON';
  }
}
