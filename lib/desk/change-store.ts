import { addStore } from '../database/stores.ts';
import { Failure } from '../domain/failure.ts';
import type { Instant } from '../domain/instant.ts';
import type { Store } from '../domain/store.ts';
import { hashMade, newApiToken, newPassword } from '../door/secrets.ts';

/** A store that somebody changes. The caller decides how the change is audited. */
export interface Changing {
  store: Store;
  now: Instant;
  /** One conditional write; gives the changed store. */
  change: (step: (before: Store) => Store) => Promise<Store>;
}

/** A store that was just added, with its secrets, which are never shown again. */
interface AddedStore {
  store: Store;
  password: string;
  apiToken: string;
}

/** Adds a store with secrets made here. Throws `InvalidRequest` if its id is taken. */
export async function addNewStore(
  given: Pick<Store, 'id' | 'name'> & Partial<Pick<Store, 'username' | 'timeZone' | 'startAt'>>,
  now: Instant,
): Promise<AddedStore> {
  const [password, apiToken] = [newPassword(), newApiToken()];
  const store: Store = {
    username: 'lightspeed',
    ...given,
    enabled: true,
    passwords: [{ hash: hashMade(password), since: now }],
    apiTokens: [{ hash: hashMade(apiToken), since: now }],
    createdAt: now,
    updatedAt: now,
  };
  if (!(await addStore(store))) throw new Failure('InvalidRequest', `There is a store ${given.id} already.`);
  return { store, password, apiToken };
}
