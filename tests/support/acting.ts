import type { Acting } from '../../lib/domain/messages.ts';
import type { NoteSource } from '../../lib/domain/note.ts';

/** Changes orders of a store without messages: by the webstore, or by somebody else. */
export function acting(storeId: string, by: NoteSource = 'webstore'): Acting {
  return { store: { id: storeId }, by };
}
