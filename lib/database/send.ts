import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { Failure } from '../domain/failure.ts';

/** Faults of ours, which no repetition mends. */
const BUGS = new Set(['ValidationException', 'SerializationException', 'TypeError', 'RangeError']);

/**
 * Runs one call of the database. A failed condition is thrown as it is, for the caller to translate. Whatever
 * else the database refuses, and a call that did not come back, is `ServiceUnavailable`: repeat it.
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
