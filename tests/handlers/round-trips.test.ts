import { describe, expect, test } from '@jest/globals';
import { addStore } from '../support/add-store.ts';
import { anOrderBody } from '../support/an-order-body.ts';
import type { HttpAnswer } from '../support/call.ts';
import { type CallOptions, openStore, orderIdsIn } from '../support/store.ts';
import { behind, interceptCalls, type Layer } from '../system/database-calls.ts';

/*
 * How often a call waits for the database: what does not depend on another answer is asked at the same time. Every
 * answer is held back until no more requests come, so that parallel requests are one round trip.
 */

const store = await openStore();
await addStore({ id: 'later', startAt: '2026-11-23T00:00:00Z' });
const { dynamodb } = await import('../../lib/database/client.ts');
interceptCalls(dynamodb, ({ send }) => send());

// Each call is the first one of a function: a store that is remembered would hide a round trip.
let passed = 0;
const { now } = performance;
performance.now = () => now.call(performance) + passed;
const tables = new Map(
  ['Orders', 'Activity', 'Attempts', 'Stores'].map((name) => [
    process.env[`${name.toUpperCase()}_TABLE`],
    name,
  ]),
);

/** As in `Orders Query outstanding`; the same one many times: `30 × Orders Put`. */
function inWords(calls: string[]): string[] {
  return [...new Set(calls)]
    .map((one) => {
      const times = calls.filter((other) => other === one).length;
      return times === 1 ? one : `${times} × ${one}`;
    })
    .toSorted();
}

/** The round trips, each with its parallel requests. */
async function tripsOf(action: () => Promise<HttpAnswer>): Promise<string[][]> {
  passed += 60_000;
  const trips: string[][] = [];
  let asked: string[] = [];
  let release: (() => void)[] = [];
  let quiet: NodeJS.Timeout | undefined;
  const layer: Layer = async ({ name, input, send }) => {
    const batch = Object.keys((input['RequestItems'] as object | undefined) ?? {});
    const table = tables.get(batch[0] ?? String(input['TableName']));
    const command = name.replace(/(Item)?Command$/, '');
    const direction = input['ScanIndexForward'] === false ? ' backwards' : '';
    const index = input['IndexName'] === undefined ? '' : ` ${input['IndexName'] as string}${direction}`;
    asked.push(`${table} ${command}${index}`);
    const answer = await send().then(
      (output) => () => output,
      (error: unknown) => () => {
        throw error;
      },
    );
    clearTimeout(quiet);
    quiet = setTimeout(() => {
      trips.push(inWords(asked));
      const held = release;
      [asked, release] = [[], []];
      for (const one of held) one();
    }, 100);
    await new Promise<void>((resolve) => release.push(resolve));
    return answer();
  };
  await behind(layer, async () => {
    expect((await action()).status).toBeLessThan(500);
  });
  return trips;
}

const poll = (options: CallOptions = {}) =>
  store.lightspeed('GET', '/LightSpeed/OutstandingActivity', undefined, options);
const placeMany = async (count: number, options: CallOptions = {}) => {
  for (let at = 0; at < count; at += 1)
    await store.webstore('PUT', `/orders/${options.headers ? 'l' : 'o'}-${at}`, anOrderBody(), options);
};

const door = ['Attempts Get', 'Stores Get'];
const ahead = ['Orders Query outstanding', 'Orders Query outstanding backwards'];

describe('a poll', () => {
  test('that finds nothing is two round trips', async () => {
    expect(await tripsOf(() => poll())).toEqual([[...door, ...ahead].toSorted(), ['Activity Update']]);
  });

  test('of one order is three', async () => {
    await placeMany(1);
    expect(await tripsOf(() => poll())).toEqual([
      [...door, ...ahead].toSorted(),
      ['Activity Update', 'Orders BatchGet'],
      ['Orders Put'],
    ]);
  });

  test('of thirty, of more than thirty, is three', async () => {
    await placeMany(35);
    expect(await tripsOf(() => poll())).toEqual([
      [...door, ...ahead].toSorted(),
      ['Activity Update', 'Orders BatchGet'],
      ['30 × Orders Put'],
    ]);
  });

  test('of a store with a start point is three as well, unless the first thirty are older', async () => {
    const options = { headers: { host: 'later.weborders.example.com' } };
    await placeMany(2, options);
    const trips = [['Activity Update', 'Orders BatchGet'], ['2 × Orders Put']];
    const first = [...door, ...ahead].toSorted();
    expect(await tripsOf(() => poll(options))).toEqual([first, ...trips]);

    const old = anOrderBody({ placedAt: '2026-11-22T00:00:00Z' });
    for (let at = 0; at < 30; at += 1) await store.webstore('PUT', `/orders/old-${at}`, old, options);
    // Now the thirty are next, and the two behind them.
    await poll(options);
    const answer = { body: '' };
    const again = await tripsOf(async () => Object.assign(answer, await poll(options)));
    expect(again).toEqual([
      first,
      ['Activity Update', 'Orders Query outstanding'],
      ['Orders BatchGet'],
      trips[1],
    ]);
    expect(orderIdsIn(answer as HttpAnswer)).toEqual(['l-0', 'l-1']);
  });

  test('with HEAD asks for nothing but who calls', async () => {
    expect(await tripsOf(() => store.lightspeed('HEAD', '/LightSpeed/OutstandingActivity'))).toEqual([door]);
  });

  test.each([
    ['a wrong password', 'Basic eDp5', [...door, ...ahead].toSorted(), [['2 × Attempts Update']]],
    ['no credentials', null, door, []],
  ])('with %s reads no order, and writes of it alone', async (_, authorization, first, remembered) => {
    await placeMany(1);
    const before = await store.storedItem('o-0');
    expect(await tripsOf(() => poll({ authorization }))).toEqual([first, ...remembered, ['Attempts Update']]);
    expect(await store.storedItem('o-0')).toEqual(before);
  });
});

describe('an acknowledgement', () => {
  test('of thirty orders is three round trips', async () => {
    await placeMany(30);
    const orders = Array.from({ length: 30 }, (_, at) => `<Order Id="o-${at}"/>`).join('');
    const acknowledge = () => store.lightspeed('POST', '/LightSpeed/AcknowledgeRequest', `<A>${orders}</A>`);
    expect(await tripsOf(acknowledge)).toEqual([
      door,
      ['Activity Update', 'Orders BatchGet'],
      ['30 × Orders Put'],
    ]);
  });

  test('of none is two', async () => {
    const acknowledge = () => store.lightspeed('POST', '/LightSpeed/AcknowledgeRequest', '<A/>');
    expect(await tripsOf(acknowledge)).toEqual([door, ['Activity Update']]);
  });
});

describe('the webstore', () => {
  test('places an order in three round trips', async () => {
    expect(await tripsOf(() => store.webstore('PUT', '/orders/o-1', anOrderBody()))).toEqual([
      door,
      ['Orders Get'],
      ['Orders Put'],
    ]);
  });

  test('asks for the status in two', async () => {
    expect(await tripsOf(() => store.webstore('GET', '/status'))).toEqual([
      door,
      ['Activity Get', 'Attempts Get', 'Orders Query outstanding'],
    ]);
  });
});

describe('what is read ahead', () => {
  const isAhead: Layer = ({ input, send }) =>
    input['IndexName'] === undefined ? send() : Promise.reject(new Error('The index does not answer.'));

  test('and fails is not felt by a caller who is not let in', async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => unhandled.push(reason);
    process.on('unhandledRejection', note);
    const { status } = await behind(isAhead, () => poll({ authorization: 'Basic eDp5' }));
    await new Promise((resolve) => setTimeout(resolve, 50));
    process.off('unhandledRejection', note);
    expect([status, unhandled]).toEqual([401, []]);
  });

  test('and fails is ServiceUnavailable to one who is', async () => {
    expect((await behind(isAhead, () => poll())).status).toBe(503);
  });

  test('has no effect if Lightspeed’s call cannot be noted', async () => {
    await placeMany(2);
    const before = await store.storedItem('o-0');
    const writes: string[] = [];
    const deaf: Layer = ({ name, input, send }) => {
      if (input['TableName'] === process.env['ACTIVITY_TABLE'])
        return new Promise((_, reject) => setTimeout(reject, 300, new Error('Too late.')));
      if (/Put|Update/.test(name)) writes.push(name);
      return send();
    };
    expect((await behind(deaf, () => poll())).status).toBe(503);
    const orders = '<A><Order Id="o-0"/><Order Id="o-1"/></A>';
    const acknowledge = () => store.lightspeed('POST', '/LightSpeed/AcknowledgeRequest', orders);
    expect((await behind(deaf, acknowledge)).status).toBe(503);
    expect([writes, await store.storedItem('o-0')]).toEqual([[], before]);
  });
});
