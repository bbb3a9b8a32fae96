import { Failure } from '../domain/failure.ts';

/**
 * The text of a request's body (contract 1, "Reading bodies"). The bytes decide, not the declaration: a byte order
 * mark, then the look of UTF-16, then UTF-8, then the declared encoding, then Windows-1252. White space, NULs and the
 * mark around the document are dropped. Throws `MalformedXml` for what is not text.
 */
export function bodyText(body: Uint8Array): string {
  const document = withoutMargins(decode(body));
  if (document.includes('\0')) throw new Failure('MalformedXml', 'The body is not text.');
  return document;
}

/** A recorded body for people: as the service itself would read it; bytes that are not text, as they are. */
export function asText(bytes: Uint8Array): string {
  try {
    return bodyText(bytes);
  } catch {
    return Buffer.from(bytes).toString('latin1');
  }
}

/** What is said below the text of a recorded body that was cut. */
export function notKept({ bytes, size }: { bytes: Uint8Array; size: number }): string {
  const rest = size - bytes.length;
  return rest > 0 ? `\n(… and ${rest} bytes that were not kept)` : '';
}

/** Not with one pattern: it would search for the end again at every blank inside the document. */
function withoutMargins(text: string): string {
  let [from, to] = [0, text.length];
  while (from < to && MARGIN.test(text.charAt(from))) from += 1;
  while (from < to && MARGIN.test(text.charAt(to - 1))) to -= 1;
  return text.slice(from, to);
}

const MARGIN = /[\s\0\uFEFF]/;

function decode(body: Uint8Array): string {
  const [first, second, third, fourth] = body;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(body);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(body);
  if (first === 0x3c && second === 0 && third !== 0 && fourth === 0)
    return new TextDecoder('utf-16le').decode(body);
  if (first === 0 && second === 0x3c && third === 0 && fourth !== 0)
    return new TextDecoder('utf-16be').decode(body);
  return tryDecode(body, 'utf-8') ?? tryDecode(body, declaredEncoding(body)) ?? latin.decode(body);
}

const latin = new TextDecoder('windows-1252');

function tryDecode(body: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(body);
  } catch {
    return undefined;
  }
}

function declaredEncoding(body: Uint8Array): string {
  const declared = /^[\s\0]*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z][\w.:-]*)["']/.exec(
    latin.decode(body.subarray(0, 200)),
  );
  // The bytes have ruled out UTF-8 and UTF-16.
  return declared?.[1] && !/^(utf|ucs|unicode|iso-10646)/i.test(declared[1]) ? declared[1] : 'windows-1252';
}
