import type * as z from 'zod/mini';
import type { Fault } from '../domain/failure.ts';

/** Every fault that a schema found, with its JSON pointer. `prefix` is the pointer of what was parsed. */
export function faultsOf(error: z.core.$ZodError, prefix = ''): Fault[] {
  return error.issues.flatMap(toFaults).map(({ pointer, detail }) => ({ pointer: prefix + pointer, detail }));
}

type Issue = z.core.$ZodIssue;

function toFaults(issue: Issue): Fault[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ pointer: toPointer([...issue.path, key]), detail: 'is not known' }));
  }
  return [{ pointer: toPointer(issue.path), detail: detailOf(issue) }];
}

function detailOf(issue: Issue): string {
  if (issue.code === 'custom') return issue.message;
  if (issue.code === 'invalid_type' && issue.input === undefined) return 'is required';
  if (issue.code === 'invalid_type') return `must be ${withArticle(issue.expected)}`;
  return issue.message;
}

function withArticle(type: string): string {
  if (type === 'int') return 'a whole number';
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}

/** RFC 6901. */
function toPointer(path: readonly PropertyKey[]): string {
  return path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
