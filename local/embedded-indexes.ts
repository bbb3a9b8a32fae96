import database, { type Callback, type Item, type Operation, type Store } from 'dynalite/db/index.js';

/*
 * Where dynalite's indexes differ from DynamoDB's, and how that is mended.
 *
 * It writes an item's index entries and then the item. Killed in between, it would keep an order that is New
 * and in no queue, or one that is counted twice. DynamoDB writes a local index with its item, so this does as well:
 * the entries wait for their item, and all of them are one batch of the database.
 *
 * It tells entries of one sort key apart by 24 bits of a hash of their item's key: of five thousand orders that have
 * something to tell since the same instant, one would hide another forever. So an entry's key ends with its item's
 * whole key.
 */

const waiting = new WeakMap<Item, Operation[]>();
const { create, updateIndexes, createKey, createIndexKey } = database;

/** A query goes on behind the entry that this names. */
database.createIndexKey = (item, table, schema) =>
  `${createIndexKey(item, table, schema)}/${createKey(item, table)}`;

// oxlint-disable-next-line max-params -- its own signature
database.updateIndexes = (store, table, before, item, done) => {
  const either = item ?? before;
  if (!either) return done(null);
  const operations: Operation[] = [];
  const itemKey = createKey(either, table);
  const getIndexDb: Store['getIndexDb'] = (type, tableName, index) => {
    const prefix = `index-${type.toLowerCase()}~${tableName}~${index}~`;
    // A folder may hold entries as dynalite wrote them before.
    const remove = (key: string) => operations.push({ type: 'del', key: prefix + key });
    return {
      put: (key, value, added: Callback) => {
        remove(key);
        operations.push({ type: 'put', key: `${prefix}${key}/${itemKey}`, value });
        added(null);
      },
      del: (key, removed: Callback) => {
        remove(key);
        remove(`${key}/${itemKey}`);
        removed(null);
      },
    };
  };
  if (item) waiting.set(item, operations);
  // Only a person deletes items here, by hand: the entries go after the item.
  const end: Callback = (error) => (error || item ? done(error) : store.db.batch(operations, done));
  updateIndexes({ ...store, getIndexDb }, table, before, item, end);
};

database.create = (options) => {
  const store = create(options);
  const { getItemDb } = store;
  store.getItemDb = (tableName) => {
    const items = getItemDb(tableName);
    items.put = (key, item, done) => {
      const entries = waiting.get(item) ?? [];
      store.db.batch([...entries, { type: 'put', key: `item-${tableName}~${key}`, value: item }], done);
    };
    return items;
  };
  return store;
};
