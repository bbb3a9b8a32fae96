import { expect, test } from '@jest/globals';
import { Failure, orderNotFound } from '../../../lib/domain/failure.ts';
import { advance } from '../../../lib/domain/life-cycle.ts';
import { anOrder, NOON } from '../../support/an-order.ts';

test('a failure says no more than it was given', () => {
  const { name, code, message, faults, retryAfter, cause } = new Failure(
    'NotFound',
    'There is no such endpoint.',
  );

  expect({ name, code, message, faults, retryAfter, cause }).toEqual({
    name: 'Failure',
    code: 'NotFound',
    message: 'There is no such endpoint.',
    faults: [],
    retryAfter: undefined,
    cause: undefined,
  });
});

test('a failure keeps its cause, its faults and when to come again', () => {
  const cause = new Error('socket hang up');
  const faults = [{ pointer: '/lines', detail: 'is missing' }];

  expect(new Failure('ServiceUnavailable', 'Later.', { cause, faults, retryAfter: 5 })).toMatchObject({
    cause,
    faults,
    retryAfter: 5,
  });
});

test('an order that is not there is named', () => {
  expect(orderNotFound('00123')).toMatchObject({
    code: 'OrderNotFound',
    message: 'There is no order 00123 in this store.',
  });
});

test.each([
  ['Downloaded', 'OrderAlreadyDownloaded', 'Lightspeed has downloaded this order already.'],
  ['PartiallyShipped', 'OrderShipped', 'This order has shipped, in whole or in part.'],
  ['Shipped', 'OrderShipped', 'This order has shipped, in whole or in part.'],
  ['Canceled', 'OrderCanceled', 'This order is canceled.'],
] as const)('the replacement of an order that is %s is refused in words', (status, code, message) => {
  expect(() => advance(anOrder({ status }), 'replace', NOON)).toThrow(
    expect.objectContaining({ code, message }) as unknown as Error,
  );
});
