import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeEach, expect, test } from '@jest/globals';
import { call } from '../support/call.ts';
import { stopClock } from '../support/clock.ts';
import { emptyTables } from '../support/empty-tables.ts';
import { aShopifyOrder, connectShop, shopifyHeaders } from '../support/shop-orders.ts';
import { openStore } from '../support/store.ts';

// A Shopify order names the gateway; the card's brand is in its transactions, which are asked for (contract 10).

const { handlers, lightspeed, lookUp } = await openStore();
const { seal } = await import('../../lib/vault.ts');
stopClock('2026-11-24T12:00:00Z');

const asked: string[] = [];
let answer: { status: number; json: unknown };
const server = createServer((request, response) => {
  asked.push(`${request.method} ${request.url} ${String(request.headers['x-shopify-access-token'])}`);
  response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.json));
});
await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
const shop = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
afterAll(() => void server.close());

/** As https://shopify.dev/docs/api/admin-rest/latest/resources/transaction has it. */
const aTransaction = (differs: object = {}) => ({
  id: 389404469,
  order_id: 820982911,
  kind: 'sale',
  gateway: 'shopify_payments',
  status: 'success',
  message: 'Transaction approved',
  created_at: '2026-11-23T11:04:05-07:00',
  test: false,
  authorization: 'ch_1A',
  parent_id: null,
  payment_details: {
    credit_card_bin: '424242',
    avs_result_code: 'Y',
    cvv_result_code: 'M',
    credit_card_number: '•••• •••• •••• 4242',
    credit_card_company: 'Visa',
  },
  receipt: {},
  error_code: null,
  source_name: 'web',
  amount: '77.09',
  currency: 'USD',
  ...differs,
});

beforeEach(async () => {
  await emptyTables(['INBOX_TABLE']);
  asked.length = 0;
  answer = { status: 200, json: { transactions: [aTransaction()] } };
  const credentials = JSON.stringify({ platform: 'shopify', shop, token: 'shpat_x' });
  const sealed = await seal(credentials, { store: 'coolbike', purpose: 'shopify api' });
  await connectShop('shopify', { api: { sealed, since: '2026-01-01T00:00:00Z' } });
});

const order = (differs: object = {}) =>
  aShopifyOrder({ payment_gateway_names: ['shopify_payments'], ...differs });

async function deliver(sent: Record<string, unknown>, secret?: string): Promise<Record<string, unknown>> {
  const body = JSON.stringify(sent);
  const path = '/platforms/shopify';
  const headers = shopifyHeaders(body, { secret });
  return JSON.parse((await call(handlers.receiveShopify, { method: 'POST', path, headers, body })).body);
}

const offered = async () => (await lightspeed('GET', '/LightSpeed/OutstandingActivity')).body;
const ASKED = 'GET /admin/api/2026-10/orders/820982911/transactions.json shpat_x';

test('the very next poll has the card’s brand, and later versions do not ask again', async () => {
  expect(await deliver(order())).toEqual({ result: 'Placed', orderId: '1001' });
  expect(await offered()).toContain('<Payment><Type>VISA</Type><Amount>77.09</Amount></Payment>');
  const later = order({ updated_at: '2026-11-23T12:00:00-07:00', note: 'Ring twice' });
  expect(await deliver(later)).toMatchObject({ orderId: '1001' });
  expect(await offered()).toContain('<Type>VISA</Type>');
  expect(asked).toEqual([ASKED]);
});

test('a gift card and a card are two payments, each with its own part', async () => {
  const parts = [
    aTransaction({ gateway: 'gift_card', amount: '20.00', payment_details: undefined }),
    aTransaction({ amount: '57.09' }),
    aTransaction({ amount: '57.09', status: 'failure' }),
  ];
  answer.json = { transactions: parts };
  await deliver(order({ payment_gateway_names: ['gift_card', 'shopify_payments'] }));
  expect((await lookUp('1001'))['payments']).toEqual([
    { method: 'gift_card', type: 'OTHER', amount: '20.00' },
    { method: 'shopify_payments (VISA)', type: 'VISA', amount: '57.09' },
  ]);
});

test.each([
  ['does not answer', { status: 500, json: {} }],
  ['does not let us', { status: 403, json: { errors: 'Not allowed' } }],
  ['answers something else', { status: 200, json: { transactions: 'none' } }],
])('a shop that %s costs the brand and not the order; the next version asks again', async (_, failing) => {
  answer = failing;
  expect(await deliver(order())).toEqual({ result: 'Placed', orderId: '1001' });
  expect(await offered()).toContain('<Type>OTHER</Type>');
  answer = { status: 200, json: { transactions: [aTransaction()] } };
  expect(await deliver(order({ updated_at: '2026-11-23T12:00:00-07:00' }))).toEqual({
    result: 'Replaced',
    orderId: '1001',
  });
  expect(await offered()).toContain('<Type>VISA</Type>');
});

test('nothing is asked about a method that is known, or of a shop of which only the webhook is connected', async () => {
  await deliver(order({ payment_gateway_names: ['paypal'] }));
  // With another secret: otherwise the store is remembered as it was.
  await connectShop('shopify', { keys: ['another'] });
  await deliver(order({ id: 5, name: '#1002' }), 'another');
  expect(asked).toEqual([]);
  expect((await lookUp('1002'))['payments']).toEqual([
    { method: 'shopify_payments', type: 'OTHER', amount: '77.09' },
  ]);
});
