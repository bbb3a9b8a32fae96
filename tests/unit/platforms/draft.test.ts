import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { shareOf, showAmount, toAmount, toQuantity } from '../../../lib/platforms/draft.ts';
import { readJson } from '../../../lib/platforms/json.ts';

describe('an amount', () => {
  test.each<[string | number, bigint]>([
    ['34.50', 345_000n],
    ['8', 80_000n],
    ['924.47', 9_244_700n],
    ['336.3200', 3_363_200n],
    ['0', 0n],
    ['-16.20', -162_000n],
    ['+1.5', 15_000n],
    [' 2.00 ', 20_000n],
    [30, 300_000n],
    [5.1, 51_000n],
    ['12.345', 123_450n],
    // Finer than a ten-thousandth: rounded, a half away from nothing.
    ['10.799999999999999', 108_000n],
    ['0.00005', 1n],
    ['-0.00005', -1n],
    ['0.00004999', 0n],
    ['17.647059', 176_471n],
    // As JSON may write a number.
    ['1e3', 10_000_000n],
    ['1.5E+2', 1_500_000n],
    ['25e-1', 25_000n],
    ['1e-7', 0n],
    ['999999999999.9999', 9_999_999_999_999_999n],
  ])('%p is %p ten-thousandths', (text, amount) => {
    expect(toAmount(text)).toBe(amount);
  });

  test.each([
    '1,234.50',
    '1.234,50',
    '$34.50',
    '34.50 USD',
    '',
    '.5',
    '--1',
    '1e100',
    'NaN',
    'Infinity',
    '0x10',
    '１２',
    '1 000',
    '1234567890123',
    Number.NaN,
    Number.POSITIVE_INFINITY,
  ])('%p could be misread, and is none', (text) => {
    expect(toAmount(text)).toBeUndefined();
  });

  test.each([
    [345_000n, '34.50'],
    [-100n, '-0.01'],
    [123_450n, '12.345'],
    [1n, '0.0001'],
    [0n, '0.00'],
  ])('%p is shown as %s', (amount, text) => {
    expect(showAmount(amount)).toBe(text);
  });

  test('what is shown is what it was', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), (amount) => {
        expect(toAmount(showAmount(amount))).toBe(amount);
      }),
    );
  });

  test('the shares of a whole are the whole, but for a rounding each', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 9n }),
        fc.integer({ min: 1, max: 50 }),
        (amount, count) => {
          const shares = BigInt(count) * shareOf(amount, 1000, count * 1000);
          expect(shares - amount <= BigInt(count) && amount - shares <= BigInt(count)).toBe(true);
        },
      ),
    );
  });
});

describe('a quantity', () => {
  test.each<[string | number, number]>([
    [2, 2000],
    ['3', 3000],
    [1.5, 1500],
    ['0.333', 333],
    [0, 0],
    ['2.0000', 2000],
  ])('%p is %p thousandths', (text, quantity) => {
    expect(toQuantity(text)).toBe(quantity);
  });

  test.each([-1, '-0.5', '1e6', 'two', ''])('%p is none', (text) => {
    expect(toQuantity(text)).toBeUndefined();
  });
});

describe('JSON', () => {
  test('keeps the text of every number that a float would change, or might', () => {
    const text =
      '{"id":820982911946154508,"price":10.799999999999999,"tax":1e3,"rate":0.1,"quantity":2,"zero":-0,"whole":1.0,"note":"10.799999999999999"}';
    expect(readJson(text)).toEqual({
      ok: true,
      value: {
        id: '820982911946154508',
        price: '10.799999999999999',
        tax: '1e3',
        rate: '0.1',
        quantity: 2,
        zero: '-0',
        whole: '1.0',
        note: '10.799999999999999',
      },
    });
  });

  test.each([
    ['{"id":1', 'is not JSON'],
    ['', 'is not JSON'],
    ['\u00ff', 'is not JSON'],
    ['['.repeat(300_000) + ']'.repeat(300_000), 'is nested too deeply'],
  ])('%.10s… is refused', (text, reason) => {
    expect(readJson(text)).toEqual({ ok: false, reason });
  });

  test('a key that JavaScript knows is a key like any other', () => {
    const json = readJson('{"__proto__":{"id":1},"constructor":2}');
    expect(json.ok && Object.keys(json.value as object)).toEqual(['__proto__', 'constructor']);
  });
});
