import { table } from '../../terminal/table.ts';
import type { PlayedShop } from './played-shop.ts';

/** The results of the deliveries so far. */
export function deliveryTable({ deliveries }: PlayedShop): string {
  const rows = [...deliveries.results]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([result, times]) => [result, String(times)]);
  return `\n${table(['Deliveries came to', 'Times'], rows)}\n`;
}
