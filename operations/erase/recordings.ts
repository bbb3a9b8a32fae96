import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { deleteItem, type Item, itemsOf } from '../store-items.ts';
import { storeTable } from '../store-tables.ts';

const unzip = promisify<Uint8Array, Uint8Array>(gunzip);

/** Deletes the recorded calls of a store that name one of those orders or hold one of those texts, and counts them. */
export async function deleteRecordings(
  storeId: string,
  sought: { orderIds: string[]; texts: string[] },
): Promise<number> {
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

/** @returns whether a text names one of the orders, not as a part of a longer id, or holds one of the texts in any letter case */
function seeker({ orderIds, texts }: { orderIds: string[]; texts: string[] }): (text: string) => boolean {
  const wanted = new Set(orderIds);
  const lower = texts.map((text) => text.trim().toLowerCase()).filter((text) => text !== '');
  return (text) =>
    (text.match(/[A-Za-z0-9._-]+/g) ?? []).some((word) => wanted.has(word)) ||
    lower.some((one) => text.toLowerCase().includes(one));
}

/** Everything of a recorded call that may be text, in every encoding that Lightspeed has been seen to use. */
async function textsOf(item: Item): Promise<string[]> {
  const bodies = await Promise.all([item['body'], item['answerBody']].map(expanded));
  return [JSON.stringify(item['call'] ?? {}), ...bodies.flatMap(readings)];
}

/** What cannot be expanded is searched as it is. */
async function expanded(stored: unknown): Promise<Uint8Array> {
  if (!(stored instanceof Uint8Array)) return new Uint8Array();
  return unzip(stored).catch(() => stored);
}

function readings(bytes: Uint8Array): string[] {
  const encodings = bytes.includes(0) ? ['utf-8', 'utf-16le', 'utf-16be'] : ['utf-8', 'windows-1252'];
  return encodings.map((encoding) => new TextDecoder(encoding).decode(bytes));
}
