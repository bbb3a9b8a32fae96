import { randomBytes } from 'node:crypto';
import { serveApi } from '../api-server.ts';
import { Deliveries } from '../deliveries.ts';
import { OrderBook, type ShopOrder } from '../order-book.ts';
import type { Opening, PlayedShop } from '../played-shop.ts';
import { Bucket } from './bucket.ts';
import { currentTotal, type Written } from './order-json.ts';
import { shopifyApi, type ShopifyShop } from './rest.ts';
import { Tokens } from './tokens.ts';
import { ShopifyWebhooks } from './webhooks.ts';

const TOPICS = ['ORDERS_CREATE', 'ORDERS_UPDATED', 'ORDERS_CANCELLED'];

/** A Shopify shop: what was not taken is delivered again, and at last not at all. */
export async function openShopifyShop({ random, port, firstId, loses }: Opening): Promise<PlayedShop> {
  const book = new OrderBook(firstId);
  const deliveries = new Deliveries(random, { lost: 0.1, twice: 0.1, slowestMs: 800 });
  const webhooks = new ShopifyWebhooks(deliveries);
  const clientSecret = `shpss_${randomBytes(16).toString('hex')}`;
  const keys = { clientId: randomBytes(16).toString('hex'), clientSecret };
  const shop: ShopifyShop = {
    book,
    webhooks,
    keys,
    tokens: new Tokens(keys),
    points: new Bucket(2000, 100),
    calls: new Bucket(40, 2),
    ...writing(book),
  };
  const server = await serveApi(shopifyApi(shop), { port, loses });
  const host = new URL(server.url).host;
  book.listen((order, event) => webhooks.tell(order, event, { written: shop.written(order), shop: host }));
  return {
    book,
    deliveries,
    ways: { currencies: 'USD', hasRebates: false },
    shop: server.url,
    keys: [
      { name: 'Client ID', value: keys.clientId },
      { name: 'Client secret', value: keys.clientSecret },
    ],
    isConnected: () => webhooks.all.size > 0,
    numberOf: ({ id }) => String(id),
    totalOf: currentTotal,
    pasteWebhooks: async (uri, key) => {
      for (const topic of TOPICS) webhooks.add({ topic, uri, key, isPasted: true });
    },
    close: () => server.close(),
  };
}

/** The note and the tags of orders. Each new line of a note is one of the book's notes. */
function writing(book: OrderBook): Pick<ShopifyShop, 'written' | 'write'> {
  const all = new Map<number, Written>();
  const written = ({ id, sale }: ShopOrder) => all.get(id) ?? { note: sale.note, tags: [] };
  return {
    written,
    write: (order, { note, tags }) => {
      const before = written(order);
      all.set(order.id, { note: note ?? before.note, tags: tags ?? before.tags });
      const known = before.note.split('\n');
      for (const line of (note ?? '').split('\n').filter((one) => one !== '' && !known.includes(one)))
        book.note(order, line, false);
      book.change(order, 'updated', {});
    },
  };
}
