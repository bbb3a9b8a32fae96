import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { setClock, stopClock } from '../support/clock.ts';
import { tell } from '../support/tell.ts';
import { after, type ModelMessage, type ModelOrder, told } from './model.ts';
import { anOperation, type Operation, perform, stepsOf } from './operations.ts';
import { EMPTY, expectAlways, LONG, openSystem } from './system.ts';
import { contradictions, openWebstore, type Taking, tellAll } from './told.ts';

// Whatever Lightspeed, staff and the webstore do to some orders, and however the webstore takes what it is told
// meanwhile.

stopClock('2026-11-23T12:00:00Z');
const system = await openSystem({ batchSize: 30 });
const webstore = openWebstore(system);
const ORDERS = ['00123', 'A-1'];
/** What gives something to tell, and what makes the same order give it again. */
const TELLING: Operation['do'][] = ['acknowledge', 'ship', 'cancelInLightspeed', 'requeue'];

interface Step {
  operation: Operation;
  /** Until the next one. */
  seconds: number;
  /** How often the teller looks then; two tellers at once, or one. */
  looks: number;
  twoTellers: boolean;
  takings: Taking[];
}

const IDLE = { seconds: 0, looks: 0, twoTellers: false, takings: [] };

const aStep: fc.Arbitrary<Step> = fc.record({
  operation: anOperation(ORDERS).filter(({ do: what }) => TELLING.includes(what)),
  seconds: fc.constantFrom(0, 1, 7, 400, 4000),
  looks: fc.integer({ min: 0, max: 3 }),
  twoTellers: fc.boolean(),
  takings: fc.array(fc.constantFrom<Taking>('taken', 'refused', 'lost'), {
    minLength: 1,
    maxLength: 4,
  }),
});

test(
  'told at least once, same id and bytes, in order per order, and nothing that did not happen',
  async () => {
    const room = { runs: { short: 25, long: 1500 }, ms: { short: 15_000, long: 900_000 } };
    await expectAlways(fc.array(aStep, { minLength: 4, maxLength: 12 }), room, async (steps) => {
      await system.fill(EMPTY);
      await webstore.forget();
      let now = Date.parse('2026-11-23T12:00:00Z');
      const wait = (seconds: number) => {
        now += seconds * 1000;
        setClock(new Date(now).toISOString());
      };
      wait(0);
      const orders = new Map<string, ModelOrder | undefined>();
      const happened = new Map<string, ModelMessage[]>(ORDERS.map((orderId) => [orderId, []]));
      const placing = ORDERS.map(
        (orderId): Step => ({ ...IDLE, operation: { do: 'place', orderId, version: 1 } }),
      );
      for (const { operation, seconds, looks, twoTellers, takings } of [...placing, ...steps]) {
        await perform(system, operation);
        const at = new Date(now).toISOString().replace('.000Z', 'Z');
        for (const [orderId, step] of stepsOf(operation, ORDERS)) {
          const before = orders.get(orderId);
          happened.get(orderId)?.push(...told(before, step, { orderId, now: at }));
          orders.set(orderId, after(before, step, { orderId, now: at }).order);
        }
        wait(seconds);
        webstore.takes((delivery) => takings[delivery % takings.length] ?? 'taken');
        if (looks > 0)
          await Promise.all([
            tell({ looks, restMs: 5 }),
            ...(twoTellers ? [tell({ looks, restMs: 5 })] : []),
          ]);
      }
      await tellAll(webstore, wait);
      expect(contradictions(happened, webstore.heard)).toEqual([]);
    });
  },
  LONG ? 3_600_000 : 180_000,
);
