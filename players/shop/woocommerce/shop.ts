import { randomBytes } from 'node:crypto';
import { serveApi } from '../api-server.ts';
import { Deliveries } from '../deliveries.ts';
import { OrderBook } from '../order-book.ts';
import type { Opening, PlayedShop } from '../played-shop.ts';
import { totalOf } from '../sale.ts';
import { wooApi } from './api.ts';
import { WooWebhooks } from './webhooks.ts';

const TOPICS = ['order.created', 'order.updated', 'order.deleted'];

/** A WooCommerce shop: nothing that was not delivered is delivered again. */
export async function openWooShop({ random, port, firstId, tracking, loses }: Opening): Promise<PlayedShop> {
  const book = new OrderBook(firstId);
  const deliveries = new Deliveries(random, { lost: 0.05, twice: 0.1, slowestMs: 800 });
  const webhooks = new WooWebhooks(random, deliveries);
  const keys = {
    key: `ck_${randomBytes(20).toString('hex')}`,
    secret: `cs_${randomBytes(20).toString('hex')}`,
  };
  const server = await serveApi(wooApi({ book, webhooks, keys, tracking }), { port, loses });
  book.listen((order, event) => webhooks.tell(order, event, server.url));
  return {
    book,
    deliveries,
    ways: { currencies: 'several', hasRebates: true },
    shop: server.url,
    keys: [
      { name: 'Consumer key', value: keys.key },
      { name: 'Consumer secret', value: keys.secret },
    ],
    isConnected: () => [...webhooks.all.values()].some(({ status }) => status === 'active'),
    numberOf: ({ id }) => String(id),
    // It stays what it was, whatever is refunded.
    totalOf: ({ sale }) => totalOf(sale),
    pasteWebhooks: async (url, secret) => {
      for (const topic of TOPICS)
        await webhooks.add({ name: 'Lightspeed', topic, delivery_url: url, secret });
    },
    close: () => server.close(),
  };
}
