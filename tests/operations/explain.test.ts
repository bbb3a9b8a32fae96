import { beforeEach, expect, test } from '@jest/globals';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { addStore } from '../support/add-store.ts';
import { anOrderBody } from '../support/an-order-body.ts';
import { setClock, stopClock } from '../support/clock.ts';
import { openStore } from '../support/store.ts';

// `npm run explain` behind its command line: calls are made, then it is asked about them.

const { lightspeed, webstore, place, poll, putItem } = await openStore();
await addStore({ id: 'a-bikes', name: 'A Bikes' });
const { explainOrder } = await import('../../lib/desk/explain/explain-order.ts');
stopClock('2026-11-23T18:00:00Z');

const now = '2026-11-23T18:30:00Z';
const explanations = async (orderId: string, storeId?: string) =>
  (await explainOrder({ stage: 'local', orderId, storeId, now })).explanations;
const explain = async (orderId: string, storeId?: string) =>
  (await explainOrder({ stage: 'local', orderId, storeId, now })).text;
const answerIn = (text: string) => /^ {2}Answer: (.*)$/m.exec(text)?.[1];

const order = anOrderBody({ placedAt: '2026-11-23T17:59:00Z' });
const elsewhere = { headers: { host: 'a-bikes.localhost' } };

/** Each test has an order id of its own: the other store is not emptied. */
let made = 0;
let id = '';
beforeEach(() => {
  made += 1;
  id = `${made}234`;
});

async function pollAt(...minutes: number[]): Promise<void> {
  for (const minute of minutes) {
    setClock(`2026-11-23T18:${minute}:00Z`);
    await poll();
  }
}

test('an order that was offered and refused is told from its placing to what Lightspeed said', async () => {
  await place(id, order);
  await pollAt(10, 15, 20, 25);
  setClock('2026-11-23T18:25:02Z');
  const said = `<A><Order Id="${id}" Error="Unknown part KA-1"/></A>`;
  await lightspeed('POST', '/LightSpeed/AcknowledgeRequest', said);
  expect(await explain(id)).toBe(`
  Order ${id} in store coolbike (Cool Bike) of stage local, New

    2026-11-23 17:59:00 UTC   31 minutes ago   The customer placed it.
    2026-11-23 18:00:00 UTC   30 minutes ago   The webstore sent it here.
    2026-11-23 18:10:00 UTC   20 minutes ago   First offered to Lightspeed.
    2026-11-23 18:25:00 UTC   5 minutes ago    Last offered to Lightspeed: 4 times in all.
    2026-11-23 18:25:02 UTC   4 minutes ago    Lightspeed refused it: Unknown part KA-1

    Lightspeed last polled at 2026-11-23 18:25:00 UTC, 5 minutes ago, usually every 5 minutes.

  Answer: Lightspeed refused it.
  Next:   Lightspeed said "Unknown part KA-1". Put that right in Lightspeed, or have the webstore send a corrected order (PUT /orders/${id}). It is offered with every poll until it is taken or canceled.
`);
});

test('an order whose Lightspeed comes with a wrong password waits for the right one', async () => {
  await place(id, order);
  setClock('2026-11-23T18:29:00Z');
  const authorization = `Basic ${btoa('lightspeed:old')}`;
  await lightspeed('GET', '/LightSpeed/OutstandingActivity', undefined, { authorization });
  expect(answerIn(await explain(id))).toBe('Lightspeed calls, but with wrong credentials.');
});

test('of a long queue it is told how many are before it', async () => {
  for (let n = 1; n <= 31; n += 1) {
    setClock(`2026-11-23T18:00:${n + 10}Z`);
    await place(n === 31 ? id : `before-${n}`, order);
  }
  setClock('2026-11-23T18:01:00Z');
  expect(answerIn(await explain(id))).toBe('Lightspeed has never polled.');
  await poll();
  // The thirty had their turn and stand behind it.
  expect(await explain(id)).toContain('Answer: Lightspeed has polled since it came, but was not offered it.');
  expect(await explain('before-1')).toContain('Offered to Lightspeed, once so far.');
});

test('an order is found in whichever stores have it, each told on its own, and never mixed', async () => {
  await place(id, order);
  await webstore('PUT', `/orders/${id}`, order, elsewhere);
  await webstore('POST', `/orders/${id}/cancel`, { reason: 'Changed his mind' }, elsewhere);
  const both = await explain(id);
  expect(both.match(/^ {2}Order .*$/gm)).toEqual([
    `  Order ${id} in store a-bikes (A Bikes) of stage local, Canceled`,
    `  Order ${id} in store coolbike (Cool Bike) of stage local, New`,
  ]);
  expect(await explain(id, 'coolbike')).not.toContain('a-bikes');
  expect((await explanations(id)).map(({ store, status }) => [store, status])).toEqual([
    ['a-bikes', 'Canceled'],
    ['coolbike', 'New'],
  ]);
  expect(answerIn(await explain(id, 'a-bikes'))).toBe('It was canceled before Lightspeed was offered it.');
});

test('an order that another store has is found there', async () => {
  await webstore('PUT', `/orders/${id}`, order, elsewhere);
  const told = await explain(id, 'coolbike');
  expect(answerIn(told)).toBe('This store has no such order, but another one has.');
  expect(told).toContain(`npm run explain -- --stage local --store a-bikes ${id}`);
});

test('an order that nobody has is told so', async () => {
  expect(answerIn(await explain('none', 'coolbike'))).toBe('The webstore has not sent it.');
  expect(await explanations('none')).toEqual([
    {
      store: null,
      status: null,
      answer: 'None of the 2 stores of stage local has an order none.',
      next: 'Ask which store it was placed in, and compare the number letter by letter. Then: npm run explain -- --stage local --store ID none',
      polling: null,
      events: [],
    },
  ]);
  expect(await explain('none')).toBe(`
  Answer: None of the 2 stores of stage local has an order none.
  Next:   Ask which store it was placed in, and compare the number letter by letter. Then: npm run explain -- --stage local --store ID none
`);
});

test('a damaged order is told with what the polls noted', async () => {
  await putItem({ orderId: id, turn: '2026-11-23T18:00:00.000Z', order: 'none' });
  await pollAt(10);
  const told = await explain(id);
  expect(answerIn(told)).toBe('It is stored, but its item is damaged and cannot be read.');
  expect(told).toContain('2026-11-23 18:10:00 UTC   20 minutes ago   Left out of the answer to Lightspeed:');
});

test('an order of a store whose own item is damaged is told all the same', async () => {
  const dynamodb = new DynamoDBClient({});
  const Item = { store: { S: 'broken' } };
  await dynamodb.send(new PutItemCommand({ TableName: process.env['STORES_TABLE'], Item }));
  dynamodb.destroy();
  await putItem({ store: 'broken', orderId: id });
  expect(await explain(id)).toBe(`
  Order ${id} in store broken of stage local

  Answer: The store’s own item is damaged.
  Next:   Give it to a developer: nobody can call the store until the item store = "broken" of its stores table is mended.
`);
});

test('a store that there is not is refused by name', async () => {
  await expect(explain(id, 'nobody')).rejects.toThrow(
    'There is no store nobody on this stage. All of them: npm run stores -- --stage local list',
  );
});
