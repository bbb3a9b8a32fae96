import { describe, expect, test } from '@jest/globals';
import {
  baseUrl,
  duration,
  orderAndReason,
  share,
  skuAndQuantity,
  wholeNumber,
} from '../../../terminal/arguments.ts';
import { UsageError } from '../../../terminal/usage-error.ts';

describe('a duration', () => {
  test.each([
    ['5s', 5000],
    ['5', 5000],
    ['500ms', 500],
    ['1.5s', 1500],
    ['2m', 120_000],
    ['1h', 3_600_000],
    ['0s', 0],
  ])('%s is %i ms', (text, milliseconds) => {
    expect(duration('--interval', text)).toBe(milliseconds);
  });

  test.each(['', 'soon', '5 s', '-1s', '5d', '1e3'])('"%s" is refused', (text) => {
    expect(() => duration('--interval', text)).toThrow(
      new UsageError(`--interval takes a time like 5s, 500ms or 2m, not "${text}".`),
    );
  });
});

describe('a share', () => {
  test.each([
    ['0', 0],
    ['1', 1],
    ['0.05', 0.05],
    ['.5', 0.5],
    ['1.0', 1],
    ['30%', 0.3],
    ['100%', 1],
  ])('%s is %d', (text, value) => {
    expect(share('--ship', text)).toBe(value);
  });

  test.each(['', '2', '1.1', '-0.5', '101%', '%', 'half', '1e-2'])('"%s" is refused', (text) => {
    expect(() => share('--ship', text)).toThrow(
      new UsageError(`--ship takes a share from 0 to 1, not "${text}".`),
    );
  });
});

describe('a whole number', () => {
  test('is taken from its lowest value on', () => {
    expect(wholeNumber('--count', '1', 1)).toBe(1);
  });

  test.each(['0', '-1', '1.5', '1e3', '', 'ten', '99999999999999999'])('"%s" is refused', (text) => {
    expect(() => wholeNumber('--count', text, 1)).toThrow(
      new UsageError(`--count takes a whole number from 1, not "${text}".`),
    );
  });
});

describe('a pair', () => {
  test('of an order and a reason is split at the first equals sign', () => {
    expect(orderAndReason('--refuse', '100235=Price = 0')).toEqual({
      orderId: '100235',
      reason: 'Price = 0',
    });
  });

  test('of a SKU and a quantity is split at the last equals sign', () => {
    expect(skuAndQuantity('--item', 'A=B=2')).toEqual({ sku: 'A=B', quantity: 2 });
  });

  test.each(['100235', '100235=', '=Unknown part'])('of an order and a reason is refused as "%s"', (text) => {
    expect(() => orderAndReason('--refuse', text)).toThrow(UsageError);
  });

  test.each(['KA-1', 'KA-1=', '=1', 'KA-1=0', 'KA-1=1.5'])(
    'of a SKU and a quantity is refused as "%s"',
    (text) => {
      expect(() => skuAndQuantity('--item', text)).toThrow(UsageError);
    },
  );
});

describe('a base URL', () => {
  test('loses its trailing slashes', () => {
    expect(baseUrl('http://coolbike.localhost:3000/LightSpeed//')).toBe(
      'http://coolbike.localhost:3000/LightSpeed',
    );
  });

  test.each(['localhost:3000', 'ftp://example.com', '', '/LightSpeed'])('is not "%s"', (text) => {
    expect(() => baseUrl(text)).toThrow(
      new UsageError(`"${text}" is not a URL. It looks like http://localhost:3000`),
    );
  });
});
