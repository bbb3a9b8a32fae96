import { writeDown } from '../database/audit.ts';
import { changeStore } from '../database/stores.ts';
import type { Changing } from '../desk/change-store.ts';
import { Failure } from '../domain/failure.ts';
import { maySee } from '../domain/people.ts';
import { isStoreId, type Store } from '../domain/store.ts';
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

interface Change {
  what: string;
  from?: string | undefined;
  to?: string | undefined;
}

/** As lib/desk changes a store: what is to be changed is written down before the first write, and not again. */
export function changingBy(call: ConsoleCall, store: Store, changes: Change[]): Changing {
  let left = changes;
  const change: Changing['change'] = (step) => {
    const written = left;
    left = [];
    return changeStoreBy(call, store, { changes: written, step });
  };
  return { store, now: call.now, change };
}

/** Writes down in a store's audit what this person does. */
export async function auditBy({ person, now }: ConsoleCall, store: Store, change: Change): Promise<void> {
  await writeDown({ ...change, at: now, who: person.email, store: store.id });
}

/** Audits each change, and then makes them by one conditional write. */
export async function changeStoreBy(
  call: ConsoleCall,
  store: Store,
  { changes, step }: { changes: Change[]; step: (store: Store) => Store },
): Promise<Store> {
  for (const change of changes) await auditBy(call, store, change);
  const changed = await changeStore(store.id, (before) => ({ ...step(before), updatedAt: call.now }));
  if (!changed) throw new Failure('NotFound', 'The store is gone.');
  return changed;
}
