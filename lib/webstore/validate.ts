import type * as z from 'zod/mini';
import { Failure, type Fault } from '../domain/failure.ts';

/** Parses what a body says. Throws `InvalidRequest` with every fault and its JSON pointer. */
export function validate<T>(schema: z.ZodMiniType<T>, input: unknown): T {
  const parsed = schema.safeParse(input, { reportInput: true });
  if (parsed.success) return parsed.data;
  throw invalid(parsed.error.issues.flatMap(toFaults));
}

export function invalid(faults: Fault[]): Failure {
  return new Failure('InvalidRequest', 'The request is not valid; see errors.', { faults });
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
