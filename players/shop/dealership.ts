import { lightspeedClient, type Client, type Settings } from '../lightspeed/client.ts';
import type { OfferedOrder } from '../lightspeed/offered-order.ts';
import { newMemory, playRound, type Round } from '../lightspeed/round.ts';
import type { Random } from '../seeded-random.ts';

const SHARES = { ship: 0.6, refuse: 0.1, cancel: 0.04, lose: 0.1 };

/** What Lightspeed booked for an order, and what it has done with it since. */
export type Booked = { total: string; currency: string; trackingNumbers: string[]; voidedBecause?: string };

/** A dealership on Lightspeed, which records what it got and what it sent. */
export class Dealership {
  readonly books = new Map<string, Booked>();
  readonly #offered = new Map<string, OfferedOrder>();
  readonly #memory = newMemory();
  readonly #client: Client;
  readonly #random: Random;
  readonly #signal: AbortSignal;

  constructor(settings: Settings, { random, signal }: { random: Random; signal: AbortSignal }) {
    this.#client = this.#keepingBooks(lightspeedClient(settings, new AbortController().signal));
    this.#random = random;
    this.#signal = signal;
  }

  round(): Promise<Round> {
    return playRound({
      client: this.#client,
      memory: this.#memory,
      shares: SHARES,
      random: this.#random,
      signal: this.#signal,
    });
  }

  /** Orders that are not shipped whole or voided, and calls whose outcome is not known. */
  get unfinished(): number {
    return this.#memory.open.size + this.#memory.unfinished.length;
  }

  #keepingBooks(client: Client): Client {
    return {
      ...client,
      poll: async (lose) => {
        const offered = await client.poll(lose);
        for (const order of offered) this.#offered.set(order.orderId, order);
        return offered;
      },
      acknowledge: async (acknowledgements, lose) => {
        const results = await client.acknowledge(acknowledgements, lose);
        for (const { orderId, result } of results) if (result.endsWith('Downloaded')) this.#book(orderId);
        return results;
      },
      ship: async (orderId, shipment, lose) => {
        const result = await client.ship(orderId, shipment, lose);
        this.books.get(orderId)?.trackingNumbers.push(...shipment.trackingNumbers);
        return result;
      },
      cancel: async (orderId, reason, lose) => {
        const result = await client.cancel(orderId, reason, lose);
        const booked = this.books.get(orderId);
        if (booked) booked.voidedBecause = reason ?? '';
        return result;
      },
    };
  }

  /** The last offer before it was taken. */
  #book(orderId: string): void {
    const order = this.#offered.get(orderId);
    if (!order || this.books.has(orderId)) return;
    const { total, currency } = order;
    this.books.set(orderId, { total, currency, trackingNumbers: [] });
  }
}
