import { create } from 'xmlbuilder2';
import { withoutForbidden } from '../domain/text.ts';
import type { Tag } from './names.ts';

/** An element to be written: its text, or its children in their order. An absent text is an absent element. */
export type Written = readonly [Tag, string | undefined | readonly Written[]];

/** The whole document: a declaration and one root, compact, in UTF-8 (contract 1, "Writing"). */
export function writeDocument(root: Written): string {
  return `${DECLARATION}${writeElement(root)}`;
}

/** A document whose innermost element holds elements that were written before. */
export function writeDocumentAround([outer, inner]: readonly [Tag, Tag], elements: string[]): string {
  if (elements.length === 0) return writeDocument([outer, [[inner, []]]]);
  return `${DECLARATION}<${outer}><${inner}>${elements.join('')}</${inner}></${outer}>`;
}

/** One element without a declaration. Throws if it is not an element that XML can hold. */
export function writeElement(root: Written): string {
  // Its DOM is more than twice as fast as its object and fluent interfaces.
  const builder = create();
  const document = builder.node as unknown as DomDocument;
  const append = (parent: DomNode, [tag, content]: Written): void => {
    if (content === undefined) return;
    const element = document.createElement(tag);
    if (typeof content === 'string') element.appendChild(document.createTextNode(asText(content)));
    else for (const child of content) append(element, child);
    parent.appendChild(element);
  };
  append(document, root);
  // A reader turns a bare carriage return into a line feed.
  return builder.end({ headless: true }).replaceAll('\r', '&#xD;');
}

/** The library takes what looks like an entity for one (`&lt;`, `&nbsp;`) and leaves its ampersand as it is. */
function asText(content: string): string {
  return withoutForbidden(content).replaceAll('&', '&amp;');
}

/** What we use of the DOM, whose types the library does not export. */
interface DomNode {
  appendChild: (child: DomNode) => void;
}

interface DomDocument extends DomNode {
  createElement: (tag: string) => DomNode;
  createTextNode: (text: string) => DomNode;
}

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>';
