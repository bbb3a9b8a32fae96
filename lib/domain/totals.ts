import type { Fault } from './failure.ts';
import { formatMoney, type Money } from './money.ts';
import type { OrderContent } from './order.ts';

/**
 * The sums of contract 8: subtotal = Σ quantity × unitPrice; total = subtotal − discount + shipping + tax;
 * Σ payments = total. Gives a fault for each that does not hold. Exact for any amounts: the sums are bigints.
 */
export function checkTotals({
  lines,
  totals,
  payments,
}: Pick<OrderContent, 'lines' | 'totals' | 'payments'>): Fault[] {
  const subtotal = sum(lines.map((line) => BigInt(line.quantity) * BigInt(line.unitPrice)));
  const { discount, shipping, tax } = totals;
  const total = BigInt(totals.subtotal) - BigInt(discount) + BigInt(shipping) + BigInt(tax);
  const paid = sum(payments.map((payment) => BigInt(payment.amount)));
  return [
    ...mustBe('/totals/subtotal', totals.subtotal, {
      is: subtotal,
      because: 'the sum of quantity × unitPrice',
    }),
    ...mustBe('/totals/total', totals.total, { is: total, because: 'subtotal − discount + shipping + tax' }),
    ...(paid === BigInt(totals.total)
      ? []
      : [
          {
            pointer: '/payments',
            detail: `sum up to ${show(paid)}; the total is ${formatMoney(totals.total)}`,
          },
        ]),
  ];
}

function mustBe(pointer: string, amount: Money, { is, because }: { is: bigint; because: string }): Fault[] {
  return BigInt(amount) === is ? [] : [{ pointer, detail: `must be ${show(is)}, ${because}` }];
}

function sum(amounts: bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n);
}

function show(amount: bigint): string {
  const digits = String(amount < 0n ? -amount : amount).padStart(3, '0');
  return `${amount < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
