import { expect, test } from '@jest/globals';
import { setClock, stopClock } from '../support/clock.ts';
import { tell } from '../support/tell.ts';
import type { ModelMessage } from './model.ts';
import { bodyOf, type Operation, perform } from './operations.ts';
import { faultsAt, suffer } from './suffer.ts';
import { EMPTY, LONG, openSystem } from './system.ts';
import { contradictions, openWebstore, tellAll } from './told.ts';

// A fault at every call of the database, from the change of an order to the webstore's answer written down.

const NOON = '2026-11-23T12:00:00Z';
stopClock(NOON);
const system = await openSystem({ batchSize: 30, staleForMs: 0 });
const webstore = openWebstore(system);

const shipping: Operation = {
  do: 'ship',
  orderId: 'A-1',
  parcels: [{ trackingNumber: '1Z1' }, { trackingNumber: '1Z2' }],
};
/** What one call of Lightspeed's gives to tell: the shipment proves the download. */
const messages: ModelMessage[] = [
  { type: 'downloaded', at: NOON, status: 'Shipped' },
  {
    type: 'shipped',
    at: NOON,
    status: 'Shipped',
    parcels: [{ trackingNumber: '1Z1' }, { trackingNumber: '1Z2' }],
  },
];

let now = Date.parse(NOON);
const wait = (seconds: number) => {
  now += seconds * 1000;
  setClock(new Date(now).toISOString());
};

async function begin(): Promise<void> {
  now = Date.parse(NOON);
  wait(0);
  await system.fill(EMPTY);
  await webstore.forget();
  await system.place('A-1', bodyOf(1));
}

async function expectTold(what: string, happened: ModelMessage[]): Promise<void> {
  await tellAll(webstore, wait);
  expect([what, contradictions(new Map([['A-1', happened]]), webstore.heard)]).toEqual([what, []]);
}

test(
  'what was answered to Lightspeed with success is told, wherever the database failed before the answer',
  async () => {
    await begin();
    const { calls } = await suffer(() => perform(system, shipping), { k: 0 });
    expect(calls).toBeGreaterThan(2);
    for (let k = 1; k <= calls; k += 1) {
      for (const [name, strike] of faultsAt(k)) {
        await begin();
        const options = name.startsWith('died') ? { remainingMs: 1200 } : {};
        const { result, bury } = await suffer(() => perform(system, shipping, options), { strike, k });
        const { status } = await system.lookUp('A-1');
        const isAnswered = typeof result === 'object' && result.status === 200;
        await expectTold(`${name} at ${k} of ${calls}`, isAnswered || status === 'Shipped' ? messages : []);
        bury();
      }
    }
  },
  LONG ? 600_000 : 180_000,
);

test(
  'a teller that fails or dies at any call of the database leaves everything to the next one',
  async () => {
    const act = () => tell({ looks: 6, restMs: 5 });
    const prepare = async () => {
      await begin();
      await perform(system, shipping);
      system.catchUp();
    };
    await prepare();
    const { calls } = await suffer(act, { k: 0 });
    expect(webstore.heard.map(({ sequence }) => sequence)).toEqual([1, 2]);
    for (let k = 1; k <= calls; k += 1) {
      for (const [name, strike] of faultsAt(k)) {
        await prepare();
        const { bury } = await suffer(act, { strike, k });
        const what = `${name} at ${k} of ${calls}`;
        await expectTold(what, messages);
        // Each at most once more than it had to be.
        expect([what, webstore.heard.length <= 3]).toEqual([what, true]);
        bury();
      }
    }
  },
  LONG ? 1_200_000 : 300_000,
);
