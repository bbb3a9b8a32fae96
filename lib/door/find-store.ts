import { settings } from '../current-settings.ts';
import { getStore } from '../database/stores.ts';
import { isStoreId, type Store } from '../domain/store.ts';
import { storeNamedBy } from './host.ts';
import { Memory } from './memory.ts';
import { nobodysHash } from './secrets.ts';

/** A store that a host names, and whether it exists: callers must not notice that it does not. */
export interface FoundStore {
  store: Store;
  exists: boolean;
}

/** At most this many stores are remembered; a change may go unseen for this many milliseconds. */
const remembered = new Memory<Store>(1000, settings.rememberStoresSeconds * 1000);

/** The id of the store that a request's host names, or else the stage's default store. */
export function storeIdIn(host: string | undefined): string {
  const named = storeNamedBy(host) ?? settings.defaultStore;
  // An impossible id is looked up too, under one that nobody can add: it must take as long.
  return isStoreId(named) ? named : '-';
}

/**
 * The store of an id, as it was at most `rememberStoresSeconds` ago; `fresh`: as it is now. Throws
 * `ServiceUnavailable`.
 */
export async function findStore(storeId: string, { fresh = false } = {}): Promise<FoundStore> {
  const known = remembered.get(storeId);
  if (known && !fresh) return { store: known, exists: true };
  const store = await getStore(storeId);
  if (!store) return { store: nobody(storeId), exists: false };
  return { store: remembered.keep(storeId, store), exists: true };
}

const NEVER = '1970-01-01T00:00:00Z';

/** A store that no credentials open. */
function nobody(storeId: string): Store {
  const hash = nobodysHash(storeId);
  const secrets = [{ hash, since: NEVER }];
  return {
    id: storeId,
    name: storeId,
    enabled: false,
    username: hash,
    passwords: secrets,
    apiTokens: secrets,
    createdAt: NEVER,
    updatedAt: NEVER,
  };
}
