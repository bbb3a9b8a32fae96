/**
 * The bytes that DynamoDB counts for an item, after its developer guide ("Item sizes and formats"): names and strings
 * in UTF-8, a byte for two digits of a number and one more, 3 for a list or map and 1 for each of its members.
 */
export function dynamodbSize(item: Record<string, unknown>): number {
  return present(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + sizeOf(value), 0);
}

function sizeOf(value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (typeof value === 'number') return Math.ceil(String(value).replaceAll(/\D/g, '').length / 2) + 1;
  if (typeof value === 'boolean' || value === null) return 1;
  if (Array.isArray(value)) return value.reduce<number>((sum, one) => sum + 1 + sizeOf(one), 3);
  if (typeof value !== 'object') throw new TypeError(`DynamoDB cannot hold a ${typeof value}.`);
  return present(value).reduce((sum, [name, one]) => sum + 1 + Buffer.byteLength(name) + sizeOf(one), 3);
}

/** What is undefined is not stored. */
function present(of: object): [string, unknown][] {
  return Object.entries(of).filter(([, value]) => value !== undefined);
}
