import { settings } from '../current-settings.ts';
import { getListening, type Listener } from '../database/listening.ts';
import { getStore } from '../database/stores.ts';
import type { Listening } from '../domain/delivery.ts';
import type { Store } from '../domain/store.ts';

/** Milliseconds for which the teller may not see a store's change, and how many stores it remembers. */
const REMEMBERED_FOR = Math.max(1, settings.rememberStoresSeconds) * 1000;
const REMEMBERED = 1000;

interface Known {
  /** By `performance.now()`. */
  askedAt: number;
  store: Promise<Store | undefined>;
  listening: Map<string, Promise<Listening>>;
}

/** What the teller knows about stores and how they take messages, so that it does not ask for each message. */
export class KnownStores {
  readonly #known = new Map<string, Known>();

  /** `undefined` if there is no such store. */
  store(storeId: string): Promise<Store | undefined> {
    return this.#of(storeId).store;
  }

  listening(listener: Listener): Promise<Listening> {
    const { listening } = this.#of(listener.storeId);
    const known = listening.get(listener.target);
    if (known) return known;
    const asked = getListening(listener);
    listening.set(listener.target, asked);
    return asked;
  }

  /**
   * What was asked for before that time is asked for again: who switches a store on must not be answered with what was.
   */
  forgetIfOlder(storeId: string, than: number): void {
    const known = this.#known.get(storeId);
    if (known && known.askedAt < than) this.#known.delete(storeId);
  }

  /** What a write made of it. */
  learn({ storeId, target }: Listener, listening: Listening): void {
    this.#of(storeId).listening.set(target, Promise.resolve(listening));
  }

  #of(storeId: string): Known {
    const found = this.#known.get(storeId);
    if (found && performance.now() < found.askedAt + REMEMBERED_FOR) return found;
    const known = { askedAt: performance.now(), store: getStore(storeId), listening: new Map() };
    // A failed read is repeated next time; whoever waits for this one gets the failure.
    known.store.catch(() => this.#known.delete(storeId));
    this.#known.delete(storeId);
    this.#known.set(storeId, known);
    const [oldest] = this.#known.keys();
    if (this.#known.size > REMEMBERED && oldest !== undefined) this.#known.delete(oldest);
    return known;
  }
}
