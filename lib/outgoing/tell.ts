import { type DuePlace, duePage, putOff, targetIn } from '../database/messages.ts';
import { untoldPage } from '../database/outbox.ts';
import { isPaused, later, type MessageStatus, RECHECK_HELD, type Target } from '../domain/delivery.ts';
import { type Instant, secondsBetween } from '../domain/instant.ts';
import type { Store } from '../domain/store.ts';
import { log } from '../telemetry/log.ts';
import { emitMetrics } from '../telemetry/metrics.ts';
import { attempt } from './attempt.ts';
import { Hosts } from './hosts.ts';
import { KnownStores } from './known-stores.ts';
import { relay } from './relay.ts';
import { isTarget, targets } from './targets.ts';

export interface Telling {
  now: () => Instant;
  random: () => number;
  /** Whether there is time for one more look. What is under way at the end has its own time. */
  goesOn: () => boolean;
  /** Milliseconds between two looks that find nothing. */
  restMs: number;
}

/** What a run did. */
export interface Told {
  relayed: number;
  delivered: number;
  /** Given up. */
  failed: number;
  failures: number;
  /** How long what is longest overdue has been so, in seconds. */
  oldestSeconds: number;
}

const PAGE = 500;
/** Of one look; the next one goes on where it ended. */
const PAGES_AT_ONCE = 20;
const PUT_OFF_AT_ONCE = 25;
/** Of the failures of a run so many are told, each with its error. */
const FAILURES_TOLD = 20;
/** Seconds over which messages that were put off come back. */
const SPREAD = 10;

/**
 * Tells what is to be told, for as long as there is time: moves what stands in the orders into the table of messages, and
 * sends what is due there. What fails is counted, told, and left for the next look.
 */
export async function tellAll(telling: Telling): Promise<Told> {
  const run = new Run(telling);
  do {
    await run.look();
    await run.rest();
  } while (telling.goesOn());
  return run.end();
}

/** Where a message is to go. */
interface Addressed {
  due: DuePlace;
  target: Target;
  store: Store;
}

class Run {
  readonly #telling: Telling;
  readonly #stores = new KnownStores();
  readonly #hosts = new Hosts();
  /** What is under way or waits for its host. */
  readonly #taken = new Set<string>();
  readonly #byStore = new Map<string, { delivered: number; failed: number }>();
  #after: Record<string, unknown> | undefined;
  #relayed = 0;
  /** Whether anything was moved or sent since the last rest. */
  #moved = false;
  #failures = 0;

  constructor(telling: Telling) {
    this.#telling = telling;
  }

  /** One look at the orders and at the messages. */
  async look(): Promise<void> {
    try {
      const { now } = this.#telling;
      const relayed = await relay({ stores: this.#stores, now, onFailure: this.#fail });
      this.#relayed += relayed;
      this.#moved ||= relayed > 0;
      await this.#takeDue();
    } catch (error) {
      this.#fail(undefined, error);
    }
  }

  /** As long as things move, only until there is room again. */
  async rest(): Promise<void> {
    const whenIdle = this.#moved;
    this.#moved = false;
    await this.#hosts.rest(this.#telling.restMs, { whenIdle });
  }

  async end(): Promise<Told> {
    this.#hosts.drop();
    await this.#hosts.settled();
    const sums = this.#sums();
    this.#count(sums);
    // Last: what was done counts, even if the database fails now.
    const oldestSeconds = await oldest(this.#telling.now());
    emitMetrics({ OldestMessageSeconds: oldestSeconds }, undefined);
    return { ...sums, oldestSeconds };
  }

  /** Takes what is due and not taken yet. */
  async #takeDue(): Promise<void> {
    for (let page = 1; page <= PAGES_AT_ONCE; page += 1) {
      const { places, last } = await duePage(this.#telling.now(), { limit: PAGE, after: this.#after });
      this.#after = last;
      await this.#takeSome(places.filter(({ storeId, key }) => !this.#taken.has(`${storeId} ${key}`)));
      if (!last) break;
    }
  }

  async #takeSome(places: DuePlace[]): Promise<void> {
    const puttingOff: (() => Promise<unknown>)[] = [];
    for (const due of places) {
      try {
        const later = await this.#take(due);
        if (later) puttingOff.push(later);
      } catch (error) {
        this.#fail(due.storeId, error);
      }
    }
    for (let at = 0; at < puttingOff.length; at += PUT_OFF_AT_ONCE) {
      const some = await Promise.allSettled(puttingOff.slice(at, at + PUT_OFF_AT_ONCE).map((one) => one()));
      for (const one of some) if (one.status === 'rejected') this.#fail(undefined, one.reason);
    }
  }

  /** Lets a message wait for its host; or returns what puts it off. */
  async #take(due: DuePlace): Promise<(() => Promise<unknown>) | undefined> {
    const target = targetIn(due.key);
    if (!isTarget(target)) throw new Error(`The message ${due.key} goes to nobody known.`);
    const store = await this.#stores.store(due.storeId);
    const listening = await this.#stores.listening({ storeId: due.storeId, target });
    const { now, random } = this.#telling;
    if (!store || !targets[target].isOn(store) || listening.off)
      return () => putOff(due, { status: 'held', dueAt: later(now(), RECHECK_HELD) });
    const { pausedUntil = now() } = listening;
    if (isPaused(listening, now()))
      return () => putOff(due, { status: 'pending', dueAt: later(pausedUntil, SPREAD * random()) });
    const host = targets[target].hostOf(store);
    if (!this.#hosts.hasRoomFor(host)) return undefined;
    this.#taken.add(`${due.storeId} ${due.key}`);
    this.#hosts.add(host, listening.failures > 0, () => this.#attempt({ due, target, store }));
    return undefined;
  }

  async #attempt({ due, target, store }: Addressed): Promise<void> {
    try {
      const { now, random } = this.#telling;
      // It may have been paused, or switched off, by one that was sent meanwhile: the next look puts it off.
      const listening = await this.#stores.listening({ storeId: due.storeId, target });
      if (listening.off || isPaused(listening, now())) return;
      const status = await attempt(due, { store, target }, { stores: this.#stores, now, random });
      this.#moved ||= status !== undefined;
      this.#countOne(due.storeId, status);
    } catch (error) {
      this.#fail(due.storeId, error);
    } finally {
      this.#taken.delete(`${due.storeId} ${due.key}`);
    }
  }

  readonly #fail = (storeId: string | undefined, error: unknown): void => {
    this.#failures += 1;
    if (this.#failures <= FAILURES_TOLD) log.error('telling failed', { store: storeId, error });
  };

  #countOne(storeId: string, status: MessageStatus | undefined): void {
    if (status !== 'delivered' && status !== 'failed') return;
    const counts = this.#byStore.get(storeId) ?? { delivered: 0, failed: 0 };
    counts[status] += 1;
    this.#byStore.set(storeId, counts);
  }

  #sums(): Omit<Told, 'oldestSeconds'> {
    const counts = [...this.#byStore.values()];
    return {
      relayed: this.#relayed,
      delivered: counts.reduce((sum, { delivered }) => sum + delivered, 0),
      failed: counts.reduce((sum, { failed }) => sum + failed, 0),
      failures: this.#failures,
    };
  }

  #count({ delivered, failed }: Pick<Told, 'delivered' | 'failed'>): void {
    emitMetrics({ MessagesDelivered: delivered, MessagesFailed: failed }, undefined);
    for (const [storeId, counts] of this.#byStore)
      emitMetrics({ MessagesDelivered: counts.delivered, MessagesFailed: counts.failed }, storeId, {
        total: false,
      });
  }
}

/** How long the message that waits longest, in its order or in the table, should have been told already. */
async function oldest(now: Instant): Promise<number> {
  const [{ orders }, { places }] = await Promise.all([untoldPage(1), duePage(now, { limit: 1 })]);
  const times = [orders[0]?.since, places[0]?.dueAt].filter((time) => time !== undefined);
  return Math.max(0, ...times.map((time) => secondsBetween(time, now)));
}
