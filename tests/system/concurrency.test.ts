import { describe, test } from '@jest/globals';
import fc, { type Scheduler } from 'fast-check';
import { setClock, stopClock } from '../support/clock.ts';
import { type Actor, interleave } from './interleave.ts';
import { after, type ModelOrder, type Step } from './model.ts';
import { anOperation, heard, type Operation, perform, stepsOf } from './operations.ts';
import { asModel, asStored, expectAlways, EMPTY, LONG, openSystem } from './system.ts';

const NOON = '2026-11-23T12:00:00Z';
const ONE = '2026-11-23T13:00:00Z';
const ORDERS = ['00123', 'A-1'];
stopClock(NOON);
const system = await openSystem({ batchSize: 30 });

interface Encounter {
  scheduler: Scheduler;
  /** The history before the actors meet. */
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

/** What the actors saw of each order. */
async function meet({ actors, ...how }: Encounter): Promise<Map<string, Observed[]>> {
  const observed = new Map<string, Observed[]>(ORDERS.map((orderId) => [orderId, []]));
  let tick = 0;
  const living = Object.entries(actors).map(([actor, operations]): [string, Actor] => [
    actor,
    async (inTurn) => {
      for (const operation of operations) {
        const from = (tick += 1);
        const answer = await inTurn(() => perform(system, operation));
        const to = (tick += 1);
        const said = heard(operation, answer, ORDERS);
        for (const [orderId, step] of stepsOf(operation, ORDERS)) {
          const what = `${actor}: ${JSON.stringify(operation)}`;
          const one = { what, step, said: answer.status < 500 ? said.get(orderId) : undefined, from, to };
          observed.get(orderId)?.push(one);
        }
      }
    },
  ]);
  await interleave(Object.fromEntries(living), how);
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
