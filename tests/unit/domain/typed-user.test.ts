import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { typedUser } from '../../../lib/domain/typed-user.ts';

test.each([
  ['ligthspeed', 'two letters in each other’s place'],
  ['lightsped', 'one left out'],
  ['lightspeeed', 'one too many'],
  ['1ightspeed', 'a wrong one'],
  ['Lightspeed', 'a capital'],
  ['lightspeed ', 'a blank behind it'],
  ['lihgtsped', 'two slips'],
])('%j is nearly the right user and told: %s', (text) => {
  expect(typedUser(text, 'lightspeed')).toEqual({ is: 'nearly', text });
});

test.each([
  ['correct horse battery', 'a password in the wrong field'],
  ['lightspeed2026!', 'a password that begins with the name'],
  ['', 'nothing'],
  ['light', 'half of it'],
  ['dleepsthgil', 'another word of the same letters'],
  ['lightspeed\u202E', 'what turns the text around it'],
  ['lightspeed\u0000', 'what cannot be seen'],
  [`${' '.repeat(50)}lightspeed`, 'more blanks than anybody types'],
  ['x'.repeat(100_000), 'very much'],
])('of %j nothing is kept: %s', (text) => {
  expect(typedUser(text, 'lightspeed')).toEqual({ is: 'another' });
});

test('the right user is told to be right, whoever it is', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), (user) => {
      expect(typedUser(user, user)).toEqual({ is: 'right' });
    }),
  );
});

test('nearly a name of two letters is nothing', () => {
  expect([typedUser('ac', 'ab'), typedUser('AB', 'ab')]).toEqual([
    { is: 'another' },
    { is: 'nearly', text: 'AB' },
  ]);
});

test('what is told is never longer than the name, two letters and eight blanks', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 40 }), fc.string({ minLength: 1, maxLength: 20 }), (given, right) => {
      const typed = typedUser(given, right);
      expect(typed.is !== 'nearly' || typed.text.length <= right.length + 10).toBe(true);
    }),
  );
});
