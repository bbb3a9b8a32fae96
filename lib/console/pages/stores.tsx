import { getStore } from '../../database/stores.ts';
import { addNewStore } from '../../desk/change-store.ts';
import { healthOfAll, type Judged, worstFirst } from '../../desk/health.ts';
import { type Seen, seeStore, seeStores } from '../../desk/see-stores.ts';
import { brokenRule } from '../../desk/store-rules.ts';
import { count, span } from '../../desk/times.ts';
import type { LastRejection } from '../../domain/attempts.ts';
import type { Person } from '../../domain/people.ts';
import { doneSentence } from '../done.ts';
import { audited } from '../audited.ts';
import type { ConsoleCall } from '../endpoint.tsx';
import { Page } from '../layout.tsx';
import { Ago, Empty, Field, Form, HealthText, Mark, type Zone } from '../parts.tsx';
import type { ConsolePage } from '../router.ts';
import { operatorOnly } from '../store-call.ts';
import { type Column, None, Table } from '../table.tsx';
import { lightspeedValues, SecretsPage, webstoreValues } from './secrets.tsx';

/** All stores that this person may see, worst first; operators add stores here (contract 11). */
export const storesPage: ConsolePage = {
  path: '/console/stores',
  show: async (call) => {
    const [only, ...more] = call.person.stores;
    // A dealer with one store goes straight to it.
    if (call.person.role === 'dealer' && only !== undefined && more.length === 0)
      return { to: `/console/stores/${only}` };
    return <Stores call={call} seen={await seenBy(call)} />;
  },
  acts: {
    add: async (call) => {
      operatorOnly(call);
      const { form, now, settings } = call;
      const id = (form.get('id') ?? '').trim().toLowerCase();
      const name = (form.get('name') ?? '').trim() || id;
      const faults = await faultsOf(id, name);
      if (faults)
        return { page: <Stores call={call} seen={await seenBy(call)} faults={faults} />, status: 422 };
      const change = { store: id, what: 'Store', from: 'none', to: name };
      const { store, password, apiToken } = await audited(call, [change], () =>
        addNewStore({ id, name }, now),
      );
      return {
        page: (
          <SecretsPage
            call={call}
            store={store}
            values={[
              ...lightspeedValues(store, password, settings.origin),
              ...webstoreValues(store, apiToken, settings.origin),
            ]}
            section="LightSpeed"
            next="Next: enter them in Lightspeed"
          />
        ),
      };
    },
  },
};

/** What is wrong with a field. */
type Faults = Partial<Record<'id' | 'name', string>>;

async function faultsOf(id: string, name: string): Promise<Faults | undefined> {
  const wrongId = brokenRule('id', id);
  if (wrongId !== undefined) return { id: wrongId };
  const wrongName = brokenRule('name', name);
  if (wrongName !== undefined) return { name: wrongName };
  return (await getStore(id)) ? { id: `There is a store ${id} already.` } : undefined;
}

async function seenBy({ person, now }: ConsoleCall): Promise<Seen> {
  if (person.role === 'operator') return seeStores(now, AbortSignal.timeout(10_000));
  const statuses = await Promise.all(person.stores.map((storeId) => seeStore(storeId, now)));
  return { statuses: statuses.filter((status) => status !== undefined), unreadable: [], notSeen: 0 };
}

function Stores({ call, seen, faults = {} }: { call: ConsoleCall; seen: Seen; faults?: Faults }) {
  const { session, now, query, form, person } = call;
  const find = (query.get('find') ?? '').trim().toLowerCase();
  const all = worstFirst(seen.statuses, now);
  const rows = all.filter(({ status: { store, name } }) => `${store} ${name}`.toLowerCase().includes(find));
  const health = find === '' ? healthOfAll(all, seen.unreadable.length + seen.notSeen) : healthOfAll(rows, 0);
  return (
    <Page title="Stores" session={session} current="Stores" done={doneSentence(query.get('done'))}>
      <h1>Stores</h1>
      {(find === '' || rows.length > 0) && (
        <p class="sentence" data-refresh>
          <Mark level={health.level} />
          {health.text}
        </p>
      )}
      {seen.notSeen > 0 && (
        <p class="fault">
          {count(seen.notSeen, 'store')} could not be looked at in time. Load the page again.
        </p>
      )}
      {seen.unreadable.map(({ storeId, reason }) => (
        <p key={storeId} class="fault">
          {storeId} cannot be read: {reason}
        </p>
      ))}
      <form method="get" class="inline" role="search">
        <label for="find">Find a store</label>
        <input id="find" name="find" type="search" value={find} data-search />
        <button>Find</button>
      </form>
      <div data-refresh>
        {rows.length === 0 ? (
          <Empty>{nothingToShow(find, person.role)}</Empty>
        ) : (
          <StoreTable rows={rows} zone={{ timeZone: 'UTC', now }} />
        )}
      </div>
      {person.role === 'operator' && (
        <section aria-labelledby="add">
          <h2 id="add">Add a store</h2>
          <p>
            Its password for Lightspeed and its API token for the webstore are made and shown once. The id
            cannot be changed afterwards, and only a command removes a store again.
          </p>
          <Form session={session} act="add" class="stack">
            <Field
              name="id"
              label="Id"
              required
              value={form.get('id') ?? ''}
              fault={faults.id}
              hint="The first label of its host: coolbike of coolbike.example.com"
            />
            <Field
              name="name"
              label="Name"
              value={form.get('name') ?? ''}
              fault={faults.name}
              hint="What people call it"
            />
            <button>Add the store</button>
          </Form>
        </section>
      )}
    </Page>
  );
}

function nothingToShow(find: string, role: Person['role']): string {
  if (find !== '') return `No store is called “${find}”.`;
  return role === 'operator'
    ? 'No store yet. Add the first one below.'
    : 'You have no store yet. Whoever runs this service gives you one.';
}

function StoreTable({ rows, zone }: { rows: Judged[]; zone: Zone }) {
  return (
    <Table
      caption="Stores, worst first"
      moves
      columns={COLUMNS}
      rows={rows.map(({ status, health }) => ({
        key: status.store,
        cells: [
          <a href={`/console/stores/${status.store}`}>{status.name}</a>,
          <>
            <Mark level={health.level} />
            <HealthText health={health} zone={zone} />
          </>,
          status.outstanding,
          status.oldestOutstanding ? span(status.oldestOutstanding.ageSeconds) : <None />,
          status.refused > 0 ? status.refused : <None>0</None>,
          messagesIn(status) || <None />,
          status.lastRejection ? <TurnedAway rejection={status.lastRejection} zone={zone} /> : <None />,
        ],
      }))}
    />
  );
}

function TurnedAway({ rejection: { face, kind, at }, zone }: { rejection: LastRejection; zone: Zone }) {
  return (
    <>
      {face === 'lightspeed' ? 'Lightspeed' : 'The webstore'}: {kind}, <Ago at={at} zone={zone} />
    </>
  );
}

const COLUMNS: readonly Column[] = [
  { name: 'Store' },
  { name: 'How it is' },
  // On a phone the sentence before them says it.
  { name: 'Waiting', kind: 'number', phone: 'gone' },
  { name: 'Oldest', kind: 'number', phone: 'gone' },
  { name: 'Refused', kind: 'number', phone: 'labeled' },
  { name: 'Messages', phone: 'labeled' },
  { name: 'Last turned away', phone: 'labeled' },
];

/** The waiting messages to the webstore and the shops. */
function messagesIn({ messagesPending, messagesFailed }: Judged['status']): string {
  const parts = [
    messagesPending > 0 ? `${messagesPending} not told yet` : '',
    messagesFailed > 0 ? `${messagesFailed} given up` : '',
  ];
  return parts.filter(Boolean).join(', ');
}
