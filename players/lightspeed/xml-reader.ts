import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** An element: either child elements or a text matter, never both, in every message there is. */
export type XmlElement = { name: string; children: XmlElement[]; text: string };

/** The message says in plain words what is wrong with the document. */
export class NotXml extends Error {
  override name = 'NotXml';
}

// Everything that the library would guess is off: `00123` stays text, and entities are decoded below, strictly.
const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: true,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  processEntities: false,
  cdataPropName: '#cdata',
});

/**
 * Reads a document as strictly as a Windows program's XML library would.
 * @throws NotXml
 */
export function readXml(bytes: Uint8Array): XmlElement {
  const text = decode(bytes);
  if (text.trim() === '') throw new NotXml('it is empty');
  if (/<!DOCTYPE/i.test(text))
    throw new NotXml(text.match(/<html/i) ? 'it is an HTML page' : 'it has a DOCTYPE');
  // The library's validator lets these pass.
  const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.exec(text)?.[0];
  if (forbidden !== undefined) throw new NotXml(`it contains ${codePoint(forbidden)}, which XML 1.0 forbids`);
  const validity = XMLValidator.validate(text);
  if (validity !== true) {
    // The library's own words for several open elements are a piece of JSON.
    const reason = validity.err.msg.startsWith("Invalid '[") ? 'It breaks off' : validity.err.msg;
    throw new NotXml(`${reason} (line ${validity.err.line})`);
  }
  const roots = parse(text).filter((element) => !element.name.startsWith('?'));
  const [root] = roots;
  if (root === undefined || roots.length > 1)
    throw new NotXml(`it has ${roots.length} root elements instead of one`);
  return root;
}

/** The first child of this name. */
export function child(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((one) => one.name === name);
}

/** The text of the first child of this name; undefined when there is none, or it is empty. */
export function childText(element: XmlElement | undefined, name: string): string | undefined {
  return child(element, name)?.text || undefined;
}

export function childrenNamed(element: XmlElement | undefined, name: string): XmlElement[] {
  return element?.children.filter((one) => one.name === name) ?? [];
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new NotXml('it is not UTF-8', { cause });
  }
}

/** As `preserveOrder` gives it: one key is the element's name or `#text`. */
type Node = Record<string, unknown>;

function parse(text: string): XmlElement[] {
  try {
    return elements(parser.parse(text));
  } catch (cause) {
    if (cause instanceof NotXml) throw cause;
    throw new NotXml(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

function elements(nodes: unknown): XmlElement[] {
  return nodesOf(nodes).flatMap((node) => {
    const name = Object.keys(node).find((key) => !key.startsWith('#') && !key.startsWith(':@'));
    if (name === undefined) return [];
    return [{ name, children: elements(node[name]), text: textOf(node[name]) }];
  });
}

function textOf(nodes: unknown): string {
  return nodesOf(nodes)
    .map((node) => {
      if ('#cdata' in node)
        return nodesOf(node['#cdata'])
          .map((inner) => String(inner['#text']))
          .join('');
      return '#text' in node ? withoutEntities(String(node['#text'])) : '';
    })
    .join('');
}

function nodesOf(nodes: unknown): Node[] {
  return Array.isArray(nodes) ? nodes : [];
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function withoutEntities(text: string): string {
  return text.replaceAll(/&([^;]*);/g, (reference, name: string) => {
    const [, hexadecimal, digits] = /^#(?:x([\da-f]+)|(\d+))$/i.exec(name) ?? [];
    const character = hexadecimal ?? digits;
    if (character === undefined) {
      const value = ENTITIES[name];
      if (value === undefined)
        throw new NotXml(`it uses ${reference}, which is not one of XML's five entities`);
      return value;
    }
    const code = Number.parseInt(character, hexadecimal === undefined ? 10 : 16);
    if (!isXmlCharacter(code)) throw new NotXml(`it contains ${reference}, which XML 1.0 forbids`);
    return String.fromCodePoint(code);
  });
}

function isXmlCharacter(code: number): boolean {
  if (code < 0x20) return code === 0x9 || code === 0xa || code === 0xd;
  return code <= 0xd7ff || (code >= 0xe000 && code <= 0xfffd) || (code >= 0x10000 && code <= 0x10ffff);
}

function codePoint(character: string): string {
  return `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}
