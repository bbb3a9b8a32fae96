import { expect, test } from '@jest/globals';
import { seededRandom } from '../../../../players/seeded-random.ts';
import { OrderBook, type ShopOrder } from '../../../../players/shop/order-book.ts';
import { makeSale, type Sale, totalOf } from '../../../../players/shop/sale.ts';
import { bigcommerceOrder } from '../../../../players/shop/bigcommerce/order-json.ts';
import { shopifyOrder } from '../../../../players/shop/shopify/order-json.ts';
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

type Json = Record<string, unknown>;

const sum = (list: unknown, ...path: string[]): number =>
  (list as Json[]).reduce((all, one) => {
    const value = path.reduce<unknown>((at, name) => (at as Json)[name], one);
    return all + (Array.isArray(value) ? sum(value, 'price') : cents(String(value)));
  }, 0);
const at = (order: Json, name: string): number => cents(String(order[name]));

test('lines, fees, shipping and taxes of a WooCommerce order add up to what the customer pays', () => {
  for (const sale of sales) {
    const order = wooOrder(orderOf(sale));
    const goods =
      sum(order['line_items'], 'total') + sum(order['fee_lines'], 'total') + at(order, 'shipping_total');
    expect(sum(order['line_items'], 'total_tax') + at(order, 'shipping_tax')).toBe(at(order, 'total_tax'));
    expect(goods + at(order, 'total_tax')).toBe(totalOf(sale));
    expect(at(order, 'total') + sale.giftCard).toBe(totalOf(sale));
  }
});

const inDollars: Sale[] = Array.from({ length: 300 }, (_, number) =>
  makeSale(seededRandom('dollars', number), { currencies: 'USD', hasRebates: false }),
);

test('so do those of a Shopify order, whose prices may include the tax', () => {
  for (const sale of inDollars) {
    const order = shopifyOrder(orderOf(sale), { note: '', tags: [] });
    const fees = order['current_total_additional_fees_set'] as { shop_money: { amount: string } } | null;
    const shown =
      at(order, 'total_line_items_price') -
      at(order, 'total_discounts') +
      sum(order['shipping_lines'], 'price') +
      cents(fees?.shop_money.amount ?? '0.00');
    const taxes = sum(order['line_items'], 'tax_lines') + sum(order['shipping_lines'], 'tax_lines');
    expect(taxes).toBe(at(order, 'total_tax'));
    expect(shown + (sale.pricesIncludeTax ? 0 : taxes)).toBe(at(order, 'total_price'));
    expect(at(order, 'current_total_price')).toBe(totalOf(sale));
  }
});

test('and those of a BigCommerce order, before or after its gift certificate', () => {
  const shown = { staffNotes: '', included: { consignments: true, fees: true }, shop: '' };
  const amount = (order: Json, name: string) => cents(String(order[name]).replace(/00$/, ''));
  for (const sale of sales.filter(({ fees }) => fees.every(({ net }) => net > 0))) {
    const order = bigcommerceOrder(orderOf(sale), shown);
    const goods = amount(order, 'subtotal_ex_tax') - amount(order, 'discount_amount');
    const more = amount(order, 'shipping_cost_ex_tax') + sale.fees.reduce((all, { net }) => all + net, 0);
    expect(goods + more).toBe(amount(order, 'total_ex_tax'));
    expect(goods + more + amount(order, 'total_tax')).toBe(totalOf(sale));
    expect([totalOf(sale), totalOf(sale) - sale.giftCard]).toContain(amount(order, 'total_inc_tax'));
  }
});
