import { Failure } from '../lib/domain/failure.ts';
import { UsageError } from '../terminal/usage-error.ts';

/** Turns lib/'s refusal of an input into a usage error of the command. */
export function asUsageError(error: unknown): unknown {
  return error instanceof Failure && error.code === 'InvalidRequest' ? new UsageError(error.message) : error;
}
