import { type Element, outermost, textOf, value } from './element.ts';
import { tags } from './names.ts';

/** The reason of a cancellation (contract 6): a `Reason`, or else the document's own text; `undefined` without one. */
export function readCancellation(root: Element | undefined): { reason: string | undefined } {
  if (!root) return { reason: undefined };
  const nested = outermost(root, tags.reason).map(textOf);
  return { reason: [value(root, tags.reason), ...nested, root.ownText.trim()].find((text) => text) };
}
