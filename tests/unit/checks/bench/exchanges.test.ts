import { expect, test } from '@jest/globals';
import { type Exchange, type Input, questionOf, sideBySide } from '../../../../checks/bench/exchanges.ts';

const exchange = (operation: string, input: Input = {}): Exchange => ({
  operation,
  input,
  status: 200,
  answer: '{}',
  roundTrip: 1,
});

test('two writes of one order ask the same, whatever they write', () => {
  const written = (revision: string) =>
    questionOf('PutItem', {
      TableName: 'orders',
      Item: { store: { S: 'coolbike' }, orderId: { S: '1' }, revision: { S: revision } },
    });
  expect(written('first')).toBe(written('second'));
});

test('a batch asks the same in any order of its keys', () => {
  const read = (...ids: string[]) =>
    questionOf('BatchGetItem', { RequestItems: { orders: { Keys: ids.map((S) => ({ orderId: { S } })) } } });
  expect(read('1', '2')).toBe(read('2', '1'));
  expect(read('1', '2')).not.toBe(read('1', '3'));
});

test('the first and the last of an index, two tables, two keys and two operations are different questions', () => {
  const questions = [
    questionOf('Query', { TableName: 'orders', IndexName: 'outstanding' }),
    questionOf('Query', { TableName: 'orders', IndexName: 'outstanding', ScanIndexForward: false }),
    questionOf('Query', { TableName: 'orders', IndexName: 'newest' }),
    questionOf('GetItem', { TableName: 'stores', Key: { store: { S: 'coolbike' } } }),
    questionOf('GetItem', { TableName: 'activity', Key: { store: { S: 'coolbike' } } }),
    questionOf('GetItem', { TableName: 'stores', Key: { store: { S: 'other' } } }),
    questionOf('UpdateItem', { TableName: 'stores', Key: { store: { S: 'coolbike' } } }),
  ];
  expect(new Set(questions).size).toBe(questions.length);
});

test('a poll is three steps: who calls and what is next; the heartbeat and the orders; their offers', () => {
  const store = exchange('GetItem');
  const attempts = exchange('GetItem');
  const heartbeat = exchange('UpdateItem');
  const query = exchange('Query');
  const orders = exchange('BatchGetItem', { RequestItems: { 'prod-orders': {} } });
  const offers = [exchange('PutItem'), exchange('PutItem')];
  expect(sideBySide([store, attempts, heartbeat, query, orders, ...offers])).toEqual([
    [store, attempts, query],
    [heartbeat, orders],
    offers,
  ]);
});

test('a poll that finds nothing is two steps', () => {
  const [store, heartbeat, query] = [exchange('GetItem'), exchange('UpdateItem'), exchange('Query')];
  expect(sideBySide([store, heartbeat, query])).toEqual([[store, query], [heartbeat]]);
});

test('a batch of other tables than the orders waits for nothing', () => {
  const door = exchange('BatchGetItem', { RequestItems: { 'prod-stores': {}, 'prod-attempts': {} } });
  const heartbeat = exchange('UpdateItem');
  expect(sideBySide([door, heartbeat])).toEqual([[door], [heartbeat]]);
});
