import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve, sep } from 'node:path';
import { inflateRawSync } from 'node:zlib';

const END = 0x06054b50;
const END_BYTES = 22;
const ENTRY_BYTES = 46;
const STORED = 0;

/** Unpacks a small zip file without a comment, as a function is deployed in, into a folder. */
export function unzip(file: string, folder: string): void {
  const zip = readFileSync(file);
  const end = zip.length - END_BYTES;
  if (zip.readUInt32LE(end) !== END) throw new Error(`${file} is no zip file.`);
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) =>
      zip.readUInt16LE(at + offset),
    );
    const name = zip.toString('utf8', at + ENTRY_BYTES, at + ENTRY_BYTES + (nameLength ?? 0));
    const target = resolve(folder, name);
    if (!target.startsWith(resolve(folder) + sep)) throw new Error(`${file} holds ${name}.`);
    if (!name.endsWith('/')) write(target, contentOf(zip, at));
    at += ENTRY_BYTES + (nameLength ?? 0) + (extraLength ?? 0) + (commentLength ?? 0);
  }
}

function write(target: string, content: Buffer): void {
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, content);
}

/** @param entry where its entry in the directory at the end of the file begins */
function contentOf(zip: Buffer, entry: number): Buffer {
  const method = zip.readUInt16LE(entry + 10);
  const size = zip.readUInt32LE(entry + 20);
  const local = zip.readUInt32LE(entry + 42);
  const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  const bytes = zip.subarray(start, start + size);
  return method === STORED ? bytes : inflateRawSync(bytes);
}
