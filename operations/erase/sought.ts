import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

/** What to look for in recordings and deliveries. */
export interface Sought {
  orderIds: string[];
  texts: string[];
}

/**
 * @returns whether a text names one of the orders, not as a part of a longer id, or holds one of the texts in any
 * letter case
 */
export function seeker({ orderIds, texts }: Sought): (text: string) => boolean {
  const wanted = new Set(orderIds);
  const lower = texts.map((text) => text.trim().toLowerCase()).filter((text) => text !== '');
  return (text) =>
    (text.match(/[A-Za-z0-9._-]+/g) ?? []).some((word) => wanted.has(word)) ||
    lower.some((one) => text.toLowerCase().includes(one));
}

/** What compressed bytes may say, in every known encoding. What cannot be decompressed is taken as it is. */
export async function readingsOf(stored: unknown): Promise<string[]> {
  if (!(stored instanceof Uint8Array)) return [];
  const bytes = await unzip(stored).catch(() => stored);
  const encodings = bytes.includes(0) ? ['utf-8', 'utf-16le', 'utf-16be'] : ['utf-8', 'windows-1252'];
  return encodings.map((encoding) => new TextDecoder(encoding).decode(bytes));
}

const unzip = promisify<Uint8Array, Uint8Array>(gunzip);
