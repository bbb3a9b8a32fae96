import type { Settings } from '../lib/settings.ts';

/** A table whose items all belong to stores. */
export interface StoreTable {
  /** Its name in resources/tables.yml, without `Table`. */
  name: string;
  /** The setting with its name on a stage. */
  setting: keyof Settings;
  /** The attributes of its key: the store, and what identifies an item within it. */
  key: readonly ['store'] | readonly ['store', string];
  /** What its items are. */
  items: string;
  /** Properties of its items, at any depth, that are never exported: secrets, or what helps to guess them. */
  secrets?: readonly string[];
}

/**
 * Every table whose items belong to stores, the stores themselves last. `stores export`, `stores remove` and
 * `orders:erase` use this list; a test compares it with resources/tables.yml. A new table goes in here, or into
 * `OTHER_TABLES`.
 */
export const STORE_TABLES: readonly StoreTable[] = [
  { name: 'Orders', setting: 'ordersTable', key: ['store', 'orderId'], items: 'orders' },
  { name: 'Inbox', setting: 'inboxTable', key: ['store', 'key'], items: 'deliveries of platforms' },
  {
    name: 'Messages',
    setting: 'messagesTable',
    key: ['store', 'message'],
    items: 'messages to the webstore',
  },
  { name: 'Audit', setting: 'auditTable', key: ['store', 'at'], items: 'changes that people made' },
  { name: 'Wire', setting: 'wireTable', key: ['store', 'at'], items: 'recorded calls' },
  {
    name: 'Attempts',
    setting: 'attemptsTable',
    key: ['store', 'address'],
    items: 'addresses with wrong credentials',
    secrets: ['fingerprints'],
  },
  { name: 'Activity', setting: 'activityTable', key: ['store'], items: 'times of the last calls' },
  {
    name: 'Stores',
    setting: 'storesTable',
    key: ['store'],
    items: 'the store itself, with its secrets',
    secrets: ['hash', 'sealed'],
  },
];

/** Tables whose items do not belong to stores, and why. */
export const OTHER_TABLES: Readonly<Record<string, string>> = {
  People:
    'A person may see other stores too: `stores remove` takes this store from everybody who was invited to it.',
};

export function storeTable(name: string): StoreTable {
  const table = STORE_TABLES.find((one) => one.name === name);
  if (!table) throw new Error(`There is no table ${name}.`);
  return table;
}
