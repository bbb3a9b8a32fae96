import { getStore } from '../lib/database/stores.ts';
import type { Store } from '../lib/domain/store.ts';
import { UsageError } from '../terminal/usage-error.ts';

/** The one word of a command that takes a store's id. */
export function theOnly([id, ...more]: string[]): string {
  if (id === undefined || more.length > 0) throw new UsageError('Which store? Name one, by its id.');
  return id;
}

/** The store. Throws a sentence if there is none. */
export async function existingStore(id: string): Promise<Store> {
  const store = await getStore(id);
  if (!store) throw new Error(`There is no store ${id} on this stage. All of them: npm run stores -- list`);
  return store;
}
