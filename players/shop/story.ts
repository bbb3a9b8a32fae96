import type { Random } from '../seeded-random.ts';
import type { PlayedShop } from './played-shop.ts';
import type { ShopOrder } from './order-book.ts';
import { editedSale, makeSale, totalOf } from './sale.ts';

/* What happens in the shop. */

type Life = (shop: PlayedShop, order: ShopOrder) => void;

/** What happens to an order before Lightspeed sees it, and how often. */
const LIVES: readonly { places: 'draft' | 'unpaid' | 'paid'; often: number; becomes: Life }[] = [
  { places: 'paid', often: 8, becomes: () => undefined },
  { places: 'unpaid', often: 5, becomes: pay },
  { places: 'draft', often: 2, becomes: pay },
  {
    places: 'paid',
    often: 3,
    becomes: ({ book }, order) => book.change(order, 'updated', { sale: editedSale(order.sale) }),
  },
  { places: 'unpaid', often: 1, becomes: () => undefined },
  { places: 'unpaid', often: 1, becomes: cancel },
  { places: 'paid', often: 2, becomes: cancel },
  {
    places: 'paid',
    often: 1,
    becomes: ({ book }, order) => book.refund(order, totalOf(order.sale), 'Sold out'),
  },
  { places: 'paid', often: 1, becomes: refundInPart },
];

function pay({ book }: PlayedShop, order: ShopOrder): void {
  book.change(order, 'paid', { state: 'paid' });
}

function cancel({ book }: PlayedShop, order: ShopOrder): void {
  book.change(order, 'canceled', { state: 'canceled' });
}

function refundInPart({ book }: PlayedShop, order: ShopOrder): void {
  const { step } = order.sale;
  if (totalOf(order.sale) > 300 * step) book.refund(order, 250 * step, 'Price match');
}

/** Places orders and plays their lives to the end. The first ones have the most common lives. */
export async function openForBusiness(shop: PlayedShop, random: Random, count: number): Promise<void> {
  const lives = LIVES.flatMap((life) => Array.from({ length: life.often }, () => life));
  const [first = lives[0], ...others] = lives;
  const open = Array.from({ length: count }, () => {
    const life = random.pick([first, ...others] as [(typeof lives)[0], ...typeof lives]);
    return life && { life, order: shop.book.place(makeSale(random, shop.ways), life.places) };
  });
  for (const one of open) one?.life.becomes(shop, one.order);
  await shop.deliveries.settled();
}

/** The shop's staff do what they do after Lightspeed has the orders: each of these can only be a note there. */
export async function changeAfterwards(
  shop: PlayedShop,
  random: Random,
  orders: ShopOrder[],
): Promise<ShopOrder[]> {
  const changed = orders.filter(() => random.chance(0.15));
  for (const order of changed) shop.book.refund(order, 100 * order.sale.step, 'Scratched');
  await shop.deliveries.settled();
  return changed;
}
