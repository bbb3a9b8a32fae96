import { settings } from '../current-settings.ts';
import { getStore } from '../database/stores.ts';
import { isStoreId, type Store } from '../domain/store.ts';
import { storeNamedBy } from './host.ts';
import { nobodysHash } from './secrets.ts';

/** A store that a host names, and whether there is one: callers are not to notice that there is none. */
export interface FoundStore {
  store: Store;
  exists: boolean;
}

/** How long a change of a store may go unseen, in milliseconds, and of how many stores. */
const REMEMBERED_FOR = 15_000;
const REMEMBERED = 1000;

const remembered = new Map<string, { store: Store; until: number }>();

/**
 * The store that a request is for: its host decides, and nothing else of it. For a host that names none it is the
 * stage's default store. Throws `ServiceUnavailable`.
 */
export async function findStore(host: string | undefined): Promise<FoundStore> {
  const named = storeNamedBy(host) ?? settings.defaultStore;
  // What can be no store's id is looked up all the same, under one that nobody can add: it must take as long.
  const storeId = isStoreId(named) ? named : '-';
  const known = remembered.get(storeId);
  if (known && performance.now() < known.until) return { store: known.store, exists: true };
  const store = await getStore(storeId);
  remembered.delete(storeId);
  if (!store) return { store: nobody(storeId), exists: false };
  remembered.set(storeId, { store, until: performance.now() + REMEMBERED_FOR });
  const [oldest] = remembered.keys();
  if (remembered.size > REMEMBERED && oldest !== undefined) remembered.delete(oldest);
  return { store, exists: true };
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
