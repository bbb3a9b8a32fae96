import { table } from '../../terminal/table.ts';
import type { Outcome } from './outcome.ts';
import type { PlacedOrder } from './placed-order.ts';

export type Placed = { outcome: Outcome; order: PlacedOrder };

/** Up to this many orders are listed one by one. */
const LISTED = 20;

const RESULTS = ['created', 'same', 'replaced', 'refused'] as const;

/** @param answered in any order; it is told in the order in which they were placed */
export function summary(answered: Placed[], tookMs: number): string {
  const placed = answered.toSorted((one, other) => one.order.placedAt.localeCompare(other.order.placedAt));
  const outcomes = placed.map(({ outcome }) => outcome);
  const counts = RESULTS.map(
    (result) => `${outcomes.filter((one) => one.result === result).length} ${result}`,
  );
  const ids = outcomes.map((outcome) => outcome.orderId);
  return [
    ...(placed.length > 0 && placed.length <= LISTED ? [listing(placed)] : []),
    `${plural(placed.length, 'order')} in ${(tookMs / 1000).toFixed(1)} s: ${counts.join(', ')}.`,
    ...(placed.length > LISTED ? [`Ids ${ids[0]} to ${ids.at(-1)}.`] : []),
    ...refusals(outcomes),
  ].join('\n');
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

function listing(placed: Placed[]): string {
  const rows = placed.map(({ outcome, order: { billTo, lines, totals, payments, currency } }) => [
    outcome.orderId,
    billTo.company ?? `${billTo.firstName} ${billTo.lastName}`,
    `${billTo.city}, ${billTo.country}`,
    String(lines.length),
    `${totals.total} ${currency}`,
    payments.map((payment) => payment.method).join(' + '),
    outcome.result,
  ]);
  const head = ['Order', 'Customer', 'City', 'Lines', 'Total', 'Paid with', 'Result'];
  return table(head, rows, { spare: ['City', 'Paid with', 'Lines', 'Customer'] });
}

/** A few lines for each way of being refused: a fault that a hundred orders share is one fault. */
function refusals(outcomes: Outcome[]): string[] {
  const refused = outcomes.filter((outcome) => outcome.result === 'refused');
  const ways = Map.groupBy(refused, ({ code, pointers }) => [code, ...pointers].join(' '));
  return [...ways.values()].flatMap((orders) => {
    const [first] = orders;
    if (first === undefined) return [];
    const status = first.status === 0 ? '' : `${first.status} `;
    const which = orders.length === 1 ? first.orderId : `${first.orderId} and ${orders.length - 1} more`;
    return [
      `Refused: ${status}${first.code}: ${which}`,
      `  ${first.detail}`,
      ...first.pointers.map((pointer) => `  ${pointer}`),
    ];
  });
}
