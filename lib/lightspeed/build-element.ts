import { XMLWriter } from 'xmlbuilder2/lib/writers/XMLWriter.js';
import { DefaultBuilderOptions } from 'xmlbuilder2/lib/interfaces.js';
import { withoutForbidden } from '../domain/text.ts';
import type { Written } from './write-xml.ts';

/*
 * xmlbuilder2's writer without its builder, which keeps each element in a whole DOM, nine tenths of the library. The
 * writer gets the few properties of a node that it reads, and must write what the whole library writes
 * (tests/unit/lightspeed/write-xml.test.ts).
 */

/** The properties of an element or a text that the writer reads. */
interface Node {
  nodeType: 1 | 3;
  localName: string;
  attributes: [];
  _children: Node[];
  hasChildNodes: () => boolean;
  data: string;
}

/** One element without a declaration. */
export function buildElement(root: Written): string {
  const writer = new XMLWriter(DefaultBuilderOptions, { headless: true });
  // A reader turns a bare carriage return into a line feed.
  return nodesOf(root)
    .map((node) => writer.serialize(node as never))
    .join('')
    .replaceAll('\r', '&#xD;');
}

/** None for an absent element. */
function nodesOf([localName, content]: Written): Node[] {
  if (content === undefined) return [];
  const children = typeof content === 'string' ? [textNode(content)] : content.flatMap(nodesOf);
  return [{ ...NODE, nodeType: 1, localName, _children: children, hasChildNodes: () => children.length > 0 }];
}

/** The library leaves the ampersand of anything that looks like an entity (`&lt;`, `&nbsp;`). */
function textNode(content: string): Node {
  return { ...NODE, data: withoutForbidden(content).replaceAll('&', '&amp;') };
}

const NODE: Node = {
  nodeType: 3,
  localName: '',
  attributes: [],
  _children: [],
  hasChildNodes: () => false,
  data: '',
};
