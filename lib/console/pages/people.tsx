import { getPerson } from '../../database/people.ts';
import { getStore } from '../../database/stores.ts';
import { makeCognitoUser } from '../../desk/cognito.ts';
import { invitedPeople, invitePerson, removePerson } from '../../desk/invite.ts';
import { Failure } from '../../domain/failure.ts';
import { emailKey, invite as invited, type Person, type Role } from '../../domain/people.ts';
import { isStoreId } from '../../domain/store.ts';
import { doneSentence } from '../done.ts';
import { audited } from '../audited.ts';
import type { ConsoleCall } from '../endpoint.tsx';
import { Page } from '../layout.tsx';
import { Ago, Field, Form, Question, type Zone } from '../parts.tsx';
import type { ConsolePage } from '../router.ts';
import { faultIn, operatorOnly } from '../store-call.ts';
import { Table } from '../table.tsx';

const HERE = '/console/people';

/** Who may use the console; operators invite and remove (contract 11). */
export const peoplePage: ConsolePage = {
  path: HERE,
  show: async (call) => {
    operatorOnly(call);
    return view(call);
  },
  acts: {
    invite: async (call) => {
      operatorOnly(call);
      const given = givenIn(call);
      const faults = await faultsOf(given);
      if (faults) return { page: await view(call, faults), status: 422 };
      try {
        await invite(call, given);
      } catch (error) {
        return { page: await view(call, { email: faultIn(error) }), status: 422 };
      }
      return { to: HERE, done: 'invited' };
    },
    remove: async (call) => {
      operatorOnly(call);
      const { form, now, person } = call;
      const email = emailKey(form.get('email') ?? '');
      // Removing the last operator would shut everybody out.
      if (email === person.email)
        throw new Failure('InvalidRequest', 'You cannot remove yourself. Another operator can.');
      const known = email === undefined ? undefined : await getPerson(email);
      if (!known || known.removedAt !== undefined)
        throw new Failure('InvalidRequest', 'Nobody with that email may come in.');
      const change = { what: 'Remove a person', from: inWords(known), to: 'none' };
      await audited(call, [change], () => removePerson(known.email, now));
      return { to: HERE, done: 'removed' };
    },
  },
};

const MOST_STORES = 100;

interface Given {
  email: string;
  role: Role;
  stores: string[];
}

function givenIn({ form }: ConsoleCall): Given {
  const role = form.get('role') === 'operator' ? 'operator' : 'dealer';
  const named = new Set((form.get('stores') ?? '').split(/[\s,]+/).filter(Boolean));
  const email = form.get('email') ?? '';
  return { email: emailKey(email) ?? email, role, stores: role === 'operator' ? [] : [...named] };
}

/** What is wrong with a field. */
type Faults = Partial<Record<'email' | 'stores', string>>;

async function faultsOf({ email, role, stores }: Given): Promise<Faults | undefined> {
  if (emailKey(email) === undefined) return { email: 'That is not an email address.' };
  if (role === 'dealer' && stores.length === 0)
    return { stores: 'A dealer is invited to a store: name one.' };
  if (stores.length > MOST_STORES) return { stores: `Name at most ${MOST_STORES} stores at once.` };
  const found = await Promise.all(stores.map(async (id) => (isStoreId(id) ? getStore(id) : undefined)));
  const missing = stores.find((_, at) => found[at] === undefined);
  return missing === undefined ? undefined : { stores: `There is no store ${missing}.` };
}

async function invite(call: ConsoleCall, { email, role, stores }: Given): Promise<void> {
  const { now, person, settings } = call;
  const { userPool } = settings;
  const makeUser = userPool ? (address: string) => makeCognitoUser(userPool, address) : undefined;
  const known = await getPerson(email);
  const change = {
    what: `Invite ${role === 'operator' ? 'an operator' : 'a dealer'}`,
    from: known && known.removedAt === undefined ? inWords(known) : 'none',
    to: inWords(invited(known, { email, role, stores }, { by: person.email, now })),
  };
  await audited(call, [change], () =>
    invitePerson({ email, role, stores }, { by: person.email, now, makeUser }),
  );
}

/** Who it is and what they see: `clerk@coolbike.example coolbike` */
function inWords({ email, role, stores }: Person): string {
  return [email, ...(role === 'operator' ? [role] : stores)].join(' ');
}

async function view(call: ConsoleCall, faults: Faults = {}) {
  const { session, query, form, now, settings } = call;
  const { userPool } = settings;
  const people = await invitedPeople();
  return (
    <Page title="People" session={session} current="People" done={doneSentence(query.get('done'))}>
      <h1>People</h1>
      <div data-refresh>
        <PeopleTable people={people} call={call} zone={{ timeZone: 'UTC', now }} />
      </div>
      <section aria-labelledby="invite">
        <h2 id="invite">Invite somebody</h2>
        <p>
          They may come in at once.{' '}
          {userPool
            ? 'An email tells them how.'
            : 'Nobody tells them: send them the address of this console. They sign in with this email.'}{' '}
          You can remove them at any time.
        </p>
        <Form session={session} act="invite" class="stack">
          <Field
            name="email"
            label="Email"
            type="email"
            required
            value={form.get('email') ?? ''}
            fault={faults.email}
          />
          <p class="field">
            <label for="role">Role</label>
            <select id="role" name="role">
              <option value="dealer">dealer: the stores below</option>
              <option value="operator" selected={form.get('role') === 'operator'}>
                operator: every store
              </option>
            </select>
          </p>
          <Field
            name="stores"
            label="Stores of a dealer"
            value={form.get('stores') ?? ''}
            fault={faults.stores}
            hint="Their ids, with blanks between them"
          />
          <button>Invite</button>
        </Form>
      </section>
    </Page>
  );
}

function PeopleTable({
  people,
  call: { session, person: self },
  zone,
}: {
  people: Person[];
  call: ConsoleCall;
  zone: Zone;
}) {
  return (
    <Table
      caption="Who may come in"
      columns={[
        { name: 'Email', kind: 'text' },
        { name: 'Role' },
        { name: 'Stores', kind: 'text' },
        { name: 'Last signed in', phone: 'labeled' },
        { name: 'What can be done', hidden: true },
      ]}
      rows={people.map(({ email, role, stores, lastSignedInAt }) => ({
        key: email,
        cells: [
          email,
          role,
          role === 'operator' ? 'all' : stores.join(', '),
          lastSignedInAt === undefined ? 'never' : <Ago at={lastSignedInAt} zone={zone} />,
          email !== self.email && <Removal session={session} email={email} />,
        ],
      }))}
    />
  );
}

function Removal({ session, email }: { session: ConsoleCall['session']; email: string }) {
  return (
    <Question summary="Remove…">
      <p>{email} can no longer come in, and open sessions end at once. You can invite them again.</p>
      <Form session={session} act="remove">
        <input type="hidden" name="email" value={email} />
        <button class="danger">Remove {email}</button>
      </Form>
    </Question>
  );
}
