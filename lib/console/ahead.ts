import { begun } from '../begun.ts';
import { getStore } from '../database/stores.ts';
import { isStoreId, type Store } from '../domain/store.ts';

/**
 * The store of the path, which is read while the person is: nobody looks at it before it is known who calls and whether
 * they may see it (`storeOf`).
 */
export class Ahead {
  #storeId: string | undefined;
  #store: Promise<Store | undefined> | undefined;

  begin(path: string): void {
    const [, id = ''] = /^\/console\/stores\/([^/]+)/.exec(path) ?? [];
    if (!isStoreId(id)) return;
    this.#storeId = id;
    this.#store = begun(getStore(id));
  }

  /** It is asked for once, and then anew: what was changed meanwhile is seen. */
  async store(storeId: string): Promise<Store | undefined> {
    const read = storeId === this.#storeId ? this.#store : undefined;
    this.#store = undefined;
    return read ?? getStore(storeId);
  }
}
