import { expect, test } from '@jest/globals';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { addStore } from '../support/add-store.ts';
import { anOrderBody } from '../support/an-order-body.ts';
import { setClock, stopClock } from '../support/clock.ts';
import { openStore } from '../support/store.ts';

// `npm run status` behind its command line.

const { webstore, place, poll, handlers } = await openStore();
await addStore({ id: 'a-bikes', name: 'A Bikes', enabled: false });
const { seeStore, seeStores } = await import('../../lib/desk/see-stores.ts');
stopClock('2026-11-23T18:00:00Z');

const now = '2026-11-23T18:30:00Z';
const unstopped = new AbortController().signal;

test('one store is seen as GET /status tells it', async () => {
  await place('1', anOrderBody());
  await poll();
  setClock(now);
  const { body } = await webstore('GET', '/status', undefined, { handler: handlers.getStatus });
  expect(await seeStore('coolbike', now)).toEqual(JSON.parse(body));
  expect(await seeStore('coolbike', now)).toMatchObject({
    lastPolledAt: '2026-11-23T18:00:00Z',
    outstanding: 1,
    oldestOutstanding: { orderId: '1', since: '2026-11-23T18:00:00Z', ageSeconds: 1800 },
  });
  expect(await seeStore('nobody', now)).toBeUndefined();
});

test('of all stores each is seen as it is alone, and a damaged one hides no other', async () => {
  const dynamodb = new DynamoDBClient({});
  const Item = { store: { S: 'broken' }, details: { S: 'none' } };
  await dynamodb.send(new PutItemCommand({ TableName: process.env['STORES_TABLE'], Item }));
  dynamodb.destroy();
  await place('1', anOrderBody());
  await poll();
  const { statuses, unreadable, notSeen } = await seeStores(now, unstopped);
  const byId = statuses.toSorted((a, b) => (a.store < b.store ? -1 : 1));
  expect(byId).toEqual([await seeStore('a-bikes', now), await seeStore('coolbike', now)]);
  expect(byId.map(({ enabled, outstanding }) => [enabled, outstanding])).toEqual([
    [false, 0],
    [true, 1],
  ]);
  expect(unreadable).toEqual([{ storeId: 'broken', reason: 'The item of this store is damaged.' }]);
  expect(notSeen).toBe(0);
});

test('a store whose orders cannot be counted hides no other', async () => {
  const { documents } = await import('../../lib/database/client.ts');
  documents.middlewareStack.add(
    (next) => async (args) => {
      const { ExpressionAttributeValues: values } = args.input as {
        ExpressionAttributeValues?: { ':store'?: unknown };
      };
      if (values?.[':store'] === 'a-bikes') throw new Error('Too busy.');
      return next(args);
    },
    { step: 'initialize', name: 'busy' },
  );
  const { statuses, unreadable } = await seeStores(now, unstopped).finally(() =>
    documents.middlewareStack.remove('busy'),
  );
  expect(statuses.map(({ store }) => store)).toEqual(['coolbike']);
  expect(unreadable).toContainEqual({
    storeId: 'a-bikes',
    reason: 'The database did not answer. Repeating the call is safe.',
  });
});

test('told to stop it looks at no further store, and says how many are left', async () => {
  const { statuses, notSeen } = await seeStores(now, AbortSignal.abort());
  expect({ statuses, notSeen }).toEqual({ statuses: [], notSeen: 2 });
});
