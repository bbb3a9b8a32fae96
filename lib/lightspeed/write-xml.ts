import { withoutForbidden } from '../domain/text.ts';
import type { Tag } from './names.ts';

/*
 * Writes every answer but orders, which need xmlbuilder2 (`build-element.ts`). Loading that takes longer than most
 * calls, and an error, an empty list and a line of an acknowledgement are a few elements. Both write the same bytes
 * (tests/unit/lightspeed/write-xml.test.ts).
 */

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

/** One element without a declaration. */
export function writeElement([tag, content]: Written): string {
  if (content === undefined) return '';
  if (typeof content === 'string') return `<${tag}>${escaped(content)}</${tag}>`;
  const children = content.filter(([, inner]) => inner !== undefined);
  return children.length === 0 ? `<${tag}/>` : `<${tag}>${children.map(writeElement).join('')}</${tag}>`;
}

function escaped(text: string): string {
  const kept = withoutForbidden(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
  // A reader turns a bare carriage return into a line feed.
  return kept.replaceAll('\r', '&#xD;');
}

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>';
