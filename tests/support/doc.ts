import { readFileSync } from 'node:fs';

/** The code block of a document that follows a mark such as `<!-- verify: node -->`. */
export function blockOf(file: string, mark: string): string {
  const text = readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
  const [, block] = text.split(`<!-- ${mark} -->\n`)[1]?.match(/^```\w+\n([^]*?)\n```\n/) ?? [];
  if (block === undefined) throw new Error(`${file} has no block ${mark}.`);
  return block;
}
