// oxlint-disable-next-line no-control-regex -- these are the characters in question
const FORBIDDEN = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Surrogate}/gu;

/** Without the characters that XML 1.0 forbids (contract 1, "Writing"). Half a surrogate pair is one of them. */
export function withoutForbidden(text: string): string {
  return text.replaceAll(FORBIDDEN, '');
}
