import { pipeline } from 'node:stream/promises';
import { Readable, type Writable } from 'node:stream';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { hasExpired } from '../../lib/database/stored-order.ts';
import { itemsOf } from '../store-items.ts';
import { STORE_TABLES } from '../store-tables.ts';

const unzip = promisify<Uint8Array, Uint8Array>(gunzip);

/**
 * Everything of a store, a JSON document a line: `{ table, item }`, and at the end `{ end: true, items }` with how many there
 * were of each table. Without that line the export is not whole. Secrets, and the hashes of secrets, are left out.
 */
export async function* exportLines(storeId: string): AsyncGenerator<string> {
  const items: Record<string, number> = {};
  for (const table of STORE_TABLES) {
    items[table.name] = 0;
    for await (const item of itemsOf(table, storeId)) {
      if (hasExpired(item)) continue;
      items[table.name] = (items[table.name] ?? 0) + 1;
      yield `${JSON.stringify({ table: table.name, item: await readable(item, table.secrets) })}\n`;
    }
  }
  yield `${JSON.stringify({ end: true, items })}\n`;
}

/**
 * Writes the lines no faster than they are taken, so that memory does not grow with the store; until the signal stops it.
 * Whoever has read enough, as `head` does, may go: that is no failure.
 */
export async function writeLines(
  lines: AsyncIterable<string>,
  target: Writable,
  signal: AbortSignal,
): Promise<void> {
  try {
    await pipeline(Readable.from(lines, { highWaterMark: 1 }), target, { signal, end: false });
  } catch (error) {
    if (Object(error).code !== 'EPIPE') throw error;
  }
}

/** As JSON can hold it: bytes as text, unpacked, or else in base64; sets as lists. */
async function readable(value: unknown, secrets: readonly string[] = []): Promise<unknown> {
  if (value instanceof Uint8Array) return readableBytes(value);
  if (value instanceof Set) return [...value];
  if (Array.isArray(value)) return Promise.all(value.map((one) => readable(one, secrets)));
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([name]) => !secrets.includes(name));
  const pairs = kept.map(async ([name, one]) => [name, await readable(one, secrets)] as const);
  return Object.fromEntries(await Promise.all(pairs));
}

async function readableBytes(stored: Uint8Array): Promise<unknown> {
  const bytes = await unzip(stored).catch(() => stored);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return { base64: Buffer.from(bytes).toString('base64') };
  }
}
