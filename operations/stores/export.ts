import { pipeline } from 'node:stream/promises';
import { Readable, type Writable } from 'node:stream';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { hasExpired } from '../../lib/database/stored-order.ts';
import { itemsOf } from '../store-items.ts';
import { STORE_TABLES } from '../store-tables.ts';

const unzip = promisify<Uint8Array, Uint8Array>(gunzip);

/**
 * Everything of a store, one JSON document a line: `{ table, item }`, and at the end `{ end: true, items }` with the
 * counts of each table. Without that line the export is incomplete. Secrets and their hashes are left out.
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
 * Writes the lines no faster than they are read, so that memory does not grow with the store, until the signal stops
 * it. A reader that stops early, such as `head`, is not a failure.
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

/** In a form for JSON: bytes decompressed as text, or else in base64; sets as lists. */
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
