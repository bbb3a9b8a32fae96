import { expect, test } from '@jest/globals';
import { Failure, type FailureCode } from '../../../lib/domain/failure.ts';
import { failureHeaders, statuses } from '../../../lib/http/statuses.ts';

test('every failure has the status of the contract', () => {
  expect(statuses).toEqual({
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
  });
});

test.each<[FailureCode, number | undefined, Record<string, string>]>([
  ['MethodNotAllowed', undefined, { Allow: 'GET, HEAD' }],
  ['ServiceUnavailable', undefined, { 'Retry-After': '5' }],
  ['ServiceUnavailable', 60, { 'Retry-After': '60' }],
  ['TooManyAttempts', 299, { 'Retry-After': '299' }],
  ['NotFound', undefined, {}],
  ['InternalError', undefined, {}],
])('%s, to be repeated after %s seconds, goes with %j', (code, retryAfter, headers) => {
  const failure = new Failure(code, 'x', retryAfter === undefined ? {} : { retryAfter });

  expect(failureHeaders(failure, ['GET', 'HEAD'])).toEqual(headers);
});
