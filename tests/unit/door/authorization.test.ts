import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readBasic, readBearer } from '../../../lib/door/authorization.ts';

function basic(credentials: string, encoding: BufferEncoding = 'utf8'): string {
  return `Basic ${Buffer.from(credentials, encoding).toString('base64')}`;
}

describe('a Basic header', () => {
  test.each<[string, string, string, string]>([
    ['as everybody writes it', 'Basic bGlnaHRzcGVlZDpsb2NhbC1wYXNzd29yZA==', 'lightspeed', 'local-password'],
    ['in lowercase', 'basic bGlnaHRzcGVlZDpsb2NhbC1wYXNzd29yZA==', 'lightspeed', 'local-password'],
    ['in capitals', 'BASIC bGlnaHRzcGVlZDpsb2NhbC1wYXNzd29yZA==', 'lightspeed', 'local-password'],
    ['with white space', ' Basic \t bGlnaHRzcGVlZDpsb2NhbC1wYXNzd29yZA== ', 'lightspeed', 'local-password'],
    ['without padding', 'Basic bGlnaHRzcGVlZDpsb2NhbC1wYXNzd29yZA', 'lightspeed', 'local-password'],
    ['of the URL alphabet', `Basic ${Buffer.from('a:>>>???').toString('base64url')}`, 'a', '>>>???'],
    ['with a colon in the password', basic('lightspeed:se:cr:et:'), 'lightspeed', 'se:cr:et:'],
    ['with an empty password', basic('lightspeed:'), 'lightspeed', ''],
    ['with an empty user', basic(':secret'), '', 'secret'],
    ['with nothing but the colon', 'Basic Og==', '', ''],
    ['with spaces that belong to it', basic(' user : password '), ' user ', ' password '],
    ['in UTF-8', basic('läden:größe😀'), 'läden', 'größe😀'],
    ['in Latin-1', basic('läden:größe', 'latin1'), 'läden', 'größe'],
    ['with a byte order mark that belongs to it', basic('\uFEFFuser:x'), '\uFEFFuser', 'x'],
    ['with a NUL', basic('user:a\0b'), 'user', 'a\0b'],
  ])('%s is read', (_, header, user, password) => {
    expect(readBasic(header)).toEqual({ user, password });
  });

  test.each([undefined, '', '   '])('that is %j never arrived', (header) => {
    expect(readBasic(header)).toBe('no header arrived');
  });

  test.each([
    ['the scheme alone', 'Basic'],
    ['the scheme and a space', 'Basic '],
    ['another scheme', 'Bearer bGlnaHRzcGVlZDpsb2NhbC1wYXNzd29yZA=='],
    ['no space', 'BasicbGlnaHRzcGVlZDpsb2NhbC1wYXNzd29yZA=='],
    ['no base64', 'Basic lightspeed:local-password'],
    ['no colon', basic('lightspeed')],
    ['padding in the middle', 'Basic bGln==aHRzcGVlZDpsb2Nh'],
    ['too much padding', 'Basic bGlnaHRzcGVlZDpsb2NhbC1wYXNzd29yZA==='],
    ['one letter', 'Basic b'],
    ['two values', 'Basic bGlnaHRzcGVlZDpsb2NhbC1wYXNzd29yZA==, Basic Og=='],
    ['a line break inside', 'Basic bGlnaHRz\r\ncGVlZDpsb2Nh'],
  ])('of %s cannot be read', (_, header) => {
    expect(readBasic(header)).toBe('unreadable header');
  });

  test('of any user without a colon and any password is read as they are', () => {
    const text = fc.string({ unit: 'grapheme' });
    fc.assert(
      fc.property(text, text, (name, password) => {
        const user = name.replaceAll(':', '');

        expect(readBasic(basic(`${user}:${password}`))).toEqual({ user, password });
      }),
    );
  });

  test('of any text is read or rejected, never a crash', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((rest) => `Basic ${rest}`),
          fc.base64String().map((rest) => `Basic ${rest}`),
        ),
        (header) => {
          const read = readBasic(header);

          expect(['no header arrived', 'unreadable header', { ...Object(read) }]).toContainEqual(read);
          expect(typeof read === 'string' ? '' : read.user).not.toContain(':');
        },
      ),
    );
  });
});

describe('a Bearer header', () => {
  test.each([
    ['Bearer local-token', 'local-token'],
    ['bearer local-token', 'local-token'],
    [' BEARER\t local-token ', 'local-token'],
    ['Bearer a.b-c_d~e+f/g==', 'a.b-c_d~e+f/g=='],
  ])('%j has the token %s', (header, token) => {
    expect(readBearer(header)).toEqual({ token });
  });

  test.each([
    [undefined, 'no header arrived'],
    [' ', 'no header arrived'],
    ['Bearer', 'unreadable header'],
    ['Bearer ', 'unreadable header'],
    ['Bearer two words', 'unreadable header'],
    ['local-token', 'unreadable header'],
    ['Basic bG9jYWw6dG9rZW4=', 'unreadable header'],
  ])('%j is rejected: %s', (header, rejection) => {
    expect(readBearer(header)).toBe(rejection);
  });
});
