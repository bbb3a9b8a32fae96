/** A field of a JSON value, at a path; undefined where there is none. */
export function fieldIn(json: unknown, ...path: (string | number)[]): unknown {
  return path.reduce<unknown>((at, name) => (Object(at) as Record<string | number, unknown>)[name], json);
}

/** A field as text; empty where it is none. */
export function textIn(json: unknown, ...path: (string | number)[]): string {
  const value = fieldIn(json, ...path);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

export function listIn(json: unknown, ...path: (string | number)[]): unknown[] {
  const value = fieldIn(json, ...path);
  return Array.isArray(value) ? value : [];
}
