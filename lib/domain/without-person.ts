import type { Address, OrderContent } from './order.ts';

/** Replaces what named a person and must not be absent. */
export const ERASED = '(erased)';

/** An address without the person: city, state and country stay, because they say which tax was due. */
export function withoutPerson({ city, state, country }: Address): Address {
  return { lastName: ERASED, address1: ERASED, city, state, country };
}

/**
 * Masks in a text what quotes those people: names, company, street, postal code, phone, email, regardless of letter
 * case, accents, white space and the format of a phone number. A text never becomes longer.
 */
export function quoteMask({
  billTo,
  shipTo,
}: Pick<OrderContent, 'billTo' | 'shipTo'>): (text: string) => string {
  const patterns = [billTo, ...(shipTo ? [shipTo] : [])].flatMap(patternsOf);
  return (text) => patterns.reduce(masked, text);
}

function patternsOf(address: Address): RegExp[] {
  const { firstName = '', lastName = '', company = '', address1, address2 = '' } = address;
  const { phone = '', email = '', postalCode = '' } = address;
  const street = address1.replace(/^\d+\S*\s+/, '');
  // Whole texts first, so that no part of "Dana Reyes Racing" is left.
  const words = [email, company, address1, street, address2, lastName, firstName, postalCode]
    .concat([lastName, firstName].flatMap((name) => name.split(/[\s-]+/)))
    .map((word) => word.trim())
    .filter((word) => word !== ERASED && (word.match(/[\p{L}\p{N}]/gu) ?? []).length > 1);
  return [...words.map(wordPattern), ...phonePatterns(phone)];
}

function wordPattern(word: string): RegExp {
  const parts = folded(word)
    .text.split(/\s+/)
    .map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
  return new RegExp(`(?<![\\p{L}\\p{N}])${parts.join('\\s+')}(?![\\p{L}\\p{N}])`, 'giu');
}

/** Fewer than seven digits are not a phone number. */
function phonePatterns(phone: string): RegExp[] {
  const digits = phone.replaceAll(/\D/g, '').replace(/^1(?=\d{10}$)/, '');
  if (digits.length < 7) return [];
  return [new RegExp(`(?<!\\d)(?:\\+?1[\\s().-]*)?\\(?${[...digits].join('[\\s()./-]*')}(?!\\d)`, 'gu')];
}

function masked(text: string, pattern: RegExp): string {
  const { text: plain, places } = folded(text);
  let result = '';
  let done = 0;
  for (const { index, 0: found } of plain.matchAll(pattern)) {
    const [from = 0, to = text.length] = [places[index], places[index + found.length]];
    result += text.slice(done, from) + '***'.slice(0, to - from);
    done = to;
  }
  return result + text.slice(done);
}

/** A text without accents, and the position of each of its UTF-16 units in the original text. */
function folded(original: string): { text: string; places: number[] } {
  let text = '';
  const places: number[] = [];
  let at = 0;
  for (const character of original) {
    const plain = character.normalize('NFD').replaceAll(/\p{M}/gu, '');
    for (let unit = 0; unit < plain.length; unit += 1) places.push(at);
    text += plain;
    at += character.length;
  }
  return { text, places };
}
