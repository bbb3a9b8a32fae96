/** Parsed JSON, or why it could not be parsed. */
export type Json = { ok: true; value: unknown } | { ok: false; reason: string };

/**
 * Parses JSON without rounding: any number but a whole one up to 2^53 becomes its own text (`10.799999999999999`,
 * `820982911946154508`, `1e3`). Readers of money and ids take both.
 */
export function readJson(text: string): Json {
  try {
    // A plug-in of the shop may have left the mark of its own file before it.
    return { ok: true, value: JSON.parse(text.replace(/^\uFEFF/, ''), exact) };
  } catch (error) {
    // Too deep for the parser is a RangeError; everything else is a SyntaxError.
    return { ok: false, reason: error instanceof RangeError ? 'is nested too deeply' : 'is not JSON' };
  }
}

/** `source` is the text of a number in the JSON. */
function exact(_key: string, value: unknown, { source }: { source?: string } = {}): unknown {
  if (typeof value !== 'number' || source === undefined) return value;
  return Number.isSafeInteger(value) && String(value) === source ? value : source;
}
