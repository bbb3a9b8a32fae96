import { randomBytes } from 'node:crypto';
import { serveApi } from '../api-server.ts';
import { Deliveries } from '../deliveries.ts';
import { OrderBook } from '../order-book.ts';
import type { Opening, PlayedShop } from '../played-shop.ts';
import { totalOf } from '../sale.ts';
import { bigcommerceApi, Quota } from './api.ts';
import { Hooks } from './hooks.ts';

/** A BigCommerce shop: it tells that something happened, and has to be asked what. */
export async function openBigCommerceShop({ random, port, firstId, loses }: Opening): Promise<PlayedShop> {
  const book = new OrderBook(firstId);
  const deliveries = new Deliveries(random, { lost: 0.1, twice: 0.1, slowestMs: 800 });
  const token = randomBytes(16).toString('hex');
  const clientSecret = randomBytes(32).toString('hex');
  const hash = 'abc123';
  const hooks = new Hooks(deliveries, { producer: `stores/${hash}`, clientSecret });
  // The plans Plus and Pro.
  const quota = new Quota(450, 30_000);
  const shop = { book, hooks, token, path: `/stores/${hash}`, quota, staffNotes: new Map<number, string>() };
  const server = await serveApi(bigcommerceApi(shop), { port, loses });
  book.listen(({ id }, event) => hooks.tell(id, event));
  return {
    book,
    deliveries,
    ways: { currencies: 'several', hasRebates: false },
    shop: `${server.url}/stores/${hash}`,
    keys: [
      { name: 'Access token', value: token },
      { name: 'Client secret', value: clientSecret },
    ],
    isConnected: () => [...hooks.all.values()].some((hook) => hook.is_active),
    numberOf: ({ id }) => String(id),
    totalOf: ({ sale }) => totalOf(sale),
    pasteWebhooks: () => Promise.reject(new Error('BigCommerce’s webhooks are made by its API only.')),
    close: () => server.close(),
  };
}
