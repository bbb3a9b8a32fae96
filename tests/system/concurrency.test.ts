import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import fc, { type Scheduler } from 'fast-check';
import { setClock, stopClock } from '../support/clock.ts';
import { behind, isWrite, type Layer } from './database-calls.ts';
import { after, type ModelOrder, type Step } from './model.ts';
import { anOperation, heard, type Operation, perform, stepsOf } from './operations.ts';
import { asModel, asStored, expectAlways, EMPTY, LONG, openSystem } from './system.ts';

const NOON = '2026-11-23T12:00:00Z';
const ONE = '2026-11-23T13:00:00Z';
const ORDERS = ['00123', 'A-1'];
stopClock(NOON);
const system = await openSystem({ batchSize: 30 });

/** Beyond these, somebody repeats a write without end. */
const MAX_CALLS = 60;

interface Encounter {
  scheduler: Scheduler;
  /** What has happened before the actors meet. */
  past: Operation[];
  actors: Record<'lightspeed' | 'otherLightspeed' | 'webstore' | 'staff', Operation[]>;
  /** Which of the writes, counted over all actors, are sent again because their answer is lost. */
  lost: number[];
}

/** What one call did to one order, as its caller saw it. */
interface Observed {
  what: string;
  step: Step;
  said: string | undefined;
  from: number;
  to: number;
}

function operationsOf(...kinds: Operation['do'][]): fc.Arbitrary<Operation[]> {
  return fc.array(
    anOperation(ORDERS).filter((operation) => kinds.includes(operation.do)),
    { maxLength: 2 },
  );
}

const lightspeed = operationsOf('poll', 'acknowledge', 'ship', 'cancelInLightspeed');
const anEncounter: fc.Arbitrary<Encounter> = fc.record({
  scheduler: fc.scheduler(),
  past: fc.array(anOperation(ORDERS), { maxLength: 5 }),
  actors: fc.record({
    lightspeed,
    otherLightspeed: lightspeed,
    webstore: operationsOf('place', 'cancelInWebstore', 'requeue'),
    staff: operationsOf('note', 'look', 'requeue', 'cancelInWebstore'),
  }),
  lost: fc.uniqueArray(fc.nat(15), { maxLength: 3 }),
});

/** Lets the actors go on one database call at a time, the next one being the scheduler's choice. */
async function meet({ scheduler, actors, lost }: Encounter): Promise<Map<string, Observed[]>> {
  const observed = new Map<string, Observed[]>(ORDERS.map((orderId) => [orderId, []]));
  const waiting = new Map<string, number>();
  let [tick, running, writes] = [0, 0, 0];

  const live = async (actor: string, operations: Operation[]): Promise<void> => {
    for (const operation of operations) {
      let calls = 0;
      const turn = async <T>(what: string, act: () => Promise<T>): Promise<T> => {
        calls += 1;
        waiting.set(actor, (waiting.get(actor) ?? 0) + 1);
        await scheduler.schedule(Promise.resolve(), `${actor}: ${what}`);
        waiting.set(actor, (waiting.get(actor) ?? 0) - 1);
        running += 1;
        try {
          return await act();
        } finally {
          running -= 1;
        }
      };
      const layer: Layer = async (call) => {
        writes += isWrite(call) ? 1 : 0;
        const again = isWrite(call) && lost.includes(writes - 1);
        if (again) await turn(`${call.name}, answer lost`, () => call.send().catch(() => undefined));
        return turn(call.name, call.send);
      };
      const from = (tick += 1);
      const answer = await behind(layer, () => perform(system, operation));
      const to = (tick += 1);
      expect(calls).toBeLessThanOrEqual(MAX_CALLS);
      const said = heard(operation, answer, ORDERS);
      for (const [orderId, step] of stepsOf(operation, ORDERS)) {
        const what = `${actor}: ${JSON.stringify(operation)}`;
        observed
          .get(orderId)
          ?.push({ what, step, said: answer.status < 500 ? said.get(orderId) : undefined, from, to });
      }
    }
  };

  const unfinished = new Set(Object.keys(actors));
  const lives = Object.entries(actors).map(async ([actor, operations]) => {
    try {
      await live(actor, operations);
    } finally {
      unfinished.delete(actor);
    }
  });
  const quiet = () => running === 0 && [...unfinished].every((actor) => (waiting.get(actor) ?? 0) > 0);
  const all = Promise.all(lives);
  all.catch(() => undefined);
  while (unfinished.size > 0) {
    // Twice: whoever has made one call may be about to make others beside it.
    for (let times = 0; times < 2; times += 1) {
      while (!quiet()) await sleep(1);
      await new Promise((resolve) => setImmediate(resolve));
    }
    if (unfinished.size > 0 && quiet()) await scheduler.waitNext(1);
  }
  await all;
  return observed;
}

/**
 * Whether some order of the steps, which keeps what came after what, explains every answer and ends in this state.
 * A call that was not answered has happened or not.
 */
function isSerial(
  order: ModelOrder | undefined,
  steps: Observed[],
  { orderId, final }: { orderId: string; final: string },
): boolean {
  if (steps.length === 0) return stateOf(order) === final;
  const first = steps.filter((step) => !steps.some((other) => other.to < step.from));
  return first.some((step) => {
    const rest = steps.filter((other) => other !== step);
    const next = after(order, step.step, { orderId, now: ONE });
    if (step.said === undefined) {
      return isSerial(order, rest, { orderId, final }) || isSerial(next.order, rest, { orderId, final });
    }
    return next.said === step.said && isSerial(next.order, rest, { orderId, final });
  });
}

/** As text, with the properties in one order. */
function stateOf(order: ModelOrder | undefined): string {
  return JSON.stringify(order && sorted(asStored(order)));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, one]) => one !== undefined);
  return Object.fromEntries(
    entries.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, one]) => [key, sorted(one)]),
  );
}

describe('two Lightspeeds, a webstore and staff at once', () => {
  test(
    'have the effect of some serial order of their calls, whoever loses a race or an answer',
    async () => {
      const room = { runs: { short: 60, long: 5000 }, ms: { short: 14_000, long: 1_200_000 } };
      await expectAlways(anEncounter, room, async (encounter) => {
        await system.fill(EMPTY);
        setClock(NOON);
        const orders = new Map<string, ModelOrder | undefined>();
        for (const operation of encounter.past) {
          await perform(system, operation);
          for (const [orderId, step] of stepsOf(operation, ORDERS)) {
            orders.set(orderId, after(orders.get(orderId), step, { orderId, now: NOON }).order);
          }
        }
        setClock(ONE);
        const observed = await meet(encounter);
        const stored = new Map(
          (await system.contents()).orders.map((item) => [item['orderId'], asModel(item)]),
        );
        for (const [orderId, steps] of observed) {
          const end = stored.get(orderId);
          const final = JSON.stringify(end && sorted(end));
          if (isSerial(orders.get(orderId), steps, { orderId, final })) continue;
          const told = steps.map(({ what, said, from, to }) => `  ${from}-${to} ${what} -> ${said}`);
          const start = stateOf(orders.get(orderId));
          throw new Error(
            `No serial order explains ${orderId}:\n${told.join('\n')}\nfrom ${start}\nto ${final}`,
          );
        }
      });
    },
    LONG ? 7_200_000 : 120_000,
  );
});
