import { createServer, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeEach, expect, test } from '@jest/globals';
import { seededRandom } from '../../../../players/seeded-random.ts';
import { Deliveries } from '../../../../players/shop/deliveries.ts';
import { OrderBook } from '../../../../players/shop/order-book.ts';
import { makeSale } from '../../../../players/shop/sale.ts';
import { WooWebhooks } from '../../../../players/shop/woocommerce/webhooks.ts';

// WooCommerce's webhooks as `class-wc-webhook.php` has them.

let status = 200;
const calls: { headers: IncomingMessage['headers']; body: string }[] = [];
const server = createServer((request, response) => {
  void text(request).then((body) => {
    calls.push({ headers: request.headers, body });
    response.writeHead(status).end('{"result":"Placed"}');
  });
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

beforeEach(() => {
  calls.length = 0;
  status = 200;
});

async function aShop() {
  const random = seededRandom('webhooks');
  const deliveries = new Deliveries(random, { lost: 0, twice: 0, slowestMs: 0 });
  const webhooks = new WooWebhooks(random, deliveries);
  const webhook = await webhooks.add({ name: 'x', topic: 'order.updated', delivery_url: url, secret: 's3' });
  const book = new OrderBook(1);
  book.listen((order, event) => webhooks.tell(order, event, 'http://shop.example'));
  const sale = makeSale(random, { currencies: 'USD', hasRebates: false });
  const order = book.place(sale, 'unpaid');
  const change = async () => {
    book.change(order, 'updated', {});
    await deliveries.settled();
  };
  return { webhook, book, order, change, deliveries };
}

test('a new one is tried with a form that nobody signed, and says nothing of an order', async () => {
  await aShop();
  expect(calls.map(({ headers, body }) => [body, headers['x-wc-webhook-signature']])).toEqual([
    ['webhook_id=1', undefined],
  ]);
});

test('changes that wait to be sent are one call, which has the newest of them', async () => {
  const { book, order, deliveries } = await aShop();
  book.change(order, 'updated', {});
  book.change(order, 'paid', { state: 'paid' });
  await deliveries.settled();
  expect(calls.slice(1).map(({ body }) => (JSON.parse(body) as { status: string }).status)).toEqual([
    'processing',
  ]);
});

test('one is switched off at the seventh failure in a row, and sends nothing more', async () => {
  const { webhook, change, deliveries } = await aShop();
  status = 500;
  for (let failures = 1; failures <= 6; failures += 1) await change();
  expect(webhook.status).toBe('active');
  status = 200;
  await change();
  status = 404;
  for (let failures = 1; failures <= 8; failures += 1) await change();
  expect({ status: webhook.status, calls: calls.length }).toEqual({
    status: 'disabled',
    calls: 1 + 6 + 1 + 7,
  });
  expect(Object.fromEntries(deliveries.results)).toEqual({
    Placed: 1,
    'answered 500': 6,
    'answered 404': 7,
    'not sent: the webhook is switched off': 1,
  });
});
