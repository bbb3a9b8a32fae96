import { DeleteCommand, DynamoDBDocumentClient, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeEach, expect, test } from '@jest/globals';
import type { Store } from '../../lib/domain/store.ts';
import { lostAnswer, openStorage } from '../support/storage.ts';

const { addStore, allStores, answering, changeStore, getStore } = await openStorage();
const database = new DynamoDBClient({});
const table = DynamoDBDocumentClient.from(database);
const TableName = process.env['STORES_TABLE'];
afterAll(() => database.destroy());

function aStore(differs: Partial<Store> = {}): Store {
  const since = '2026-01-01T00:00:00Z';
  return {
    id: 'coolbike',
    name: 'Cool Bike',
    enabled: true,
    username: 'lightspeed',
    passwords: [{ hash: 'scrypt$…', since }],
    apiTokens: [{ hash: 'sha256$…', since }],
    createdAt: since,
    updatedAt: since,
    ...differs,
  };
}

const everything: Partial<Store> = {
  machineAddress: '00:1A:2B:3C:4D:5E',
  timeZone: 'America/Boise',
  startAt: '2026-11-23T00:00:00Z',
  recordUntil: '2026-11-24T00:00:00Z',
};

beforeEach(async () => {
  const { Items = [] } = await table.send(new ScanCommand({ TableName }));
  for (const { store } of Items) await table.send(new DeleteCommand({ TableName, Key: { store } }));
});

test('a store is added once, and read as it was added', async () => {
  expect(await addStore(aStore(everything))).toBe(true);
  expect(await addStore(aStore({ name: 'Another' }))).toBe(false);
  expect(await getStore('coolbike')).toEqual(aStore(everything));
  expect(await getStore('rival')).toBeUndefined();
});

test('a store is changed, and what it no longer has is gone', async () => {
  await addStore(aStore(everything));
  const changed = await changeStore('coolbike', (store) => ({
    ...store,
    enabled: false,
    timeZone: undefined,
  }));
  const { timeZone: _, ...rest } = everything;
  expect(await getStore('coolbike')).toEqual(aStore({ ...rest, enabled: false }));
  expect(changed?.enabled).toBe(false);
  expect(await changeStore('rival', (store) => store)).toBeUndefined();
});

test('of many changes at once none is lost', async () => {
  await addStore(aStore({ name: '' }));
  const letters = ['a', 'b', 'c', 'd'];
  await Promise.all(
    letters.map((one) => changeStore('coolbike', (store) => ({ ...store, name: store.name + one }))),
  );
  expect([...((await getStore('coolbike'))?.name ?? '')].toSorted()).toEqual(letters);
});

test('a write whose answer was lost is not done twice', async () => {
  let lost = false;
  const losing = <R>(action: () => Promise<R>) => {
    lost = false;
    return answering(async ({ command, send }) => {
      const answer = await send();
      if (command !== 'PutCommand' && command !== 'PutItemCommand') return answer;
      if (lost) return answer;
      lost = true;
      throw lostAnswer();
    }, action);
  };
  expect(await losing(() => addStore(aStore({ name: 'a' })))).toBe(true);
  expect(lost).toBe(true);
  await losing(() => changeStore('coolbike', (store) => ({ ...store, name: `${store.name}b` })));
  expect(lost).toBe(true);
  expect((await getStore('coolbike'))?.name).toBe('ab');
});

test('all of them are listed, and those that are damaged hide no other', async () => {
  await addStore(aStore());
  await addStore(aStore({ id: 'rival' }));
  await table.send(new PutCommand({ TableName, Item: { store: 'damaged', revision: 'x', details: {} } }));
  const copy = { store: 'copy', revision: 'x', details: aStore() };
  await table.send(new PutCommand({ TableName, Item: copy }));

  const damaged: string[] = [];
  const stores = await Array.fromAsync(allStores({ onDamaged: (storeId) => damaged.push(storeId) }));
  expect(stores.map(({ id }) => id).toSorted()).toEqual(['coolbike', 'rival']);
  expect(damaged.toSorted()).toEqual(['copy', 'damaged']);
  await expect(Array.fromAsync(allStores())).rejects.toThrow(
    /^The item of store (copy|damaged) is damaged\.$/,
  );
  await expect(getStore('copy')).rejects.toThrow('The item of store copy is damaged.');
});
