import { send } from '../../terminal/http/send.ts';
import { askSecret } from '../../terminal/secret.ts';
import { seededRandom } from '../seeded-random.ts';
import type { PlayedShop } from './played-shop.ts';
import { type InLightspeed, type InShop, reconcile } from './reconcile.ts';
import { openForBusiness } from './story.ts';
import { deliveryTable } from './summary.ts';

export type Pasted = { url: string; orders: number; seed: number; token: string };

/**
 * A shop of which only the webhook is connected: the URL and the secret were pasted by hand. What never arrived is
 * saved again in the shop, as docs/platforms/woocommerce.md tells its owner to. Then its books are compared with what
 * Lightspeed is offered.
 * @returns the number of differences
 */
export async function playPasted(shop: PlayedShop, { url, orders, seed, token }: Pasted): Promise<number> {
  await shop.pasteWebhooks(url, await askSecret('Secret'));
  if (shop.deliveries.results.size > 0)
    throw new Error(`${url} did not answer with 200 when it was tried: is it connected?`);
  await openForBusiness(shop, seededRandom(seed, 'pasted'), orders);
  console.log(deliveryTable(shop));
  const before = await offeredOf(shop, { url, token });
  for (const order of shop.book.orders.values())
    if (order.state === 'paid' && !before.has(shop.numberOf(order))) shop.book.change(order, 'updated', {});
  await shop.deliveries.settled();
  const books: InShop[] = [...shop.book.orders.values()].map((order) => ({
    number: shop.numberOf(order),
    state: order.state,
    isDue: order.state === 'paid',
    currency: order.sale.currency,
    total: shop.totalOf(order),
    trackingNumbers: [],
  }));
  const { text, differences } = reconcile(books, await offeredOf(shop, { url, token }));
  console.log(text);
  return differences;
}

/** The shop's orders that are here and not canceled. */
async function offeredOf(
  shop: PlayedShop,
  { url, token }: { url: string; token: string },
): Promise<Map<string, InLightspeed>> {
  const found = new Map<string, InLightspeed>();
  const headers = { Authorization: `Bearer ${token}` };
  for (const order of shop.book.orders.values()) {
    const number = shop.numberOf(order);
    const { status, body } = await send({
      method: 'GET',
      url: `${new URL(url).origin}/orders/${number}`,
      headers,
    });
    if (status !== 200) continue;
    const here = JSON.parse(body.toString()) as {
      status: string;
      currency: string;
      totals: { total: string };
    };
    const { currency, totals } = here;
    if (here.status !== 'Canceled') found.set(number, { currency, total: totals.total, trackingNumbers: [] });
  }
  return found;
}
