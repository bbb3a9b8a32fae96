import database, { type Callback, type Item, type Operation, type Store } from 'dynalite/db/index.js';

/*
 * dynalite writes an item's index entries and then the item. Killed in between, it would keep an order that is New
 * and in no queue, or one that is counted twice. DynamoDB writes a local index with its item, so this does as well:
 * the entries wait for their item, and all of them are one batch of the database.
 */

const waiting = new WeakMap<Item, Operation[]>();
const { create, updateIndexes } = database;

// oxlint-disable-next-line max-params -- its own signature
database.updateIndexes = (store, table, before, item, done) => {
  // Nobody deletes an item here but a person, by hand.
  if (!item) return updateIndexes(store, table, before, item, done);
  const operations: Operation[] = [];
  const add = (operation: Operation, added: Callback) => {
    operations.push(operation);
    added(null);
  };
  const getIndexDb: Store['getIndexDb'] = (type, tableName, index) => {
    const prefix = `index-${type.toLowerCase()}~${tableName}~${index}~`;
    return {
      put: (key, value, added) => add({ type: 'put', key: prefix + key, value }, added),
      del: (key, added) => add({ type: 'del', key: prefix + key }, added),
    };
  };
  waiting.set(item, operations);
  updateIndexes({ ...store, getIndexDb }, table, before, item, done);
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
