/** The places of values in a call to DynamoDB. */
const MAPS_OF_VALUES = new Set(['Key', 'Item', 'ExpressionAttributeValues', 'ExclusiveStartKey']);

/** A recorded call's input with plain values in place of DynamoDB's own, as lib-dynamodb takes them. */
export function plain(input: unknown): unknown {
  if (Array.isArray(input)) return input.map(plain);
  if (typeof input !== 'object' || input === null) return input;
  return Object.fromEntries(
    Object.entries(input).map(([name, value]) => {
      if (MAPS_OF_VALUES.has(name)) return [name, plainMap(value)];
      if (name === 'Keys') return [name, (value as unknown[]).map(plainMap)];
      return [name, plain(value)];
    }),
  );
}

function plainMap(map: unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(map as object).map(([name, value]) => [name, plainValue(value)]));
}

function plainValue(value: unknown): unknown {
  const [[type, content] = ['', undefined]] = Object.entries(value as object) as [string, unknown][];
  switch (type) {
    case 'S':
    case 'BOOL':
      return content;
    case 'NULL':
      return null;
    case 'N':
      return Number(content);
    case 'B':
      return Buffer.from(content as string, 'base64');
    case 'SS':
      return new Set(content as string[]);
    case 'NS':
      return new Set((content as string[]).map(Number));
    case 'L':
      return (content as unknown[]).map(plainValue);
    case 'M':
      return plainMap(content);
    default:
      throw new Error(`There is no type ${type} in DynamoDB.`);
  }
}
