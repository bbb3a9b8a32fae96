import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { makeOrder } from '../../../../players/webstore/make-order.ts';
import type { Address, PlacedOrder } from '../../../../players/webstore/placed-order.ts';

const placedAt = new Date('2026-11-23T18:04:05.678Z');

const aSeed = fc.integer({ min: 0, max: 2 ** 40 });
const anOrder = fc
  .record({ seed: aSeed, number: fc.nat() })
  .map(({ seed, number }) => makeOrder({ seed, number, placedAt }));

function thousandOrders(): PlacedOrder[] {
  return Array.from({ length: 1000 }, (_, number) => makeOrder({ seed: 1, number, placedAt }));
}

/** In ten-thousandths and by another way than the code's: a sum that only works in whole cents shows. */
function exact(money = '0.00'): bigint {
  expect(money).toMatch(/^(0|[1-9]\d*)\.\d\d$/);
  return BigInt(`${money.replace('.', '')}00`);
}

describe('every order that is made', () => {
  test('has totals that agree with its lines, and payments that agree with its total', () => {
    fc.assert(
      fc.property(anOrder, ({ lines, totals, payments }) => {
        const goods = lines.reduce((sum, line) => sum + exact(line.unitPrice) * BigInt(line.quantity), 0n);
        const paid = payments.reduce((sum, payment) => sum + exact(payment.amount), 0n);
        const { subtotal, discount, shipping, tax, total } = totals;
        expect(exact(subtotal)).toBe(goods);
        expect(exact(total)).toBe(exact(subtotal) - exact(discount) + exact(shipping) + exact(tax));
        expect(exact(total)).toBe(paid);
        expect(paid).toBeGreaterThan(0n);
      }),
      { numRuns: 1000 },
    );
  });

  test('has what the service requires of an address', () => {
    const complete = (address: Address): boolean =>
      [address.lastName ?? address.company, address.address1, address.city, address.country].every(Boolean);
    fc.assert(
      fc.property(
        anOrder,
        ({ billTo, shipTo }) => complete(billTo) && (shipTo === undefined || complete(shipTo)),
      ),
    );
  });

  test('has no empty text and no property without a value', () => {
    fc.assert(
      fc.property(anOrder, (order) => {
        expect(JSON.parse(JSON.stringify(order))).toStrictEqual(order);
        expect(JSON.stringify(order)).not.toContain(':""');
      }),
    );
  });

  test('is the same order again for the same seed and number', () => {
    fc.assert(
      fc.property(aSeed, fc.nat(), (seed, number) => {
        expect(makeOrder({ seed, number, placedAt })).toEqual(makeOrder({ seed, number, placedAt }));
      }),
    );
  });

  test('was placed at the given time, in whole seconds of UTC', () => {
    expect(makeOrder({ seed: 1, number: 1, placedAt }).placedAt).toBe('2026-11-23T18:04:05Z');
  });
});

describe('a thousand orders', () => {
  test('are paid for in every spelling that webstores use', () => {
    const methods = new Set(thousandOrders().flatMap(({ payments }) => payments.map(({ method }) => method)));
    expect([...methods].sort()).toEqual([
      'AMEX',
      'Affirm',
      'American Express',
      'Discover',
      'Master Card',
      'MasterCard',
      'PayPal Express',
      'VISA',
      'Visa Debit',
      'american_express',
      'apple_pay',
      'bank transfer',
      'cash on delivery',
      'discover_card',
      'gift_card',
      'google_pay',
      'mastercard',
      'paypal',
      'visa',
    ]);
  });

  test('go to several countries, with their currencies', () => {
    const orders = thousandOrders();
    expect(new Set(orders.map(({ billTo }) => billTo.country))).toEqual(
      new Set(['US', 'CA', 'DE', 'MX', 'SE', 'PL', 'JP']),
    );
    expect(new Set(orders.map(({ currency }) => currency))).toEqual(new Set(['USD', 'CAD']));
  });

  test.each<[string, (order: PlacedOrder) => boolean]>([
    ['several lines', ({ lines }) => lines.length > 3],
    ['one line', ({ lines }) => lines.length === 1],
    ['a discount', ({ totals }) => (totals.discount ?? '0.00') !== '0.00'],
    ['free shipping', ({ totals }) => totals.shipping === '0.00'],
    ['a tax', ({ totals }) => (totals.tax ?? '0.00') !== '0.00'],
    ['no word of tax', ({ totals }) => totals.tax === undefined],
    ['two payments', ({ payments }) => payments.length === 2],
    ['a company and nobody in it', ({ billTo }) => billTo.lastName === undefined],
    ['an accent in a name', ({ billTo }) => /[À-ž]/.test(billTo.lastName ?? '')],
    ['an ampersand or an angle bracket', ({ billTo }) => /[&<]/.test(billTo.company ?? '')],
    [
      'another address to ship to',
      ({ billTo, shipTo }) => shipTo !== undefined && shipTo.city !== billTo.city,
    ],
    ['a SKU with leading zeros', ({ lines }) => lines.some(({ sku }) => sku.startsWith('00'))],
    ['a postal code with a leading zero', ({ billTo }) => billTo.postalCode.startsWith('0')],
  ])('include some with %s', (_what, has) => {
    expect(thousandOrders().filter(has).length).toBeGreaterThan(5);
  });
});
