import { deleteItem, type Item, itemsOf } from '../store-items.ts';
import { storeTable } from '../store-tables.ts';
import { readingsOf, seeker, type Sought } from './sought.ts';

/** Deletes a store's recorded calls that name one of the orders or hold one of the texts, and counts them. */
export async function deleteRecordings(storeId: string, sought: Sought): Promise<number> {
  const wire = storeTable('Wire');
  const holds = seeker(sought);
  let deleted = 0;
  for await (const item of itemsOf(wire, storeId)) {
    if (!(await textsOf(item)).some(holds)) continue;
    await deleteItem(wire, item);
    deleted += 1;
  }
  return deleted;
}

/** Everything in a recorded call that may be text. */
async function textsOf(item: Item): Promise<string[]> {
  const bodies = await Promise.all([item['body'], item['answerBody']].map(readingsOf));
  return [JSON.stringify(item['call'] ?? {}), ...bodies.flat()];
}
