import type { Instant } from './instant.ts';

/** An operator sees every store; a dealer sees the stores of their invitations (contract 11). */
export type Role = 'operator' | 'dealer';

/** A person who may use the console. */
export interface Person {
  /** As `emailKey` gives it. */
  email: string;
  role: Role;
  /** A dealer's stores; empty for an operator. */
  stores: string[];
  invitedAt: Instant;
  /** The email of the person who invited, or `command` for `npm run people`. */
  invitedBy: string;
  /** Sessions that began earlier have ended. */
  signedOutAt?: Instant | undefined;
  lastSignedInAt?: Instant | undefined;
  /** When this person lost the right to come in; another invitation restores it. */
  removedAt?: Instant | undefined;
}

const EMAIL = /^[^\s\p{C}@<>"',;:\\]{1,64}@[^\s\p{C}@<>"',;:\\]{1,190}$/u;

/** An email address in the form by which people are found, in lowercase; `undefined` if it is not one. */
export function emailKey(text: string): string | undefined {
  const email = text.trim().normalize('NFC').toLowerCase();
  return EMAIL.test(email) ? email : undefined;
}

/** Whether this person may come in with a session that began at that time. */
export function isAdmitted(person: Person, sessionBeganAt: Instant): boolean {
  const began = Date.parse(sessionBeganAt);
  const ends = [person.signedOutAt, person.removedAt].map((at) =>
    at === undefined ? -Infinity : Date.parse(at),
  );
  return person.removedAt === undefined && ends.every((end) => began > end);
}

export function maySee({ role, stores }: Pick<Person, 'role' | 'stores'>, storeId: string): boolean {
  return role === 'operator' || stores.includes(storeId);
}

/** The person after an invitation: with its role, and its stores added to the previous ones. */
export function invite(
  before: Person | undefined,
  { email, role, stores }: Pick<Person, 'email' | 'role' | 'stores'>,
  { by, now }: { by: string; now: Instant },
): Person {
  const kept = before && before.removedAt === undefined ? before : undefined;
  const isOperator = role === 'operator' || kept?.role === 'operator';
  return {
    ...(before ?? { email }),
    email,
    role: isOperator ? 'operator' : 'dealer',
    stores: isOperator ? [] : [...new Set([...(kept?.stores ?? []), ...stores])].toSorted(),
    invitedAt: now,
    invitedBy: by,
    // A session from before the removal stays ended.
    signedOutAt: before?.removedAt ?? before?.signedOutAt,
    removedAt: undefined,
  };
}

/** The person without a store. Without any store a dealer can no longer come in. */
export function withoutStore(person: Person, storeId: string, now: Instant): Person {
  const stores = person.stores.filter((id) => id !== storeId);
  const isNothingLeft = person.role === 'dealer' && stores.length === 0;
  return { ...person, stores, ...(isNothingLeft && { removedAt: person.removedAt ?? now }) };
}
