import { Failure } from '../lib/domain/failure.ts';
import { UsageError } from '../terminal/usage-error.ts';

/** What somebody entered and lib/ refused is a fault of the command's usage. */
export function asUsageError(error: unknown): unknown {
  return error instanceof Failure && error.code === 'InvalidRequest' ? new UsageError(error.message) : error;
}
