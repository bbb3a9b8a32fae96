import { changeStore } from '../lib/database/stores.ts';
import type { Changing } from '../lib/desk/change-store.ts';
import type { Instant } from '../lib/domain/instant.ts';
import type { Store } from '../lib/domain/store.ts';

/** A command's way to change a store. Throws a sentence if it is gone. */
export function changingStore(store: Store, now: Instant): Changing {
  const change: Changing['change'] = async (step) => {
    const changed = await changeStore(store.id, (before) => ({ ...step(before), updatedAt: now }));
    if (!changed) throw new Error(`There is no store ${store.id} on this stage.`);
    return changed;
  };
  return { store, now, change };
}
