import type { Order } from '../domain/order.ts';
import type { Store } from '../domain/store.ts';
import { orderElement } from '../lightspeed/order-element.ts';
import { writeElement } from '../lightspeed/write-xml.ts';

/** An order as Lightspeed gets it, a line an element; or why it cannot be written. */
export function prettyOrderXml(order: Order, store: Pick<Store, 'timeZone'>): string {
  try {
    // Without xmlbuilder2, a tenth of a bundle: both write the same bytes (tests/unit/lightspeed/write-xml.test.ts).
    return indented(writeElement(orderElement(order, store)));
  } catch (error) {
    return `It cannot be written: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** A well-formed document without mixed content, indented for people. */
export function indented(xml: string): string {
  let depth = 0;
  const lines: string[] = [];
  // An element that holds only text stays on its line.
  for (const [piece] of xml.matchAll(/<[^/?!][^>]*>[^<]*<\/[^>]+>|<[^>]+>|[^<]+/g)) {
    if (piece.trim() === '') continue;
    if (piece.startsWith('</')) depth -= 1;
    lines.push(`${'  '.repeat(Math.max(0, depth))}${piece.trim()}`);
    if (/^<[^/?!][^>]*[^/]>$|^<[^/?!]>$/.test(piece)) depth += 1;
  }
  return lines.join('\n');
}
