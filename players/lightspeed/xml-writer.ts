/** Written XML, so that text cannot be mistaken for it and go out unescaped. */
export type Xml = { xml: string };

/** An element with a text, with other elements, or empty. An absent text leaves the element out. */
export function element(name: string, content: string | undefined | readonly Xml[]): Xml {
  if (content === undefined) return { xml: '' };
  const inner = typeof content === 'string' ? escape(content) : content.map(({ xml }) => xml).join('');
  return { xml: inner === '' ? `<${name}/>` : `<${name}>${inner}</${name}>` };
}

export function xmlDocument(root: Xml): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root.xml}\n`;
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;' };

/** Characters that XML 1.0 forbids cannot be written in any way, so they are dropped. */
function escape(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replaceAll(/[&<>\r]/g, (character) => ESCAPES[character] ?? character);
}
