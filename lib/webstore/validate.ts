import type * as z from 'zod/mini';
import { Failure, type Fault } from '../domain/failure.ts';
import { faultsOf } from '../schema/faults.ts';

/** Parses what a body says. Throws `InvalidRequest` with every fault and its JSON pointer. */
export function validate<T>(schema: z.ZodMiniType<T>, input: unknown): T {
  const parsed = schema.safeParse(input, { reportInput: true });
  if (parsed.success) return parsed.data;
  throw invalid(faultsOf(parsed.error));
}

export function invalid(faults: Fault[]): Failure {
  return new Failure('InvalidRequest', 'The request is not valid; see errors.', { faults });
}
