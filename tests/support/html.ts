/** A tag with the names and values of its attributes, or a text between two tags. */
export type Token = { tag: string; attributes: [name: string, value: string][] } | { text: string };

const TAG = /<(!doctype html|\/?[a-z][a-z0-9]*)((?:\s+[a-zA-Z-]+(?:="[^"<]*")?)*)\s*\/?>/y;
const TEXT = /[^<]+/y;

/**
 * The tokens of a page of ours, read more strictly than a browser does: values stand in double quotes, and a `<` begins a
 * tag. Throws where the page is not written so: there something was not escaped.
 */
export function tokensOf(html: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < html.length; ) {
    const pattern = html[at] === '<' ? TAG : TEXT;
    pattern.lastIndex = at;
    const found = pattern.exec(html);
    if (!found) throw new Error(`This is no HTML of ours: ${html.slice(at, at + 80)}`);
    const [whole, tag = '', attributes = ''] = found;
    tokens.push(pattern === TAG ? { tag, attributes: attributesIn(attributes) } : { text: decoded(whole) });
    at += whole.length;
  }
  return tokens;
}

function attributesIn(text: string): [name: string, value: string][] {
  return [...text.matchAll(/([a-zA-Z-]+)(?:="([^"]*)")?/g)].map(([, name = '', value = '']) => [
    name,
    decoded(value),
  ]);
}

const CHARACTERS: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

/** Throws at an ampersand that begins nothing that our pages write. */
function decoded(text: string): string {
  return text.replaceAll(/&([^;\s]{1,6};)?/g, (whole, name?: string) => {
    const character = name === undefined ? undefined : CHARACTERS[name.slice(0, -1)];
    if (character === undefined) throw new Error(`An ampersand is not escaped: ${whole}`);
    return character;
  });
}
