import { expect, test } from '@jest/globals';
import { anOrderBody } from '../support/an-order-body.ts';
import { openStore } from '../support/store.ts';
import { interceptCalls } from '../system/database-calls.ts';

// An order that moves in an index while a query reads it may be read at both places.

const { place, poll, webstore } = await openStore();
const { dynamodb } = await import('../../lib/database/client.ts');
interceptCalls(dynamodb, async ({ name, send }) => {
  const output = await send();
  const { Items } = output;
  return name === 'QueryCommand' || name === 'QueryItemCommand'
    ? { ...output, Items: (Items as unknown[]).flatMap((item) => [item, item]) }
    : output;
});

test('an order that an index names twice is offered and listed once', async () => {
  for (const orderId of ['1', '2', '3']) await place(orderId, anOrderBody());
  expect(await poll()).toEqual(['1', '2', '3']);
  expect(await poll()).toEqual(['1', '2', '3']);
  for (const query of ['', '?status=New', '?updatedSince=2026-11-01T00:00:00Z', '?limit=2']) {
    const { status, body } = await webstore('GET', `/orders${query}`);
    const ids = (JSON.parse(body) as { orders: { orderId: string }[] }).orders.map(({ orderId }) => orderId);
    expect({ query, status, ids: ids.toSorted() }).toEqual({
      query,
      status: 200,
      ids: query === '?limit=2' ? ['2', '3'] : ['1', '2', '3'],
    });
  }
});
