import { expect, test } from '@jest/globals';
import { Failure } from '../../../lib/domain/failure.ts';
import { toProblem } from '../../../lib/http/problem.ts';

test('a failure is told as a problem of its status', () => {
  expect(toProblem(new Failure('OrderCanceled', 'This order is canceled.'), 'request-1')).toEqual({
    type: 'about:blank',
    title: 'Conflict',
    status: 409,
    code: 'OrderCanceled',
    detail: 'This order is canceled.',
    requestId: 'request-1',
  });
});

test('the faults of a request are listed, and its cause is not', () => {
  const faults = [{ pointer: '/lines/0/quantity', detail: 'must be at least 1' }];
  const failure = new Failure('InvalidRequest', 'The request is not valid; see errors.', {
    faults,
    cause: new Error('secret'),
  });

  expect(toProblem(failure, 'request-1')).toEqual({
    type: 'about:blank',
    title: 'Unprocessable Entity',
    status: 422,
    code: 'InvalidRequest',
    detail: 'The request is not valid; see errors.',
    requestId: 'request-1',
    errors: faults,
  });
});
