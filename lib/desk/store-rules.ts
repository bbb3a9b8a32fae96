import { isStoreId, isStoreName, isTimeZone, isUsername, machineAddressKey } from '../domain/store.ts';

/** What people enter of a store, each with its rule in words. */
const rules = {
  id: [isStoreId, 'A store’s id is the first label of its host name: a-z, 0-9 and -, at most 63 characters.'],
  name: [isStoreName, 'A name has 1 to 200 characters, all of them printable.'],
  username: [isUsername, 'A user has 1 to 100 characters, none of them a colon.'],
  timeZone: [isTimeZone, 'A time zone looks like America/Boise.'],
  machineAddress: [
    (text: string) => machineAddressKey(text) !== undefined,
    'A machine address looks like 00:1A:2B:3C:4D:5E.',
  ],
} as const;

/** The rule that a text breaks; `undefined` if it breaks none. */
export function brokenRule(of: keyof typeof rules, text: string): string | undefined {
  const [isRight, rule] = rules[of];
  return isRight(text) ? undefined : rule;
}
