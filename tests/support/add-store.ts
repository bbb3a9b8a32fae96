import type { Store } from '../../lib/domain/store.ts';

/** The credentials of a test store, and its special settings. */
export interface StoreToAdd extends Partial<Omit<Store, 'passwords' | 'apiTokens'>> {
  /** Kept as one that we made, unless `isChosen`. */
  password?: string;
  isChosen?: boolean;
  apiToken?: string;
}

/** Adds a store, by default `coolbike`, to the open database. */
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
