import { allPeople, changePerson } from '../database/people.ts';
import { Failure } from '../domain/failure.ts';
import type { Instant } from '../domain/instant.ts';
import { emailKey, invite, type Person, type Role, withoutStore } from '../domain/people.ts';
import { isStoreId } from '../domain/store.ts';

interface Inviting {
  by: string;
  now: Instant;
  /** Makes the user who signs in, where the stage has a user pool of its own. */
  makeUser?: ((email: string) => Promise<void>) | undefined;
}

/** Invites a person, or adds stores to one. Throws `InvalidRequest` with the reason. */
export async function invitePerson(
  given: { email: string; role: Role; stores: string[] },
  { by, now, makeUser }: Inviting,
): Promise<Person> {
  const email = emailKey(given.email);
  if (email === undefined) throw new Failure('InvalidRequest', 'That is not an email address.');
  if (given.role === 'dealer' && given.stores.length === 0)
    throw new Failure('InvalidRequest', 'A dealer is invited to a store: name one.');
  const strange = given.stores.find((id) => !isStoreId(id));
  if (strange !== undefined) throw new Failure('InvalidRequest', `"${strange}" is not a store id.`);
  await makeUser?.(email);
  const person = await changePerson(email, (before) => invite(before, { ...given, email }, { by, now }));
  if (!person) throw new Error('An invitation always leads to a person.');
  return person;
}

/** Removes a person's right to come in; every open session ends. `undefined` if nobody has this email. */
export async function removePerson(email: string, now: Instant): Promise<Person | undefined> {
  return changePerson(email, (before) =>
    before && before.removedAt === undefined ? { ...before, removedAt: now } : undefined,
  );
}

/** Everybody who may come in, by email. */
export async function invitedPeople(): Promise<Person[]> {
  const people = await allPeople();
  return people
    .filter(({ removedAt }) => removedAt === undefined)
    .toSorted((a, b) => (a.email < b.email ? -1 : 1));
}

/** Removes a store from everybody who was invited to it, and gives their number. Can be repeated. */
export async function takeStoreFromAll(storeId: string, now: Instant): Promise<number> {
  const having = (await allPeople()).filter(({ stores }) => stores.includes(storeId));
  for (const { email } of having)
    await changePerson(email, (before) => before && withoutStore(before, storeId, now));
  return having.length;
}
