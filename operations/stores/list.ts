import type { Store } from '../../lib/domain/store.ts';
import { table } from '../../terminal/table.ts';

/** All stores, a line each. */
export function storeList(stores: Store[]): string {
  if (stores.length === 0) return 'No store yet. Add one: add coolbike --name "Cool Bike"';
  const rows = stores.map((store) => [
    store.id,
    store.name,
    store.enabled ? 'yes' : 'no',
    store.username,
    store.machineAddress ?? 'any',
    store.timeZone ?? 'UTC',
    store.startAt ?? '',
  ]);
  const head = ['Store', 'Name', 'Enabled', 'User', 'Machine address', 'Time zone', 'Offers since'];
  const spare = ['Offers since', 'Time zone', 'User', 'Machine address'];
  return `${table(head, rows, { spare })}\n${stores.length} ${stores.length === 1 ? 'store' : 'stores'}.`;
}
