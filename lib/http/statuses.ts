import type { Failure, FailureCode } from '../domain/failure.ts';

/** The HTTP status of every failure (contract 1 and 8). */
export const statuses: Readonly<Record<FailureCode, number>> = {
  MalformedXml: 400,
  MalformedJson: 400,
  Unauthorized: 401,
  ModuleDisabled: 403,
  MachineNotAllowed: 403,
  NotFound: 404,
  OrderNotFound: 404,
  MethodNotAllowed: 405,
  OrderAlreadyDownloaded: 409,
  OrderCanceled: 409,
  OrderShipped: 409,
  PayloadTooLarge: 413,
  InvalidRequest: 422,
  TooManyAttempts: 429,
  InternalError: 500,
  ServiceUnavailable: 503,
};

/** Seconds after which a caller may try again, where the failure does not say. */
const RETRY_AFTER: Partial<Record<FailureCode, number>> = { ServiceUnavailable: 5 };

/** The headers that go with a failure, whichever face answers. */
export function failureHeaders(failure: Failure, methods: string[]): Record<string, string> {
  const retryAfter = failure.retryAfter ?? RETRY_AFTER[failure.code];
  return {
    ...(failure.code === 'MethodNotAllowed' && { Allow: methods.join(', ') }),
    ...(retryAfter !== undefined && { 'Retry-After': String(retryAfter) }),
  };
}
