import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { beginning, wellFormed, withoutForbidden } from '../../../lib/domain/text.ts';

const anyUnits = fc.string({
  unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
});

describe('characters that XML forbids', () => {
  test.each([
    ['a\u0000b', 'ab'],
    ['a\u0001\u0008\u000B\u000C\u000E\u001Fb', 'ab'],
    ['tab\tline\nreturn\r', 'tab\tline\nreturn\r'],
    ['a\uFFFEb\uFFFFc', 'abc'],
    ['half a pair \uD83D', 'half a pair '],
    ['the other half \uDE00', 'the other half '],
    ['\uDE00\uD83D', ''],
    ['two halves with a NUL between \uD83D\u0000\uDE00', 'two halves with a NUL between '],
    ['whole 😀', 'whole 😀'],
    ['\u007F\u0085\u009F\uFFFD', '\u007F\u0085\u009F\uFFFD'],
  ])('%j becomes %j', (text, kept) => {
    expect(withoutForbidden(text)).toBe(kept);
  });

  test('are gone from any text, and nothing else is', () => {
    const allowed = (character: string) => {
      const code = character.codePointAt(0) ?? 0;
      const [low, high] = [code >= 0x20 || [9, 10, 13].includes(code), code < 0xd800 || code > 0xdfff];
      return low && high && code !== 0xfffe && code !== 0xffff;
    };
    fc.assert(
      fc.property(anyUnits, (text) => {
        expect(withoutForbidden(text)).toBe([...text].filter(allowed).join(''));
      }),
    );
  });
});

describe('half surrogate pairs', () => {
  test('are gone from any text, and a text without them stays as it is', () => {
    fc.assert(
      fc.property(anyUnits, (text) => {
        expect(wellFormed(text).isWellFormed()).toBe(true);
        expect(wellFormed(wellFormed(text))).toBe(wellFormed(text));
        expect(wellFormed(text.toWellFormed())).toBe(text.toWellFormed());
      }),
    );
  });
});

describe('the beginning of a text', () => {
  test.each([
    ['abc', 3, 'abc'],
    ['abcd', 3, 'abc'],
    ['ab😀', 3, 'ab'],
    ['ab😀', 4, 'ab😀'],
    ['', 3, ''],
  ])('of %j, at most %d units, is %j', (text, length, kept) => {
    expect(beginning(text, length)).toBe(kept);
  });
});
