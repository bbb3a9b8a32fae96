import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { Failure } from '../domain/failure.ts';

/** Our own errors, which repeating does not mend. */
const BUGS = new Set(['ValidationException', 'SerializationException', 'TypeError', 'RangeError']);

/**
 * Runs one call of the database. A failed condition is thrown as it is, for the caller to translate. Any other refusal,
 * and a missing answer, is `ServiceUnavailable`: repeat it.
 */
export async function send<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (isConditionFailure(error) || (error instanceof Error && BUGS.has(error.name))) throw error;
    throw new Failure('ServiceUnavailable', 'The database did not answer. Repeating the call is safe.', {
      cause: error,
    });
  }
}

export function isConditionFailure(error: unknown): boolean {
  return error instanceof ConditionalCheckFailedException;
}
