import { expect, test } from '@jest/globals';
import { call } from '../support/call.ts';
import { aWooOrder, connectShop, wooHeaders, wooTime } from '../support/shop-orders.ts';
import { openStore } from '../support/store.ts';

// A shop that was connected without its name (contract 10): whoever has the secret sends its orders.

const { handlers, poll } = await openStore();
await connectShop('woocommerce');

async function deliver(order: Record<string, unknown>, from: string): Promise<unknown> {
  const body = JSON.stringify(order);
  const headers = { ...wooHeaders(body), 'x-wc-webhook-source': from };
  const path = '/platforms/woocommerce';
  return JSON.parse((await call(handlers.anyOtherPath, { method: 'POST', path, headers, body })).body);
}

const SHOP = 'https://shop.example/';
const COPY = 'https://staging.shop.example/';

test('an order is only that of the shop that sent it first', async () => {
  expect(await deliver(aWooOrder(), SHOP)).toEqual({ result: 'Placed', orderId: '1001' });
  expect(await deliver(aWooOrder({ date_modified_gmt: wooTime(60), total: '1.00' }), COPY)).toEqual({
    result: 'NotUnderstood',
    reason: 'It came from another shop, staging.shop.example.',
  });
  expect(await deliver(aWooOrder({ id: 47, number: '1002' }), COPY)).toEqual({
    result: 'Placed',
    orderId: '1002',
  });
  expect(await deliver(aWooOrder({ date_modified_gmt: wooTime(30) }), 'http://www.shop.example')).toEqual({
    result: 'Unchanged',
    orderId: '1001',
  });
  expect(await poll()).toEqual(['1001', '1002']);
});
