import { expect, test } from '@jest/globals';
import { seededRandom } from '../../../../players/seeded-random.ts';
import { OrderBook, type ShopOrder } from '../../../../players/shop/order-book.ts';
import { makeSale, type Sale, totalOf } from '../../../../players/shop/sale.ts';
import { wooOrder } from '../../../../players/shop/woocommerce/order-json.ts';

// The players' own sums: what a shop writes down must be what its customer pays.

const sales: Sale[] = Array.from({ length: 400 }, (_, number) =>
  makeSale(seededRandom('sales', number), { currencies: 'several', hasRebates: true }),
);

const orderOf = (sale: Sale): ShopOrder => new OrderBook(1001).place(sale, 'paid');

/** Hundredths, read from the digits. */
const cents = (text: string): number => Number(text.includes('.') ? text.replace('.', '') : `${text}00`);

test('the seed makes every kind of sale', () => {
  const kinds = {
    discounted: sales.filter(({ coupon }) => coupon !== undefined).length,
    yen: sales.filter(({ currency }) => currency === 'JPY').length,
    taxIncluded: sales.filter(({ pricesIncludeTax }) => pricesIncludeTax).length,
    giftCard: sales.filter(({ giftCard }) => giftCard > 0).length,
    rebate: sales.filter(({ fees }) => fees.some(({ net }) => net < 0)).length,
    pickedUp: sales.filter(({ shipTo }) => shipTo === undefined).length,
    withoutSku: sales.filter(({ lines }) => lines.some(({ sku }) => sku === '')).length,
  };
  expect(Object.entries(kinds).filter(([, count]) => count < 10)).toEqual([]);
});

test('lines, fees, shipping and taxes of a WooCommerce order add up to what the customer pays', () => {
  for (const sale of sales) {
    const order = wooOrder(orderOf(sale)) as Record<string, string> &
      Record<string, Record<string, string>[]>;
    const all = (list: string, field: string) =>
      (order[list] as unknown as Record<string, string>[]).reduce(
        (sum, one) => sum + cents(one[field] ?? ''),
        0,
      );
    const goods =
      all('line_items', 'total') + all('fee_lines', 'total') + cents(order['shipping_total'] ?? '');
    const tax = cents(order['total_tax'] ?? '');
    expect(all('line_items', 'total_tax') + cents(order['shipping_tax'] ?? '')).toBe(tax);
    expect(goods + tax).toBe(totalOf(sale));
    expect(cents(order['total'] ?? '') + sale.giftCard).toBe(totalOf(sale));
  }
});
