import { getStore } from '../../lib/database/stores.ts';
import { invitedPeople, invitePerson, removePerson } from '../../lib/desk/invite.ts';
import { ago } from '../../lib/desk/times.ts';
import type { Instant } from '../../lib/domain/instant.ts';
import { emailKey } from '../../lib/domain/people.ts';
import { table } from '../../terminal/table.ts';
import type { Told } from '../../terminal/tell.ts';
import { UsageError } from '../../terminal/usage-error.ts';
import { asUsageError } from '../as-usage-error.ts';
import type { Given } from '../run.ts';
import type { Stage } from '../stage.ts';
import { makeUserOf } from './cognito.ts';

interface Context {
  stage: Pick<Stage, 'name' | 'params'>;
  values: Given['values'];
  now: Instant;
  /** Makes the user in the stage's user pool; absent: at AWS. */
  makeUser?: (stageName: string, email: string) => Promise<void>;
}

/** Each returns what to print. */
export const commands: Record<string, (words: string[], context: Context) => Promise<Told | string>> = {
  invite,
  remove: async (words, { now }) => {
    const email = emailIn(words);
    const removed = await removePerson(email, now);
    if (!removed) throw new Error(`${email} could not come in before.`);
    return `${email} can no longer come in, and every open session has ended.`;
  },
  list: async (_, { now }) => {
    const people = await invitedPeople();
    const rows = people.map(({ email, role, stores, lastSignedInAt }) => [
      email,
      role,
      role === 'operator' ? 'all' : stores.join(' '),
      lastSignedInAt === undefined ? 'never' : ago(lastSignedInAt, now),
    ]);
    const text =
      rows.length === 0
        ? 'Nobody may come in yet: invite EMAIL --operator'
        : table(['Email', 'Role', 'Stores', 'Last signed in'], rows, { spare: ['Last signed in'] });
    return { text, json: people };
  },
};

async function invite(
  words: string[],
  { stage, values, now, makeUser = makeUserOf }: Context,
): Promise<string> {
  const email = emailIn(words);
  const { operator, store } = values;
  if ((operator === true) === (store !== undefined))
    throw new UsageError('As what? --operator, or --store and the id of a store.');
  if (typeof store === 'string' && !(await getStore(store)))
    throw new Error(
      `There is no store ${store} on this stage. All of them: npm run stores -- --stage ${stage.name} list`,
    );
  const role = operator === true ? 'operator' : 'dealer';
  try {
    const stores = typeof store === 'string' ? [store] : [];
    const person = await invitePerson(
      { email, role, stores },
      {
        by: 'command',
        now,
        makeUser:
          stage.params['consoleSignIn'] === 'cognito'
            ? (address) => makeUser(stage.name, address)
            : undefined,
      },
    );
    const what = person.role === 'operator' ? 'every store' : person.stores.join(', ');
    return `${person.email} may use the console, as ${person.role}: ${what}.`;
  } catch (error) {
    throw asUsageError(error);
  }
}

function emailIn([text, ...more]: string[]): string {
  const email = text === undefined || more.length > 0 ? undefined : emailKey(text);
  if (email === undefined) throw new UsageError('Who? Name one email address.');
  return email;
}
