import { begun } from '../begun.ts';
import { getStore } from '../database/stores.ts';
import { isStoreId, type Store } from '../domain/store.ts';

/**
 * Reads the store of the path while the person is read, to save a round trip. It is used only once it is known who
 * calls and that they may see the store (`storeOf`).
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
