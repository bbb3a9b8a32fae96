import { changeStore } from '../database/stores.ts';
import type { Changing } from '../desk/change-store.ts';
import { Failure } from '../domain/failure.ts';
import { maySee } from '../domain/people.ts';
import { hasNewSecret, isStoreId, newestSecretAt, type Store } from '../domain/store.ts';
import { audited, type Change } from './audited.ts';
import type { ConsoleCall } from './endpoint.tsx';
import type { Params } from './router.ts';

/** The one door to a store: it must exist, and this person must be allowed to see it. Throws `NotFound` otherwise. */
export async function storeOf(
  { person, facts, ahead }: ConsoleCall,
  { storeId = '' }: Params,
): Promise<Store> {
  const store = isStoreId(storeId) && maySee(person, storeId) ? await ahead.store(storeId) : undefined;
  if (!store) throw new Failure('NotFound', 'There is no such store, or you were not invited to it.');
  facts['store'] = store.id;
  return store;
}

/** Only for operators. Throws `NotFound`, as for an unknown page. */
export function operatorOnly({ person }: ConsoleCall): void {
  if (person.role !== 'operator') throw new Failure('NotFound', 'There is no such page.');
}

/** What is wrong with what somebody entered, for their form. Every other error is thrown again. */
export function faultIn(error: unknown): string {
  if (!(error instanceof Failure) || error.code !== 'InvalidRequest') throw error;
  return error.message;
}

/** As lib/desk changes a store: what is to be changed is written down at the first write, and not again. */
export function changingBy(call: ConsoleCall, store: Store, changes: Change[]): Changing {
  let left = changes;
  const change: Changing['change'] = (step) => {
    const written = left;
    left = [];
    return changeStoreBy(call, store, { changes: written, step });
  };
  return { store, now: call.now, change };
}

/** Makes audited changes by one conditional write. Throws `InvalidRequest` for a form that made its secret before. */
export async function changeStoreBy(
  call: ConsoleCall,
  store: Store,
  { changes, step }: { changes: Change[]; step: (store: Store) => Store },
): Promise<Store> {
  const ofStore = changes.map((change) => ({ ...change, store: store.id }));
  const changed = await audited(call, ofStore, () =>
    changeStore(store.id, (before) => {
      const after = { ...step(before), updatedAt: call.now };
      checkNewest(call, before, after);
      return after;
    }),
  );
  if (!changed) throw new Failure('NotFound', 'The store is gone.');
  return changed;
}

/** A form that is sent twice would make two secrets, and so end the one that is in use. */
function checkNewest({ form }: ConsoleCall, before: Store, after: Store): void {
  const known = form.get('newestSecret');
  if (known === null || known === newestSecretAt(before) || !hasNewSecret(before, after)) return;
  throw new Failure(
    'InvalidRequest',
    'A secret was made since this page was opened, and this form made none. Open the page again.',
  );
}

/** What ends when the older of two secrets does. */
export function ended(secrets: readonly unknown[]): Pick<Change, 'from' | 'to'> {
  return { from: secrets.length > 1 ? 'two are valid' : 'one is valid', to: 'one is valid' };
}
