import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Fault } from '../../../lib/domain/failure.ts';
import type { OrderContent } from '../../../lib/domain/order.ts';
import { checkTotals } from '../../../lib/domain/totals.ts';
import { aContent, aLine, aPayment } from '../../support/an-order.ts';

const totals = { subtotal: 6900, discount: 500, shipping: 895, tax: 414, total: 7709 };

describe('the sums of an order', () => {
  test('hold in the example of the contract', () => {
    expect(checkTotals(aContent())).toEqual([]);
  });

  test.each<[string, Partial<OrderContent>, Fault[]]>([
    [
      'a subtotal that is not the sum of the lines',
      { lines: [aLine(), aLine({ quantity: 1, unitPrice: 1 })] },
      [{ pointer: '/totals/subtotal', detail: 'must be 69.01, the sum of quantity × unitPrice' }],
    ],
    [
      'a total that leaves out the discount',
      { totals: { ...totals, total: 8209 }, payments: [aPayment({ amount: 8209 })] },
      [{ pointer: '/totals/total', detail: 'must be 77.09, subtotal − discount + shipping + tax' }],
    ],
    [
      'a payment too little',
      { payments: [aPayment({ amount: 7708 })] },
      [{ pointer: '/payments', detail: 'sum up to 77.08; the total is 77.09' }],
    ],
    [
      'no payment',
      { payments: [] },
      [{ pointer: '/payments', detail: 'sum up to 0.00; the total is 77.09' }],
    ],
    [
      'all of them wrong',
      { lines: [aLine({ quantity: 1 })], totals: { ...totals, total: 1 } },
      [
        { pointer: '/totals/subtotal', detail: 'must be 34.50, the sum of quantity × unitPrice' },
        { pointer: '/totals/total', detail: 'must be 77.09, subtotal − discount + shipping + tax' },
        { pointer: '/payments', detail: 'sum up to 77.09; the total is 0.01' },
      ],
    ],
    [
      'a discount larger than everything else',
      { totals: { ...totals, discount: 10_000 } },
      [{ pointer: '/totals/total', detail: 'must be -17.91, subtotal − discount + shipping + tax' }],
    ],
    [
      'sums beyond the whole numbers that a float can hold',
      { lines: Array.from({ length: 3 }, () => aLine({ quantity: 1_000_000, unitPrice: 999_999_999_999 })) },
      [
        {
          pointer: '/totals/subtotal',
          detail: 'must be 29999999999970000.00, the sum of quantity × unitPrice',
        },
      ],
    ],
  ])('%s is told', (_, differs, faults) => {
    expect(checkTotals(aContent(differs))).toEqual(faults);
  });

  test('hold for several payments, and for an order that is free', () => {
    const split = aContent({ payments: [aPayment({ amount: 7000 }), aPayment({ amount: 709 })] });
    const free = aContent({
      lines: [aLine({ unitPrice: 0 })],
      totals: { subtotal: 0, discount: 0, shipping: 0, tax: 0, total: 0 },
      payments: [],
    });

    expect([checkTotals(split), checkTotals(free)]).toEqual([[], []]);
  });

  test('hold exactly when every amount adds up, and one hundredth off is always told', () => {
    const money = fc.integer({ min: 0, max: 1_000_000 });
    const quantity = fc.integer({ min: 1, max: 1000 });
    const lines = fc.array(fc.record({ quantity, unitPrice: money }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(lines, money, money, (some, shipping, tax) => {
        const subtotal = some.reduce((sum, one) => sum + one.quantity * one.unitPrice, 0);
        const total = subtotal + shipping + tax;
        const content = aContent({
          lines: some.map((one) => aLine(one)),
          totals: { subtotal, discount: 0, shipping, tax, total },
          payments: [aPayment({ amount: total })],
        });

        expect(checkTotals(content)).toEqual([]);
        expect(checkTotals({ ...content, payments: [aPayment({ amount: total + 1 })] })).toHaveLength(1);
      }),
    );
  });
});
