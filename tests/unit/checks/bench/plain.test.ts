import { expect, test } from '@jest/globals';
import { plain } from '../../../../checks/bench/plain.ts';

test('keys, items and values of a call become plain, and nothing else of it changes', () => {
  expect(
    plain({
      TableName: 'orders',
      ConsistentRead: true,
      Key: { store: { S: 'coolbike' } },
      Item: { lines: { L: [{ M: { quantity: { N: '2' } } }] }, tags: { SS: ['a'] }, gone: { NULL: true } },
      ExpressionAttributeValues: {
        ':on': { BOOL: false },
        ':bytes': { B: 'AQI=' },
        ':numbers': { NS: ['1'] },
      },
      ExpressionAttributeNames: { '#store': 'store' },
    }),
  ).toEqual({
    TableName: 'orders',
    ConsistentRead: true,
    Key: { store: 'coolbike' },
    Item: { lines: [{ quantity: 2 }], tags: new Set(['a']), gone: null },
    ExpressionAttributeValues: { ':on': false, ':bytes': Buffer.from([1, 2]), ':numbers': new Set([1]) },
    ExpressionAttributeNames: { '#store': 'store' },
  });
});

test('the keys of a batch become plain', () => {
  expect(
    plain({ RequestItems: { orders: { Keys: [{ orderId: { S: '1' } }], ConsistentRead: true } } }),
  ).toEqual({
    RequestItems: { orders: { Keys: [{ orderId: '1' }], ConsistentRead: true } },
  });
});
