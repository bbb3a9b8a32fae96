// oxlint-disable-next-line no-control-regex -- these are the characters in question
const FORBIDDEN = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Surrogate}/gu;

/** Without the characters that XML 1.0 forbids (contract 1, "Writing"). Half a surrogate pair is one of them. */
export function withoutForbidden(text: string): string {
  return text.replaceAll(FORBIDDEN, '');
}

/** Without half surrogate pairs: a database would refuse or change them. */
export function wellFormed(text: string): string {
  return text.isWellFormed() ? text : text.replaceAll(/\p{Surrogate}/gu, '');
}

/** The beginning of a text, up to a number of UTF-16 units, without half a surrogate pair at its end. */
export function beginning(text: string, length: number): string {
  return text.length <= length ? text : text.slice(0, length).replace(/[\uD800-\uDBFF]$/, '');
}
