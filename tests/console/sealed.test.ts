import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { openValue, sealValue } from '../../lib/console/sealed.ts';

const key = Buffer.alloc(32, 1);
const until = Date.parse('2026-11-23T18:00:00Z');
const now = until - 1;

describe('a sealed value', () => {
  test('opens for the same key and purpose until its end, whatever it is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const sealed = sealValue(value, { key, purpose: 'session', until });
        const plain: unknown = JSON.parse(JSON.stringify(value));
        expect(openValue(sealed, { key, purpose: 'session', now })).toEqual(plain);
      }),
    );
  });

  test('does not open for another purpose or key, or at its end', () => {
    const sealed = sealValue('x', { key, purpose: 'session', until });
    expect(openValue(sealed, { key, purpose: 'sign-in', now })).toBeUndefined();
    expect(openValue(sealed, { key: Buffer.alloc(32, 2), purpose: 'session', now })).toBeUndefined();
    expect(openValue(sealed, { key, purpose: 'session', now: until })).toBeUndefined();
  });

  test('does not open with any bit changed', () => {
    const bytes = Buffer.from(sealValue({ email: 'a@b.c' }, { key, purpose: 'session', until }), 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const changed = Buffer.from(bytes);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(openValue(changed.toString('base64url'), { key, purpose: 'session', now })).toBeUndefined();
    }
  });

  test('any other text is nothing', () => {
    fc.assert(
      fc.property(fc.string(), (text) => openValue(text, { key, purpose: 'session', now }) === undefined),
    );
  });
});
