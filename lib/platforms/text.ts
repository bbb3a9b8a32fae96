import { beginning } from '../domain/text.ts';

/** What WordPress writes into names, addresses and titles besides numbers; all else stays as it is. */
const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  times: '×',
  ndash: '–',
  mdash: '—',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  hellip: '…',
};

const ENTITY = /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-z]{2,6}));/g;

/** `O&#8217;Conner` is `O’Conner`. Decoded once: `&amp;lt;` is `&lt;`. */
export function withoutEntities(text: string): string {
  return text.replaceAll(ENTITY, (whole: string, ...groups: (string | undefined)[]): string => {
    const [decimal, hexadecimal, name] = groups;
    if (name !== undefined) return entities[name] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

const MAX_LENGTH = 500;

/** One line of at most so many characters; undefined if nothing is said. */
export function oneLine(text: string | undefined, length = MAX_LENGTH): string | undefined {
  const line = (text ?? '').replaceAll(/\s+/g, ' ').trim();
  return line === '' ? undefined : beginning(line, length);
}

/** The first text in which something is said. */
export function firstOf(...texts: readonly (string | undefined)[]): string | undefined {
  return texts.find((text) => text !== undefined && text.trim() !== '')?.trim();
}
