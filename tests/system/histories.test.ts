import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { HttpAnswer } from '../support/call.ts';
import { setClock, stopClock } from '../support/clock.ts';
import { behind, isWrite, type Layer } from './database-calls.ts';
import { after, type ModelOrder, type Status } from './model.ts';
import {
  anOperation,
  bodyOf,
  heard,
  offeredIn,
  type Operation,
  ORDER_IDS,
  perform,
  stepsOf,
} from './operations.ts';
import { asModel, asStored, expectAlways, EMPTY, LONG, openSystem } from './system.ts';

const BATCH = 2;
const NOON = Date.parse('2026-11-23T12:00:00Z');
stopClock('2026-11-23T12:00:00Z');
const system = await openSystem({ batchSize: BATCH });

/** One event of a history. */
interface Event {
  operation: Operation;
  /** Milliseconds since the last one. Clocks of two machines differ, so it may be less than none. */
  later: number;
  /** Instead of the operation, the last one is sent again, as whoever did not hear the answer does. */
  again: boolean;
  /** The database's answer to every write is lost, and the SDK writes again. */
  shaky: boolean;
  /** The answer does not arrive. What it did must be done all the same. */
  unheard: boolean;
}

const anEvent: fc.Arbitrary<Event> = fc.record({
  operation: anOperation(ORDER_IDS),
  later: fc.constantFrom(1, 1000, 0, 61_000, -5000),
  again: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  shaky: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  unheard: fc.oneof(
    { weight: 9, arbitrary: fc.constant(false) },
    { weight: 1, arbitrary: fc.constant(true) },
  ),
});

const writesTwice: Layer = async (call) => {
  if (isWrite(call)) await call.send().catch(() => undefined);
  return call.send();
};

/** The history so far, as the contract sees it. */
class World {
  orders = new Map<string, ModelOrder>();
  activity: Record<string, string | null> = {
    lastPolledAt: null,
    lastAcknowledgedAt: null,
    lastShippedAt: null,
  };
  /** How many polls each outstanding order has watched since it last had its turn, and how many waited at most. */
  waits = new Map<string, { polls: number; most: number }>();
  acknowledged = new Set<string>();
  now = NOON;
  last: Operation | undefined;

  get instant(): string {
    return new Date(this.now).toISOString().replace('.000Z', 'Z');
  }

  get outstanding(): ModelOrder[] {
    return [...this.orders.values()].filter(({ status }) => status === 'New');
  }

  async live({ operation: wanted, later, again, shaky, unheard }: Event): Promise<void> {
    const operation = again ? (this.last ?? wanted) : wanted;
    this.last = operation;
    this.now += later;
    setClock(new Date(this.now).toISOString());
    const before = structuredClone(this.orders);
    const send = () => perform(system, operation);
    const answer = await (shaky ? behind(writesTwice, send) : send());
    if (operation.do === 'poll') this.hearPoll(answer);
    else this.hear(operation, answer, unheard);
    this.note(operation, answer);
    this.watch(before);
    await this.compare();
    if (again) nothingTwice(operation, before, this.orders);
  }

  hear(operation: Operation, answer: HttpAnswer, unheard: boolean): void {
    const said = new Map<string, string>();
    for (const [orderId, step] of stepsOf(operation, [])) {
      const next = after(this.orders.get(orderId), step, { orderId, now: this.instant });
      if (next.order) this.orders.set(orderId, next.order);
      said.set(orderId, next.said);
    }
    if (!unheard) expectSame([...heard(operation, answer, [])], [...said]);
  }

  hearPoll(answer: HttpAnswer): void {
    expectSame(answer.status, 200);
    const offered = offeredIn(answer.body);
    const { outstanding } = this;

    claim('at most 30', offered.size <= BATCH);
    claim(
      'nothing after acknowledgement',
      [...offered.keys()].every((id) => this.orders.get(id)?.status === 'New'),
    );
    claim('nothing lost', offered.size === Math.min(BATCH, outstanding.length));
    const since = (id: string) => Date.parse(this.orders.get(id)?.outstandingSince ?? '');
    const byAge = [...offered.keys()].toSorted((a, b) => since(a) - since(b) || (a < b ? -1 : 1));
    claim('longest waiting first', String([...offered.keys()]) === String(byAge));

    for (const { orderId } of outstanding) {
      const version = offered.get(orderId);
      const wait = this.waits.get(orderId) ?? { polls: 0, most: 0 };
      const most = Math.max(wait.most, outstanding.length);
      this.waits.set(
        orderId,
        version === undefined ? { polls: wait.polls + 1, most } : { polls: 0, most: 0 },
      );
      claim(`fair to ${orderId}`, version !== undefined || wait.polls + 1 <= Math.ceil(most / BATCH));
      if (version === undefined) continue;
      const next = after(this.orders.get(orderId), { kind: 'offer' }, { orderId, now: this.instant });
      expectSame(`offered ${version}`, next.said);
      if (next.order) this.orders.set(orderId, next.order);
    }
  }

  /** Lightspeed's doings, for `GET /status`. */
  note(operation: Operation, { status }: HttpAnswer): void {
    const times: Partial<Record<Operation['do'], string>> = {
      poll: 'lastPolledAt',
      acknowledge: 'lastAcknowledgedAt',
      ship: 'lastShippedAt',
    };
    const time = times[operation.do];
    if (time === undefined || status !== 200) return;
    const before = this.activity[time];
    if (!before || Date.parse(before) < this.now) this.activity[time] = this.instant;
  }

  /** Nothing is lost, and every order moves forward only. */
  watch(before: Map<string, ModelOrder>): void {
    const rank: Record<Status, number> = {
      New: 0,
      Downloaded: 1,
      PartiallyShipped: 2,
      Shipped: 3,
      Canceled: 4,
    };
    for (const [orderId, { status }] of before) {
      const now = this.orders.get(orderId)?.status;
      const requeued = this.last?.do === 'requeue' && status === 'Downloaded' && now === 'New';
      claim('nothing lost', now !== undefined);
      claim('forward only', requeued || (now !== undefined && rank[now] >= rank[status]));
    }
    for (const orderId of this.waits.keys()) {
      if (this.orders.get(orderId)?.status !== 'New') this.waits.delete(orderId);
    }
  }

  async compare(): Promise<void> {
    const stored = (await system.contents()).orders.map(asModel);
    const expected = [...this.orders.values()].map(asStored);
    const byId = (a: { orderId: string }, b: { orderId: string }) => (a.orderId < b.orderId ? -1 : 1);
    expectSame(stored.toSorted(byId), expected.toSorted(byId));

    const { outstanding } = this;
    const status = JSON.parse((await system.webstore('GET', '/status')).body);
    // What a poll's times say besides the last one is not of the contract: tests/unit/domain/activity.test.ts.
    const { oldestOutstanding, store: _, usualPollSeconds: _usual, silentSince: _silent, ...rest } = status;
    for (const time of Object.keys(this.activity))
      rest[time] &&= new Date(rest[time]).toISOString().replace('.000Z', 'Z');
    expectSame(rest, {
      ...this.activity,
      name: 'Cool Bike',
      enabled: true,
      outstanding: outstanding.length,
      refused: outstanding.filter(({ failedDownloads }) => failedDownloads > 0).length,
      leftOut: 0,
      beforeStart: 0,
      lastRejection: null,
      // Nobody is told: tests/system/messages-histories.test.ts has a store that is.
      messagesPending: 0,
      messagesFailed: 0,
      webhook: null,
      platforms: [],
    });
    const oldest = Math.min(...outstanding.map(({ outstandingSince = '' }) => Date.parse(outstandingSince)));
    if (outstanding.length === 0) return expectSame(oldestOutstanding, null);
    expectSame(Date.parse(oldestOutstanding.since), oldest);
    expectSame(oldestOutstanding.ageSeconds, Math.max(0, Math.floor((this.now - oldest) / 1000)));
    expectSame(Date.parse(this.orders.get(oldestOutstanding.orderId)?.outstandingSince ?? ''), oldest);
  }

  /** The lists name every order once, under its status and no other. */
  async compareLists(): Promise<void> {
    const list = async (query: string): Promise<string[]> => {
      const { body } = await system.webstore('GET', `/orders?limit=100${query}`);
      return JSON.parse(body).orders.map(({ orderId }: { orderId: string }) => orderId);
    };
    const ids = (orders: ModelOrder[]) => orders.map(({ orderId }) => orderId).toSorted();
    const all = [...this.orders.values()];
    expectSame((await list('')).toSorted(), ids(all));
    for (const status of ['New', 'Downloaded', 'PartiallyShipped', 'Shipped', 'Canceled']) {
      expectSame(
        (await list(`&status=${status}`)).toSorted(),
        ids(all.filter((one) => one.status === status)),
      );
    }
    const refused = this.outstanding.filter(({ failedDownloads }) => failedDownloads > 0);
    expectSame((await list('&status=Refused')).toSorted(), ids(refused));
  }

  /** Left to itself, Lightspeed gets everything that is outstanding, each order once if it takes it at once. */
  async settle(): Promise<void> {
    const taken: string[] = [];
    const most = this.outstanding.length;
    for (let poll = 0; poll < Math.ceil(most / BATCH); poll += 1) {
      this.now += 1000;
      setClock(new Date(this.now).toISOString());
      const answer = await perform(system, { do: 'poll' });
      this.hearPoll(answer);
      const said = [...offeredIn(answer.body).keys()].map((orderId) => ({
        orderId,
        verdict: 'took it' as const,
      }));
      taken.push(...said.map(({ orderId }) => orderId));
      const operation: Operation = { do: 'acknowledge', said };
      this.hear(operation, await perform(system, operation), false);
    }
    claim('nothing lost', this.outstanding.length === 0);
    claim('nothing after acknowledgement', new Set(taken).size === taken.length);
  }
}

function expectSame(actual: unknown, expected: unknown): void {
  expect(actual).toEqual(expected);
}

/** A repetition has no second effect: only what counts calls moves. */
function nothingTwice(
  operation: Operation,
  before: Map<string, ModelOrder>,
  now: Map<string, ModelOrder>,
): void {
  if (operation.do === 'poll') return;
  for (const [orderId, order] of now) {
    const was = before.get(orderId);
    claim('no second effect', was === undefined || was.shipments.length === order.shipments.length);
    claim('no second effect', was === undefined || was.notes.length === order.notes.length);
    claim('no second effect', was === undefined || was.status === order.status);
  }
}

function claim(name: string, holds: boolean): void {
  if (!holds) throw new Error(`Not so: ${name}.`);
}

describe('any history of calls', () => {
  test(
    'agrees with the model after every call, whatever is repeated, lost or written twice',
    async () => {
      const history = fc.array(anEvent, { minLength: 1, maxLength: LONG ? 60 : 40, size: 'max' });
      const room = { runs: { short: 40, long: 3000 }, ms: { short: 14_000, long: 1_200_000 } };
      await expectAlways(history, room, async (events) => {
        await system.fill(EMPTY);
        const world = new World();
        for (const event of events) await world.live(event);
        await world.compareLists();
        await world.settle();
      });
    },
    LONG ? 7_200_000 : 120_000,
  );
});

describe('a long queue', () => {
  test('is fair to each of a hundred orders, though most are always refused', async () => {
    const { settings } = await import('../../lib/current-settings.ts');
    settings.batchSize = 30;
    try {
      await system.fill(EMPTY);
      const orders = Array.from({ length: 100 }, (_, at) => `long-${at}`);
      for (const orderId of orders) await system.place(orderId, bodyOf(1));
      const seen = new Set<string>();
      for (let poll = 0; poll < 4; poll += 1) {
        const offered = await system.poll();
        expect(offered).toHaveLength(30);
        for (const orderId of offered) seen.add(orderId);
        const said = offered.map((orderId) => ({ orderId, verdict: 'red' as const }));
        await perform(system, { do: 'acknowledge', said });
      }
      expect(seen).toEqual(new Set(orders));
    } finally {
      settings.batchSize = BATCH;
    }
  });
});
