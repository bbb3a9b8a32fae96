import { parseXml, type XmlDocument, XmlDocumentType, XmlElement, XmlText } from '@rgrove/parse-xml';
import { Failure } from '../domain/failure.ts';
import { beginning } from '../domain/text.ts';
import type { Tag } from './names.ts';

/** An element by its local name in lowercase, whatever its namespace, prefix and letter case. */
export interface Element {
  name: string;
  /** Without those about XML itself (`xmlns`, `xml:lang`, `xsi:type`). */
  attributes: { name: string; value: string }[];
  children: Element[];
  /** The text between its children. */
  ownText: string;
  /** `xsi:nil` */
  nil: boolean;
}

const MAX_DEPTH = 64;
const MAX_REASON_LENGTH = 200;

/** Reads a document (contract 1). Throws `MalformedXml` with the reason. */
export function parseDocument(text: string): Element {
  const document = parse(text);
  if (document.children.some((node) => node instanceof XmlDocumentType))
    throw malformed('A DOCTYPE is not allowed.');
  if (!document.root) throw malformed('There is no root element.');
  return toElement(document.root, 1);
}

function parse(text: string): XmlDocument {
  try {
    // As in XML 1.0, 2.11. The parser does it too, but in quadratic time.
    return parseXml(text.replaceAll(/\r\n?/g, '\n'), { preserveDocumentType: true });
  } catch (error) {
    // The parser is recursive, so endless nesting overflows its stack.
    if (error instanceof RangeError) throw tooDeep();
    if (error instanceof Error) throw malformed(firstLine(error.message), error);
    throw error;
  }
}

function toElement(node: XmlElement, depth: number): Element {
  if (depth > MAX_DEPTH) throw tooDeep();
  const all = Object.entries(node.attributes);
  return {
    name: localName(node.name),
    attributes: all
      .filter(([name]) => !/^(xmlns|xml|xsi)(:|$)/i.test(name))
      .map(([name, text]) => ({ name: localName(name), value: text.trim() })),
    children: node.children
      .filter((child) => child instanceof XmlElement)
      .map((child) => toElement(child, depth + 1)),
    ownText: node.children.map((child) => (child instanceof XmlText ? child.text : '')).join(''),
    nil: all.some(([name, text]) => localName(name) === 'nil' && /^(true|1)$/i.test(text.trim())),
  };
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1).toLowerCase();
}

function tooDeep(): Failure {
  return malformed(`Elements are nested deeper than ${MAX_DEPTH}.`);
}

function malformed(reason: string, cause?: Error): Failure {
  return new Failure('MalformedXml', `The body is not a well-formed XML document: ${reason}`, { cause });
}

/** The parser adds an excerpt of the document, which may hold a customer's data, and quotes names of any length. */
function firstLine(message: string): string {
  return beginning(message.split('\n', 1)[0] ?? '', MAX_REASON_LENGTH);
}

/** Whether an element has this name. */
export function isCalled(element: Element, tag: Tag): boolean {
  return element.name === tag.toLowerCase();
}

/** Its whole text, descendants included, without white space around it. */
export function textOf(element: Element): string {
  return [element.ownText, ...element.children.map(textOf)].join(' ').trim();
}

/** `xsi:nil` and empty elements count as absent. */
export function isAbsent(element: Element): boolean {
  return element.nil || !saysSomething(element);
}

function saysSomething({ ownText, attributes, children }: Element): boolean {
  return (
    ownText.trim() !== '' ||
    attributes.some(({ value: text }) => text !== '') ||
    children.some((child) => !isAbsent(child))
  );
}

/** The values under a name, each from an attribute or a child, without the absent ones. */
export function values(element: Element, tag: Tag): string[] {
  const attributes = element.attributes
    .filter(({ name }) => name === tag.toLowerCase())
    .map((one) => one.value);
  const children = element.children.filter((child) => isCalled(child, tag) && !child.nil).map(textOf);
  return [...attributes, ...children].filter((text) => text !== '');
}

/** The first value under a name. */
export function value(element: Element, tag: Tag): string | undefined {
  return values(element, tag)[0];
}

/** The non-empty elements with a name, the element itself included; not those inside another one. */
export function outermost(element: Element, tag: Tag): Element[] {
  if (isCalled(element, tag)) return isAbsent(element) ? [] : [element];
  return element.children.flatMap((child) => outermost(child, tag));
}
