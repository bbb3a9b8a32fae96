import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatMoney, parseMoney } from '../../../lib/domain/money.ts';

describe('money', () => {
  test.each([
    ['34.50', 3450],
    ['34.5', 3450],
    ['34', 3400],
    ['0', 0],
    ['0.01', 1],
    ['0.1', 10],
    ['007.07', 707],
    ['9999999999.99', 999_999_999_999],
  ])('"%s" is %d hundredths', (text, amount) => {
    expect(parseMoney(text)).toBe(amount);
  });

  test.each([
    '',
    '.5',
    '5.',
    '1.234',
    '1,234.50',
    '1 234',
    '-1',
    '+1',
    '1e3',
    '0x10',
    '$5',
    ' 5',
    '5 ',
    '5\n',
    'NaN',
    'Infinity',
    '١٢',
    '12345678901',
    '1.2.3',
  ])('%j is none', (text) => {
    expect(parseMoney(text)).toBeUndefined();
  });

  test.each([
    [0, '0.00'],
    [1, '0.01'],
    [10, '0.10'],
    [3450, '34.50'],
    [123_450, '1234.50'],
    [999_999_999_999, '9999999999.99'],
  ])('%d is written %s', (amount, text) => {
    expect(formatMoney(amount)).toBe(text);
  });

  test('what is written is read as the same amount, whatever it is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999_999 }), (amount) => {
        expect(parseMoney(formatMoney(amount))).toBe(amount);
        expect(formatMoney(amount)).toMatch(/^(0|[1-9]\d*)\.\d\d$/);
      }),
    );
  });

  test('any text is either money of at most two decimals or none', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[\d.,+-]{0,14}$/)), (text) => {
        const isMoney = /^\d{1,10}(\.\d{1,2})?$/.test(text);

        expect(parseMoney(text)).toBe(isMoney ? Math.round(Number(text) * 100) : undefined);
      }),
    );
  });
});
