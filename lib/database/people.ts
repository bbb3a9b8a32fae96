import { GetCommand, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { settings } from '../current-settings.ts';
import { Failure } from '../domain/failure.ts';
import type { Person } from '../domain/people.ts';
import { documents } from './client.ts';
import { putOnRevision } from './revisions.ts';
import { isConditionFailure, send } from './send.ts';

/*
 * Access patterns of the People table (key: person):
 *
 *   one person, by email             GetItem
 *   everybody                        Scan (some dozens of people)
 *   invite, change or remove         Put, on the revision that was read
 *   the key of the sessions          GetItem, and Put unless it is there: under a name that no email has
 */

const text = z.string();
const instant = z.iso.datetime();

const storedPerson: z.ZodMiniType<Person> = z.object({
  email: text,
  role: z.enum(['operator', 'dealer']),
  stores: z.array(text),
  invitedAt: instant,
  invitedBy: text,
  signedOutAt: z.optional(instant),
  lastSignedInAt: z.optional(instant),
  removedAt: z.optional(instant),
});

const MAX_ATTEMPTS = 8;
/** Where the sealed key of the sessions lies. No email looks like it. */
const SESSION_KEY = 'session key';

/** One person, read consistently; `undefined` if this email was never invited. */
export async function getPerson(email: string): Promise<Person | undefined> {
  return (await find(email))?.person;
}

/** Everybody who was ever invited, in no order. */
export async function allPeople(): Promise<Person[]> {
  const people: Person[] = [];
  let ExclusiveStartKey: Record<string, unknown> | undefined;
  do {
    const command = new ScanCommand({
      TableName: settings.peopleTable,
      ConsistentRead: true,
      ExclusiveStartKey,
    });
    const { Items = [], LastEvaluatedKey } = await send(documents.send(command));
    people.push(...Items.flatMap((item) => z.safeParse(storedPerson, item['details']).data ?? []));
    ExclusiveStartKey = LastEvaluatedKey;
  } while (ExclusiveStartKey);
  return people;
}

/** Changes or adds a person by one conditional write. If the change gives `undefined`, nothing is written. */
export async function changePerson(
  email: string,
  change: (before: Person | undefined) => Person | undefined,
): Promise<Person | undefined> {
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const before = await find(email);
    const after = change(before?.person);
    if (!after) return undefined;
    if (await write(after, before?.revision)) return after;
  }
  throw new Failure('ServiceUnavailable', 'This person is being changed by others.');
}

/** The sealed key of the sessions: the stored one, or else the one that `make` gives, stored from now on. */
export async function sessionKey(make: () => Promise<string>): Promise<string> {
  const Key = { person: SESSION_KEY };
  const get = new GetCommand({ TableName: settings.peopleTable, Key, ConsistentRead: true });
  const read = async (): Promise<unknown> => (await send(documents.send(get))).Item?.['sealed'];
  const kept = await read();
  if (typeof kept === 'string') return kept;
  const sealed = await make();
  const put = new PutCommand({
    TableName: settings.peopleTable,
    Item: { ...Key, sealed },
    ConditionExpression: 'attribute_not_exists(person)',
  });
  try {
    await send(documents.send(put));
    return sealed;
  } catch (error) {
    if (!isConditionFailure(error)) throw error;
    // Another function was faster, or the answer to our own write was lost.
    return String(await read());
  }
}

async function write(person: Person, before: string | undefined): Promise<boolean> {
  const item = { person: person.email, details: person };
  const read = async () => (await find(person.email))?.revision;
  return (await putOnRevision(settings.peopleTable, item, { before, read })) !== undefined;
}

async function find(email: string): Promise<{ person: Person; revision: string } | undefined> {
  const command = new GetCommand({
    TableName: settings.peopleTable,
    Key: { person: email },
    ConsistentRead: true,
  });
  const { Item } = await send(documents.send(command));
  if (!Item) return undefined;
  const { data } = z.safeParse(storedPerson, Item['details']);
  // Somebody may have copied it: it would let one person in as another.
  if (!data || data.email !== Item['person']) throw new Error('The item of a person is damaged.');
  return { person: data, revision: String(Item['revision']) };
}
