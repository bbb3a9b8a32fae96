import { createHmac, timingSafeEqual } from 'node:crypto';

/** Whether this is HMAC-SHA256 in base64, over these bytes, with one of these keys. All keys take the same time. */
export function isSignedBy(
  signature: string | undefined,
  bytes: string | Buffer,
  keys: readonly string[],
): boolean {
  const matches = keys.map((key) => key !== '' && isSameText(signature ?? '', hmac(key, bytes)));
  return matches.includes(true);
}

/** In constant time; only their lengths, which are no secret, show. */
export function isSameText(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given, 'utf8'), Buffer.from(expected, 'utf8')];
  return a.length === b.length && timingSafeEqual(a, b);
}

export function hmac(key: string, bytes: string | Buffer): string {
  return createHmac('sha256', key).update(bytes).digest('base64');
}

/** A header by its name in lowercase; undefined if it is empty. */
export function headerNamed(
  headers: Readonly<Record<string, string | undefined>>,
  name: string,
): string | undefined {
  const value = Object.entries(headers)
    .find(([key]) => key.toLowerCase() === name)?.[1]
    ?.trim();
  return value === '' ? undefined : value;
}
