import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { checkTotals } from '../../../lib/domain/totals.ts';
import type { Draft, DraftLine } from '../../../lib/platforms/draft.ts';
import { type Settled, settle } from '../../../lib/platforms/settle.ts';

function aLine(differs: Partial<DraftLine> = {}): DraftLine {
  return { sku: 'KA-1', quantity: 1000, amount: 100_000n, ...differs };
}

/** 10.00 for one part, and nothing else. */
function aDraft(differs: Partial<Draft> = {}): Draft {
  return {
    placedAt: '2026-11-23T18:04:05Z',
    currency: 'USD',
    billTo: { lastName: 'Reyes', address1: '12 Elm St', city: 'Boise', country: 'US' },
    shipTo: undefined,
    lines: [aLine()],
    discount: 0n,
    shipping: 0n,
    tax: 0n,
    charges: [],
    total: 100_000n,
    paid: [],
    method: 'visa',
    remarks: [],
    ...differs,
  };
}

/** The lines (quantity × price), the sums and the remarks. */
function told(settled: Settled): unknown {
  if (!settled.ok) return settled.reason;
  const { lines, totals, payments } = settled.content;
  return {
    lines: lines.map(({ quantity, unitPrice }) => `${quantity} × ${unitPrice}`),
    totals: [totals.subtotal, totals.discount, totals.shipping, totals.tax, totals.total],
    payments: payments.map(({ method, amount }) => `${method} ${amount}`),
    remarks: settled.remarks,
  };
}

const ten = { lines: ['1 × 1000'], totals: [1000, 0, 0, 0, 1000], payments: ['visa 1000'], remarks: [] };

describe('a draft', () => {
  test.each<[string, Partial<Draft>, unknown]>([
    ['that adds up stays as it is', {}, ten],
    [
      'whose line does not divide gets two lines',
      { lines: [aLine({ quantity: 3000 })] },
      { ...ten, lines: ['2 × 333', '1 × 334'] },
    ],
    ['with a quantity that is not whole gets one unit', { lines: [aLine({ quantity: 1500 })] }, ten],
    ['with a line of nothing loses it', { lines: [aLine(), aLine({ quantity: 0, amount: 0n })] }, ten],
    [
      'with a line of no quantity that costs something has it in the shipping',
      { lines: [aLine(), aLine({ sku: 'X', quantity: 0, amount: 5000n })], total: 105_000n },
      {
        ...ten,
        totals: [1000, 0, 50, 0, 1050],
        payments: ['visa 1050'],
        remarks: ['X: 0.50, in the shipping cost.'],
      },
    ],
    [
      'with a line that is worth less than nothing has it in the discount',
      { lines: [aLine(), aLine({ description: 'Trade-in', amount: -40_000n })], total: 60_000n },
      {
        ...ten,
        totals: [1000, 400, 0, 0, 600],
        payments: ['visa 600'],
        remarks: ['Trade-in: 4.00, in the discount.'],
      },
    ],
    [
      'that is a cent too little has the cent taken from the tax',
      { tax: 6000n, total: 105_900n },
      {
        ...ten,
        totals: [1000, 0, 0, 59, 1059],
        payments: ['visa 1059'],
        remarks: ["Shop's own figures differ by 0.01; the difference is in the tax."],
      },
    ],
    [
      'that is four cents too much for one line still has them in the tax',
      { total: 100_400n },
      {
        ...ten,
        totals: [1000, 0, 0, 4, 1004],
        payments: ['visa 1004'],
        remarks: ["Shop's own figures differ by 0.04; the difference is in the tax."],
      },
    ],
    [
      'that is five cents too much for one line has them in the shipping',
      { total: 100_500n },
      {
        ...ten,
        totals: [1000, 0, 5, 0, 1005],
        payments: ['visa 1005'],
        remarks: ["Shop's own figures differ by 0.05; the difference is in the shipping."],
      },
    ],
    [
      'that is much too little has it in the discount',
      { tax: 6000n, total: 94_000n },
      {
        ...ten,
        totals: [1000, 120, 0, 60, 940],
        payments: ['visa 940'],
        remarks: ["Shop's own figures differ by 1.20; the difference is in the discount."],
      },
    ],
    [
      'that is a cent too little without a tax has it in the discount',
      { total: 99_900n },
      {
        ...ten,
        totals: [1000, 1, 0, 0, 999],
        payments: ['visa 999'],
        remarks: ["Shop's own figures differ by 0.01; the difference is in the discount."],
      },
    ],
    [
      'with a shipping cost below nothing has it in the discount',
      { shipping: -20_000n, total: 80_000n },
      {
        ...ten,
        totals: [1000, 200, 0, 0, 800],
        payments: ['visa 800'],
        remarks: ["Shop's shipping is negative: -2.00, in the discount."],
      },
    ],
    [
      'with a discount below nothing has it in the shipping',
      { discount: -20_000n, total: 120_000n },
      {
        ...ten,
        totals: [1000, 0, 200, 0, 1200],
        payments: ['visa 1200'],
        remarks: ["Shop's discount is negative: -2.00, in the shipping cost."],
      },
    ],
    [
      'with a tax below nothing has it in the discount',
      { tax: -20_000n, total: 80_000n },
      {
        ...ten,
        totals: [1000, 200, 0, 0, 800],
        payments: ['visa 800'],
        remarks: ["Shop's tax is negative: -2.00, in the discount."],
      },
    ],
    [
      'with charges has them in shipping and discount, each with its name, and none for nothing',
      {
        charges: [
          { name: 'Tip', amount: 30_000n },
          { name: 'Points', amount: -10_000n },
          { name: 'Duties', amount: 0n },
        ],
        total: 120_000n,
      },
      {
        ...ten,
        totals: [1000, 100, 300, 0, 1200],
        payments: ['visa 1200'],
        remarks: ['Tip: 3.00, in the shipping cost.', 'Points: 1.00, in the discount.'],
      },
    ],
    [
      'that is paid in part with a gift card has two payments',
      { paid: [{ method: 'gift card', amount: 40_000n }] },
      { ...ten, payments: ['visa 600', 'gift card 400'] },
    ],
    [
      'whose gift card is worth more than the order takes what it needs, and says so',
      { paid: [{ method: 'gift card', amount: 140_000n }] },
      {
        ...ten,
        payments: ['gift card 1000'],
        remarks: ["gift card: 4.00 more than the order's total was paid."],
      },
    ],
    [
      'that costs nothing has no payment',
      { discount: 100_000n, total: 0n },
      { ...ten, totals: [1000, 1000, 0, 0, 0], payments: [] },
    ],
    [
      'whose total is below nothing is no order',
      { total: -100n },
      'No order can be made of it: /totals/total is -0.01, which is less than nothing.',
    ],
    [
      'whose total has no exact cents is no order',
      { currency: 'KWD', total: 100_050n },
      'No order can be made of it: /totals/total is 10.005 KWD; amounts in Lightspeed have two decimals.',
    ],
    [
      'whose currency is none is no order',
      { currency: 'dollars' },
      'No order can be made of it: /currency must be a currency code such as "USD".',
    ],
    [
      'without lines is no order',
      { lines: [], total: 0n },
      'No order can be made of it: /lines must hold at least one line.',
    ],
    [
      'that is longer than the body of PUT /orders may be is no order',
      {
        lines: Array.from({ length: 600 }, () => aLine({ amount: 0n, description: 'x'.repeat(500) })),
        total: 0n,
      },
      'No order can be made of it: is longer than 256 KiB.',
    ],
  ])('%s', (_, differs, expected) => {
    expect(told(settle(aDraft(differs), 'Shop'))).toEqual(expected);
  });

  test('of any figures at all adds up to its total, and every difference is said', () => {
    const amount = fc.bigInt({ min: -2_000_000n, max: 2_000_000n });
    const draft = fc.record({
      lines: fc.array(
        fc.record({ sku: fc.constant('KA-1'), quantity: fc.integer({ min: 0, max: 9999 }), amount }),
        { minLength: 1, maxLength: 6 },
      ),
      discount: amount,
      shipping: amount,
      tax: amount,
      charges: fc.array(fc.record({ name: fc.constant('Fee'), amount }), { maxLength: 4 }),
      total: fc.bigInt({ min: 0n, max: 30_000n }).map((cents) => cents * 100n),
      paid: fc.array(fc.record({ method: fc.constant('gift card'), amount }), { maxLength: 3 }),
    });
    fc.assert(
      fc.property(draft, (figures) => {
        fc.pre(figures.lines.some((line) => line.quantity > 0 && line.amount >= 0n));
        const settled = settle(aDraft(figures), 'Shop');
        expect(settled).toMatchObject({
          ok: true,
          content: { totals: { total: Number(figures.total / 100n) } },
        });
        const { content, remarks } = settled as Extract<Settled, { ok: true }>;
        expect(checkTotals(content)).toEqual([]);
        const named = figures.charges.filter((charge) => charge.amount !== 0n).length;
        expect(remarks.filter((remark) => remark.startsWith('Fee: '))).toHaveLength(named);
      }),
      { numRuns: 1000 },
    );
  });
});
