import { type DuePlace, duePage, giveUpDamaged, partsOf, putOff } from '../database/messages.ts';
import { untoldPage } from '../database/outbox.ts';
import {
  isPaused,
  later,
  type Listening,
  type MessageStatus,
  RECHECK_HELD,
  type Target,
} from '../domain/delivery.ts';
import { type Instant, secondsBetween } from '../domain/instant.ts';
import type { Store } from '../domain/store.ts';
import { log } from '../telemetry/log.ts';
import { emitMetrics } from '../telemetry/metrics.ts';
import { attempt } from './attempt.ts';
import { type Ended, Hosts } from './hosts.ts';
import { KnownStores } from './known-stores.ts';
import { relay } from './relay.ts';
import { isTarget, targets } from './targets.ts';

export interface Telling {
  now: () => Instant;
  random: () => number;
  /** Whether there is time for one more look. Work under way at the end has its own time. */
  goesOn: () => boolean;
  /** Milliseconds between two looks that find nothing. */
  restMs: number;
}

/** The result of a run. */
export interface Told {
  relayed: number;
  delivered: number;
  /** Given up. */
  failed: number;
  failures: number;
  /** How long the longest overdue message has been so, in seconds. */
  oldestSeconds: number;
}

const PAGE = 500;
/** For one look; the next one goes on where it ended. */
const PAGES_AT_ONCE = 4;
const PUT_OFF_AT_ONCE = 25;
/** At most this many failures of a run are logged, each with its error. */
const FAILURES_TOLD = 20;
/** Seconds over which messages that were put off come back. */
const SPREAD = 10;

/**
 * Sends messages for as long as there is time: moves them from the orders into the table of messages, and sends what is
 * due there. What fails is counted, logged, and left for the next look.
 */
export async function tellAll(telling: Telling): Promise<Told> {
  const run = new Run(telling);
  do {
    await run.look();
    await run.rest();
  } while (telling.goesOn());
  return run.end();
}

/** The due messages of one order for one target, first to last; they are sent one after the other. */
interface Line {
  id: string;
  due: DuePlace[];
  host: string;
  target: Target;
  /** The number of the last one that was delivered in this run. */
  delivered?: number;
}

class Run {
  readonly #telling: Telling;
  readonly #stores = new KnownStores();
  readonly #hosts = new Hosts();
  /** What is under way or waits for its host. */
  readonly #lines = new Map<string, Line>();
  readonly #byStore = new Map<string, { delivered: number; failed: number }>();
  #after: Record<string, unknown> | undefined;
  #relayed = 0;
  /** What the last look moved, and whether anything was sent since the last rest. */
  #justRelayed = 0;
  #sent = false;
  #failures = 0;

  constructor(telling: Telling) {
    this.#telling = telling;
  }

  /** One look at the orders, and at the messages that have left them. */
  async look(): Promise<void> {
    const looks = await Promise.allSettled([this.#relay(), this.#takeDue()]);
    for (const one of looks) if (one.status === 'rejected') this.#fail(undefined, one.reason);
  }

  /** Not at all while orders have messages; while messages are sent, only until all of them are. */
  async rest(): Promise<void> {
    const whenIdle = this.#sent || this.#justRelayed > 0;
    this.#sent = false;
    await this.#hosts.rest(this.#justRelayed > 0 ? 0 : this.#telling.restMs, { whenIdle });
  }

  async end(): Promise<Told> {
    this.#hosts.close();
    await this.#hosts.settled();
    const sums = this.#sums();
    this.#count(sums);
    // Last: what was done counts, even if the database fails now.
    const oldestSeconds = await oldest(this.#telling.now());
    emitMetrics({ OldestMessageSeconds: oldestSeconds }, undefined);
    return { ...sums, oldestSeconds };
  }

  /** Messages that leave an order are sent at once, without another query. */
  async #relay(): Promise<void> {
    this.#justRelayed = 0;
    this.#justRelayed = await relay({
      stores: this.#stores,
      now: this.#telling.now,
      onKept: (place) => this.#takeSome([place]),
      onFailure: this.#fail,
    });
    this.#relayed += this.#justRelayed;
  }

  /** Takes what is due and not taken yet. */
  async #takeDue(): Promise<void> {
    for (let page = 1; page <= PAGES_AT_ONCE; page += 1) {
      const { places, last } = await duePage(this.#telling.now(), { limit: PAGE, after: this.#after });
      this.#after = last;
      await this.#takeSome(places);
      if (!last) break;
    }
  }

  async #takeSome(places: DuePlace[]): Promise<void> {
    const seenAt = performance.now();
    const puttingOff: (() => Promise<unknown>)[] = [];
    for (const due of places.toSorted(byKey)) {
      try {
        const later = await this.#take(due, seenAt);
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

  /** Lets a message wait for its host, or returns what puts it off. */
  async #take(due: DuePlace, seenAt: number): Promise<(() => Promise<unknown>) | undefined> {
    const { line, target } = partsOf(due.key);
    if (!isTarget(target)) return () => this.#giveUp(due);
    const until = (await this.#waitOf(due, target)) && (await this.#waitOf(due, target, seenAt));
    if (until) return () => putOff(due, until);
    const store = await this.#stores.store(due.storeId);
    const { failures } = await this.#stores.listening({ storeId: due.storeId, target });
    const host = store ? targets[target].hostOf(store) : '';
    this.#putInLine(due, { id: `${due.storeId} ${line}`, host, target, isSuspect: failures > 0 });
    return undefined;
  }

  /** What keeps a message from being told now, by what is known since then; `undefined`: nothing does. */
  async #waitOf(
    { storeId }: DuePlace,
    target: Target,
    since = 0,
  ): Promise<{ status: 'held' | 'pending'; dueAt: Instant } | undefined> {
    this.#stores.forgetIfOlder(storeId, since);
    const store = await this.#stores.store(storeId);
    const listening = await this.#stores.listening({ storeId, target });
    const { now, random } = this.#telling;
    if (!store || !isListening(store, target, listening))
      return { status: 'held', dueAt: later(now(), RECHECK_HELD) };
    const { pausedUntil = now() } = listening;
    if (!isPaused(listening, now())) return undefined;
    return { status: 'pending', dueAt: later(pausedUntil, SPREAD * random()) };
  }

  /** Its key names nobody who could be told. */
  async #giveUp(due: DuePlace): Promise<void> {
    if (!(await giveUpDamaged(due, this.#telling.now()))) return;
    log.error('message damaged', { store: due.storeId, message: due.key });
    this.#countOne(due.storeId, 'failed');
  }

  #putInLine(due: DuePlace, { isSuspect, ...of }: Omit<Line, 'due'> & { isSuspect: boolean }): void {
    const line = this.#lines.get(of.id);
    if (line) {
      const isThere = line.due.some(({ key }) => key === due.key);
      if (!isThere) line.due = [...line.due, due].toSorted(byKey);
      return;
    }
    if (!this.#hosts.hasRoomFor(of.host)) return;
    const begun: Line = { ...of, due: [due] };
    this.#lines.set(of.id, begun);
    this.#hosts.add(of.host, isSuspect, () => this.#tellFirst(begun));
  }

  /** Sends the first message in line; once it is delivered, the next one waits for the host. */
  async #tellFirst(line: Line): Promise<Ended> {
    const [due] = line.due;
    if (!due) return 'not sent';
    const status = await this.#attempt(due, line);
    // One before it may have got in line meanwhile: it was not this one's turn.
    const isOvertaken = line.due[0] !== due;
    if (status !== undefined || !isOvertaken) line.due = line.due.filter((one) => one !== due);
    if (status === 'delivered') line.delivered = partsOf(due.key).sequence;
    if ((status === 'delivered' || isOvertaken) && line.due.length > 0)
      this.#hosts.add(line.host, false, () => this.#tellFirst(line));
    else this.#lines.delete(line.id);
    if (status === undefined) return 'not sent';
    return status === 'delivered' ? 'delivered' : 'failed';
  }

  /** `undefined` if it was not sent. */
  async #attempt(due: DuePlace, { target, delivered }: Line): Promise<MessageStatus | undefined> {
    try {
      const { now, random } = this.#telling;
      // It may have been paused, or switched off, while this one waited: the next look puts it off.
      const store = await this.#stores.store(due.storeId);
      const listening = await this.#stores.listening({ storeId: due.storeId, target });
      if (!store || !isListening(store, target, listening) || isPaused(listening, now())) return undefined;
      const isNext = delivered !== undefined && partsOf(due.key).sequence === delivered + 1;
      const status = await attempt(due, { store, target, isNext }, { stores: this.#stores, now, random });
      this.#sent ||= status !== undefined;
      this.#countOne(due.storeId, status);
      return status;
    } catch (error) {
      this.#fail(due.storeId, error);
      return undefined;
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

/** First to last of an order. */
function byKey(a: DuePlace, b: DuePlace): number {
  return a.key < b.key ? -1 : 1;
}

function isListening(store: Store, target: Target, { off }: Listening): boolean {
  return targets[target].isOn(store) && off === undefined;
}

/** How long the message that waits longest, in its order or in the table, should have been told already. */
async function oldest(now: Instant): Promise<number> {
  const [{ orders }, { places }] = await Promise.all([untoldPage(1), duePage(now, { limit: 1 })]);
  const times = [orders[0]?.since, places[0]?.dueAt].filter((time) => time !== undefined);
  return Math.max(0, ...times.map((time) => secondsBetween(time, now)));
}
