import { expect, test } from '@jest/globals';
import { setClock, stopClock } from '../support/clock.ts';
import { tell } from '../support/tell.ts';
import { openPlayedShop } from './played-shop.ts';
import { faultsAmong, suffer } from './suffer.ts';
import { EMPTY, LONG, openSystem } from './system.ts';

// A fault at every call of the database, from a shop's delivery to the tracking number in the shop.

const NOON = '2026-11-24T12:00:00Z';
stopClock(NOON);
const system = await openSystem({ batchSize: 30, staleForMs: 0 });
const shop = openPlayedShop(system);

let now = Date.parse(NOON);
const wait = (seconds: number) => {
  now += seconds * 1000;
  setClock(new Date(now).toISOString());
};

async function begin(): Promise<void> {
  now = Date.parse(NOON);
  wait(0);
  await system.fill(EMPTY);
  await shop.forget();
}

const body = () => shop.change(123, {});
const changed = () => shop.change(123, { shipping_total: '10.00', total: '78.14' });
const canceled = () => shop.change(123, { status: 'cancelled' });

/** What there is of the shop's order, in words. */
async function found(): Promise<unknown> {
  const all = [...(await shop.orders()).values()].flat();
  return {
    orders: all.map(({ orderId, status, content }) => [
      orderId,
      status,
      (content as { totals: { total: number } }).totals.total,
    ]),
    offered: await system.poll(),
  };
}

const placed = (total: number) => ({ orders: [['1123', 'New', total]], offered: ['1123'] });

const stories: Record<string, { before: () => Promise<unknown>; now: () => string; ends: unknown }> = {
  'its first version': { before: async () => undefined, now: body, ends: placed(7709) },
  'a newer version': {
    before: () => shop.deliver(body()),
    now: changed,
    ends: placed(7814),
  },
  'its cancellation': {
    before: () => shop.deliver(body()),
    now: canceled,
    ends: { orders: [['1123', 'Canceled', 7709]], offered: [] },
  },
};

test.each(Object.entries(stories))(
  'a fault at any call while %s is taken loses nothing and doubles nothing',
  async (_, story) => {
    const prepare = async (): Promise<string> => {
      await begin();
      await story.before();
      wait(5);
      return story.now();
    };
    const first = await prepare();
    const { calls } = await suffer(() => shop.deliver(first), { k: 0 });
    expect(await found()).toEqual(story.ends);
    for (const { k, name, strike } of faultsAmong(calls, 1)) {
      const what = `${name} at ${k} of ${calls}`;
      const sent = await prepare();
      const { result, bury } = await suffer(() => shop.deliver(sent), { strike, k });
      // WooCommerce never sends it again. What was not answered is found by the sweep; what was, by the repetition
      // alone.
      const isAnswered = typeof result === 'object' && result.status === 200;
      wait(120);
      if (isAnswered) await shop.repeat();
      else await shop.settle(wait);
      expect([what, await found()]).toEqual([what, story.ends]);
      bury();
    }
  },
  LONG ? 1_200_000 : 120_000,
);

test(
  'a fault at any call while the shop is told of a shipment: the number is there, once',
  async () => {
    const prepare = async () => {
      await begin();
      await shop.deliver(body());
      const xml = '<S><TrackingNumber>1Z1</TrackingNumber><Carrier>UPS</Carrier></S>';
      await system.lightspeed('POST', '/LightSpeed/Order/1123/Shipment', xml);
      system.catchUp();
    };
    const act = () => tell({ looks: 6, restMs: 5 });
    const numbers = () =>
      (shop.woo().notes.get('123') ?? []).filter(({ note }) => String(note).includes('1Z1')).length;
    await prepare();
    const { calls } = await suffer(act, { k: 0 });
    expect(numbers()).toBe(1);
    for (const { k, name, strike } of faultsAmong(calls, 3)) {
      const what = `${name} at ${k} of ${calls}`;
      await prepare();
      const { bury } = await suffer(act, { strike, k });
      await shop.settle(wait);
      const status = shop.woo().orders.get('123')?.['status'];
      expect([what, numbers(), status]).toEqual([what, 1, 'completed']);
      bury();
    }
  },
  LONG ? 1_200_000 : 180_000,
);
