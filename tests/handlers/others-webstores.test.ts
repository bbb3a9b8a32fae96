import { afterAll, afterEach, expect, test } from '@jest/globals';
import type { ServerResponse } from 'node:http';
import { acknowledge } from '../../lib/domain/acknowledge.ts';
import { toInstant } from '../../lib/domain/instant.ts';
import { addStore } from '../support/add-store.ts';
import { anOrder, NOON } from '../support/an-order.ts';
import { startReceiver } from '../support/receiver.ts';
import { openStore } from '../support/store.ts';
import { nameUrl } from '../support/tell.ts';

/*
 * No store waits for another's webstore (contract 9). The real teller, webstores on loopback. A deaf webstore takes
 * every request and answers none before the end of the test; nothing is measured by the clock.
 */

await openStore();
const { changeOrder, putOrder } = await import('../../lib/database/orders.ts');
const { getStore } = await import('../../lib/database/stores.ts');
const { tellAll } = await import('../../lib/outgoing/tell.ts');

const held: ServerResponse[] = [];
const answerAll = () => {
  for (const response of held.splice(0)) response.writeHead(204).end();
};
const closing: (() => Promise<void>)[] = [];
afterEach(answerAll);
afterAll(() => Promise.all(closing.map((close) => close())));

/** A store with orders that Lightspeed has just taken. It holds its answers from the n-th on. */
async function aWebstore(
  id: string,
  { orders, answers, at = NOON }: { orders: number; answers: number; at?: string },
) {
  const receiver = await startReceiver();
  closing.push(receiver.close);
  receiver.react((_, response) => {
    if (receiver.received.length <= answers) response.writeHead(204).end();
    else held.push(response);
  });
  await addStore({ id });
  await nameUrl(id, receiver.url);
  const store = await getStore(id);
  if (!store) throw new Error('There is no store.');
  for (let n = 1; n <= orders; n += 1) {
    const orderId = String(n);
    const fresh = anOrder({ orderId });
    await putOrder(
      { store, by: 'webstore' },
      { fresh, created: 0, again: (order) => ({ order, result: 0 }) },
    );
    const said = { orderId, saysSuccess: true, failed: false, errors: [] };
    await changeOrder({ store, by: 'lightspeed' }, orderId, (order) => acknowledge(order, said, at));
  }
  return receiver;
}

/** Runs the teller until the condition holds; then all deaf webstores answer, so that it can end. */
async function tellUntil(isEnough: () => boolean): Promise<{ heldThen: number }> {
  let heldThen = Number.NaN;
  await tellAll({
    now: () => toInstant(new Date()),
    random: () => 0.5,
    restMs: 20,
    goesOn: () => {
      if (!isEnough()) return true;
      heldThen = held.length;
      answerAll();
      return false;
    },
  });
  return { heldThen };
}

test('a webstore that answers gets all of its messages beside one that is deaf and one that stops in the middle', async () => {
  const deaf = await aWebstore('deaf', { orders: 10, answers: 0 });
  const stops = await aWebstore('stops', { orders: 10, answers: 3 });
  const good = await aWebstore('good', { orders: 30, answers: Number.POSITIVE_INFINITY });
  const { heldThen } = await tellUntil(() => good.received.length >= 30 && stops.received.length >= 5);
  expect(new Set(good.received.map(({ headers }) => headers['webhook-id'])).size).toBe(30);
  // Two at a time, which never came to an end.
  expect([deaf.received.length, stops.received.length, heldThen]).toEqual([2, 5, 4]);
});

test('nor does it wait for fifty that are deaf and were to be told before it', async () => {
  for (let n = 1; n <= 50; n += 1) await aWebstore(`deaf-${n}`, { orders: 1, answers: 0 });
  const good = await aWebstore('good-2', {
    orders: 5,
    answers: Number.POSITIVE_INFINITY,
    at: '2026-11-23T12:00:01Z',
  });
  const { heldThen } = await tellUntil(() => good.received.length >= 5);
  expect(heldThen).toBeGreaterThanOrEqual(40);
});
