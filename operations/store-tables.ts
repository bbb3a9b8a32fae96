import { settings } from '../lib/current-settings.ts';

/** A table of which every item belongs to a store. */
export interface StoreTable {
  /** As resources/tables.yml calls it, without `Table`. */
  name: string;
  /** Its name on this stage. */
  tableName: string;
  /** The attributes of its key: the store, and what tells a store's items apart. */
  key: ['store'] | ['store', string];
  /** What an item is, one and many of them. */
  item: [one: string, many: string];
}

/**
 * Every table there is, the stores themselves last. `stores export` and `stores remove` go by this list; a test compares it
 * with resources/tables.yml, so that no table is forgotten.
 */
export const STORE_TABLES: readonly StoreTable[] = [
  { name: 'Orders', tableName: settings.ordersTable, key: ['store', 'orderId'], item: ['order', 'orders'] },
  {
    name: 'Wire',
    tableName: settings.wireTable,
    key: ['store', 'at'],
    item: ['recorded call', 'recorded calls'],
  },
  {
    name: 'Attempts',
    tableName: settings.attemptsTable,
    key: ['store', 'address'],
    item: ['address with wrong credentials', 'addresses with wrong credentials'],
  },
  {
    name: 'Activity',
    tableName: settings.activityTable,
    key: ['store'],
    item: ['record of the last calls', 'records of the last calls'],
  },
  {
    name: 'Stores',
    tableName: settings.storesTable,
    key: ['store'],
    item: ['store with its secrets', 'stores'],
  },
];

export function storeTable(name: string): StoreTable {
  const table = STORE_TABLES.find((one) => one.name === name);
  if (!table) throw new Error(`There is no table ${name}.`);
  return table;
}
