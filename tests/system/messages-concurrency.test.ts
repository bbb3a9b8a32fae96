import { expect, test } from '@jest/globals';
import fc, { type Scheduler } from 'fast-check';
import { setClock, stopClock } from '../support/clock.ts';
import { tell } from '../support/tell.ts';
import { type Actor, interleave } from './interleave.ts';
import { after, type ModelMessage, type ModelOrder, told } from './model.ts';
import { anOperation, type Operation, perform, stepsOf } from './operations.ts';
import { EMPTY, expectAlways, LONG, openSystem } from './system.ts';
import { contradictions, openWebstore, type Taking, tellAll } from './told.ts';

// Whoever meets over messages, one call of the database at a time: what Lightspeed was answered is told, in order, as
// it happened.

const NOON = '2026-11-23T12:00:00Z';
const ORDERS = ['00123', 'A-1'];
stopClock(NOON);
const system = await openSystem({ batchSize: 30 });
const webstore = openWebstore(system);
const { resendMessages } = await import('../../lib/desk/messages.ts');
const { getStore } = await import('../../lib/database/stores.ts');

interface Encounter {
  scheduler: Scheduler;
  /** What has happened, and is not told yet, before they meet. */
  past: Operation[];
  /** Looks of the teller before they meet: what it has not taken away still stands in the orders. */
  looks: number;
  lightspeed: Operation[];
  takings: Taking[];
  lost: number[];
  /** The teller's call before which it is killed, where that is what happens. */
  killedAt: number;
}

const telling = (maxLength: number) =>
  fc.array(
    anOperation(ORDERS).filter(({ do: what }) =>
      ['acknowledge', 'ship', 'cancelInLightspeed'].includes(what),
    ),
    { maxLength },
  );
const anEncounter: fc.Arbitrary<Encounter> = fc.record({
  scheduler: fc.scheduler(),
  past: telling(4),
  looks: fc.nat(2),
  lightspeed: telling(2),
  takings: fc.array(fc.constantFrom<Taking>('taken', 'refused', 'lost'), { minLength: 1, maxLength: 3 }),
  lost: fc.uniqueArray(fc.nat(15), { maxLength: 2 }),
  killedAt: fc.integer({ min: 1, max: 12 }),
});

const teller: Actor = async (inTurn) => {
  await inTurn(() => tell({ looks: 2, restMs: 5 }));
};
const resending: Actor = async (inTurn) => {
  const store = await getStore('coolbike');
  if (!store) throw new Error('There is no store.');
  for (const orderId of ORDERS) await inTurn(() => resendMessages(store, orderId, new Date().toISOString()));
};
const calling =
  (operations: Operation[], act: (operation: Operation) => Promise<unknown>): Actor =>
  async (inTurn) => {
    for (const operation of operations) await inTurn(() => act(operation));
  };

/** Who meets: `killed` is the actor that does not survive it. */
interface Pair {
  actors: (encounter: Encounter, act: (operation: Operation) => Promise<unknown>) => Record<string, Actor>;
  killed?: string;
}

const pairs: Record<string, Pair> = {
  'two tellers': { actors: () => ({ teller, other: teller }) },
  'a teller and Lightspeed': {
    actors: ({ lightspeed }, act) => ({ teller, lightspeed: calling(lightspeed, act) }),
  },
  'a teller that is killed, and another one': { actors: () => ({ teller, other: teller }), killed: 'teller' },
  'a teller and somebody who has it told again': { actors: () => ({ teller, resending }) },
};

test.each(Object.entries(pairs))(
  '%s: told at least once, same id and bytes, in order per order, and nothing that did not happen',
  async (_, { actors, killed }) => {
    const room = { runs: { short: 15, long: 2000 }, ms: { short: 1500, long: 300_000 } };
    await expectAlways(anEncounter, room, async (encounter) => {
      await system.fill(EMPTY);
      await webstore.forget();
      let now = Date.parse(NOON);
      const wait = (seconds: number) => {
        now += seconds * 1000;
        setClock(new Date(now).toISOString());
      };
      wait(0);
      const orders = new Map<string, ModelOrder | undefined>();
      const happened = new Map<string, ModelMessage[]>(ORDERS.map((orderId) => [orderId, []]));
      const act = async (operation: Operation) => {
        const at = new Date(now).toISOString().replace('.000Z', 'Z');
        await perform(system, operation);
        for (const [orderId, step] of stepsOf(operation, ORDERS)) {
          const before = orders.get(orderId);
          happened.get(orderId)?.push(...told(before, step, { orderId, now: at }));
          orders.set(orderId, after(before, step, { orderId, now: at }).order);
        }
      };
      for (const orderId of ORDERS) await act({ do: 'place', orderId, version: 1 });
      for (const operation of encounter.past) await act(operation);
      system.catchUp();
      const { takings, looks, killedAt: at } = encounter;
      webstore.takes((delivery) => takings[delivery % takings.length] ?? 'taken');
      if (looks > 0) await tell({ looks, restMs: 5 });
      wait(10);
      system.catchUp();
      await interleave(actors(encounter, act), {
        ...encounter,
        killed: killed === undefined ? undefined : { actor: killed, at },
      });
      await tellAll(webstore, wait);
      expect(contradictions(happened, webstore.heard)).toEqual([]);
    });
  },
  LONG ? 600_000 : 60_000,
);
