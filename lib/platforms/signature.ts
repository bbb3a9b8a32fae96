import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Whether this is HMAC-SHA256 in base64, over these bytes, with one of these keys. All keys take the same time. A
 * header that came twice arrives as one, with a comma between its values.
 */
export function isSignedBy(
  signature: string | undefined,
  bytes: string | Buffer,
  keys: readonly string[],
): boolean {
  const given = (signature ?? '').split(',', 3).map((one) => one.trim());
  const matches = keys
    .filter((key) => key !== '')
    .map((key) => hmac(key, bytes))
    .flatMap((expected) => given.map((one) => isSameText(one, expected)));
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

/** Why a call of this topic is none of ours. */
export function otherTopic(topic: string): string {
  return topic === '' ? 'The call names no topic.' : `The topic ${topic} is not about orders.`;
}
