import { describe, expect, test } from '@jest/globals';
import { passwordFault } from '../../../lib/door/chosen-password.ts';
import { commonPasswords, commonWords } from '../../../lib/door/common-passwords.ts';

const fault = (password: string) => passwordFault(password, ['coolbike', 'Cool Bike', 'lightspeed']);

describe('a password may be chosen', () => {
  test.each([
    'vermilion otter 41',
    'Tr0mbone-lattice',
    'größer als zwölf',
    '🚲🚲🛠🛶🚤🏍🏁🧰🪛🔩🔧🛞',
    'a:b:c:d:e:f:g:h',
    'x'.repeat(3) + 'qPlm7-vD20k',
    '4821 9037 5566 1',
    'password of my grandmother',
    `${'k3Wq-'.repeat(2)}${'zR8v!pT5'.repeat(20)}`.slice(0, 200),
  ])('%j', (password) => {
    expect(fault(password)).toBeUndefined();
  });
});

describe('a password may not be chosen', () => {
  const common = 'is one of those that are tried first.';
  test.each([
    ['', 'has 0 characters. It must have at least 12.'],
    ['elevenchars', 'has 11 characters. It must have at least 12.'],
    // Eleven characters of two UTF-16 units each.
    ['🚲🚲🛠🛶🚤🏍🏁🧰🪛🔩🔧', 'has 11 characters. It must have at least 12.'],
    [`${'abcdefghij'.repeat(20)}k`, 'has more than 200 characters.'],
    ['two\nlines-of-text', 'has a character that nobody can type.'],
    [' vermilion otter', 'begins or ends with a blank, which a form may drop.'],
    ['vermilion otter ', 'begins or ends with a blank, which a form may drop.'],
    ['1q2w3e4r5t6y', common],
    ['1Q2W3E4R5T6Y', common],
    ['unbelievable', common],
    ['Password2026!', common],
    ['P@ssw0rd1234', common],
    ['passw0rd!234', common],
    ['123password123', common],
    ['passwordpassword', common],
    ['!PasswordPassword1', common],
    ['iloveyou1234', common],
    ['aaaaaaaaaaaa', common],
    ['abcabcabcabc', common],
    ['121212121212', common],
    ['abcdefghijklm', common],
    ['zyxwvutsrqpo', common],
    ['0123456789012', common],
    ['----------------', common],
    ['lightspeed2026', common],
    ['coolbike-2026', common],
    ['CoolBikeCoolBike', common],
    ['Cool Bike 1234', common],
  ])('%j', (password, why) => {
    expect(fault(password)).toBe(why);
  });
});

test('the list has as many as it says, none of them twice, in lowercase', () => {
  expect([...commonPasswords].every((one) => one.length >= 12 && one === one.toLowerCase())).toBe(true);
  expect([...commonWords].every((one) => /^[a-z]{5,11}$/.test(one))).toBe(true);
  expect([commonPasswords.size > 250, commonWords.size]).toEqual([true, 1500]);
});
