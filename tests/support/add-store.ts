import type { Store } from '../../lib/domain/store.ts';

/** Who may call a store of the tests, and what is unusual about it. */
export interface StoreToAdd extends Partial<Omit<Store, 'passwords' | 'apiTokens'>> {
  /** Kept as one that we made, unless `isChosen`. */
  password?: string;
  isChosen?: boolean;
  apiToken?: string;
}

/** Adds a store, on the database that is open: `coolbike`, unless it is told otherwise. */
export async function addStore({
  password = 'local-password',
  isChosen = false,
  apiToken = 'local-token',
  ...differs
}: StoreToAdd = {}): Promise<void> {
  const { hashMade } = await import('../../lib/door/secrets.ts');
  const { hashChosen } = await import('../../lib/door/slow-hash.ts');
  const stores = await import('../../lib/database/stores.ts');
  const since = '2026-01-01T00:00:00Z';
  await stores.addStore({
    id: 'coolbike',
    name: 'Cool Bike',
    enabled: true,
    username: 'lightspeed',
    passwords: [{ hash: isChosen ? await hashChosen(password) : hashMade(password), since }],
    apiTokens: [{ hash: hashMade(apiToken), since }],
    createdAt: since,
    updatedAt: since,
    ...differs,
  });
}
