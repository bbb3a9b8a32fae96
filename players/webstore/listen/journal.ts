import { createHash } from 'node:crypto';
import { type Delivery, type Message, readMessage } from './delivery.ts';
import { whyNotVerified } from './verify.ts';

/** One delivery, judged. */
export type Heard = Message & {
  at: Date;
  webhookId: string;
  /** Absent: it is verified. */
  whyNot: string | undefined;
  /** How often this message has come, this time included. What is not verified does not count. */
  times: number;
  /** It came for the first time after a later message of its order. */
  late: boolean;
  /** What no sender should do. */
  faults: string[];
};

type Known = { times: number; digest: string; taken: boolean; orderId: string | undefined };

/** Everything that arrived, so that repetitions are recognized. A real webstore keeps the ids in its database. */
export class Journal {
  readonly #messages = new Map<string, Known>();
  readonly #notVerified = new Set<string>();
  readonly #latest = new Map<string, number>();
  readonly #faults: string[] = [];
  #deliveries = 0;
  #late = 0;

  hear(delivery: Delivery, secrets: string[]): Heard {
    const message = readMessage(delivery);
    const webhookId = delivery.headers['webhook-id'] ?? '';
    const whyNot = whyNotVerified(delivery, secrets);
    const heard = { ...message, at: delivery.at, webhookId, whyNot, times: 1, late: false, faults: [] };
    this.#deliveries += 1;
    if (whyNot === undefined) return { ...heard, ...this.#verified(webhookId, message, delivery) };
    if (!this.#messages.has(webhookId)) this.#notVerified.add(webhookId);
    return heard;
  }

  /** Notes that a message was answered with success, so that it need not come again. */
  taken(webhookId: string): void {
    const known = this.#messages.get(webhookId);
    if (known) known.taken = true;
  }

  total(): Total {
    const messages = [...this.#messages.values()];
    return {
      deliveries: this.#deliveries,
      messages: messages.length,
      orders: new Set(messages.flatMap(({ orderId }) => orderId ?? [])).size,
      repeated: messages.filter(({ times }) => times > 1).length,
      late: this.#late,
      notTaken: messages.filter(({ taken }) => !taken).length,
      notVerified: this.#notVerified.size,
      faults: this.#faults,
    };
  }

  #verified(
    webhookId: string,
    message: Message,
    { path, body }: Delivery,
  ): Pick<Heard, 'times' | 'late' | 'faults'> {
    const digest = createHash('sha256').update(body).digest('hex');
    const before = this.#messages.get(webhookId);
    const faults = [
      ...(path === '/moved' ? ['the redirect was followed'] : []),
      ...(before && before.digest !== digest ? ['other bytes than before'] : []),
    ];
    const late = before === undefined && this.#comesLate(message);
    const times = (before?.times ?? 0) + 1;
    this.#messages.set(webhookId, { digest, taken: false, orderId: message.orderId, ...before, times });
    this.#notVerified.delete(webhookId);
    this.#faults.push(...faults.map((fault) => `${webhookId}: ${fault}`));
    if (late) this.#late += 1;
    return { times, late, faults };
  }

  #comesLate({ orderId, sequence }: Message): boolean {
    if (orderId === undefined || sequence === undefined) return false;
    const latest = this.#latest.get(orderId) ?? 0;
    this.#latest.set(orderId, Math.max(latest, sequence));
    return sequence < latest;
  }
}

export type Total = {
  deliveries: number;
  /** That were verified. */
  messages: number;
  orders: number;
  repeated: number;
  late: number;
  notTaken: number;
  /** Messages that came and never could be verified. */
  notVerified: number;
  faults: string[];
};
