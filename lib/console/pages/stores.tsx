import { getStore } from '../../database/stores.ts';
import { addNewStore } from '../../desk/change-store.ts';
import { type Judged, worstFirst } from '../../desk/health.ts';
import { type Seen, seeStore, seeStores } from '../../desk/see-stores.ts';
import { brokenRule } from '../../desk/store-rules.ts';
import { ago, count, span } from '../../desk/times.ts';
import type { Instant } from '../../domain/instant.ts';
import { writeDown } from '../../database/audit.ts';
import { doneSentence } from '../done.ts';
import type { ConsoleCall } from '../endpoint.tsx';
import { Page } from '../layout.tsx';
import { Empty, Field, Form, Mark } from '../parts.tsx';
import type { ConsolePage } from '../router.ts';
import { operatorOnly } from '../store-call.ts';
import { type Column, Table } from '../table.tsx';
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
      const { form, now, person, settings } = call;
      const id = (form.get('id') ?? '').trim().toLowerCase();
      const name = (form.get('name') ?? '').trim() || id;
      const fault = await faultOf(id, name);
      if (fault) return { page: <Stores call={call} seen={await seenBy(call)} fault={fault} />, status: 422 };
      await writeDown({ at: now, who: person.email, store: id, what: 'Store', to: name });
      const { store, password, apiToken } = await addNewStore({ id, name }, now);
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

async function faultOf(id: string, name: string): Promise<string | undefined> {
  const broken = brokenRule('id', id) ?? brokenRule('name', name);
  if (broken !== undefined) return broken;
  return (await getStore(id)) ? `There is a store ${id} already.` : undefined;
}

async function seenBy({ person, now }: ConsoleCall): Promise<Seen> {
  if (person.role === 'operator') return seeStores(now, AbortSignal.timeout(10_000));
  const statuses = await Promise.all(person.stores.map((storeId) => seeStore(storeId, now)));
  return { statuses: statuses.filter((status) => status !== undefined), unreadable: [], notSeen: 0 };
}

function Stores({ call, seen, fault }: { call: ConsoleCall; seen: Seen; fault?: string }) {
  const { session, now, query, form, person } = call;
  const find = (query.get('find') ?? '').trim().toLowerCase();
  const found = seen.statuses.filter(({ store, name }) => `${store} ${name}`.toLowerCase().includes(find));
  const rows = worstFirst(found, now);
  const bad = rows.filter(({ health }) => health.level === 'bad').length;
  return (
    <Page title="Stores" session={session} current="Stores" done={doneSentence(query.get('done'))}>
      <h1>Stores</h1>
      <p class="sentence">
        <Mark level={bad > 0 ? 'bad' : rows.length > 0 ? 'good' : 'unknown'} />
        {rows.length === 0
          ? 'No store yet.'
          : bad > 0
            ? `${count(bad, 'store')} of ${rows.length} ${bad === 1 ? 'needs' : 'need'} a look.`
            : `${count(rows.length, 'store')}, and none needs a look.`}
      </p>
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
        <StoreTable rows={rows} now={now} />
      </div>
      {person.role === 'operator' && (
        <section aria-labelledby="add">
          <h2 id="add">Add a store</h2>
          <Form session={session} act="add" class="stack">
            <Field
              name="id"
              label="Id"
              required
              value={form.get('id') ?? ''}
              fault={fault}
              hint="The first label of its host: coolbike of coolbike.example.com"
            />
            <Field name="name" label="Name" value={form.get('name') ?? ''} hint="What people call it" />
            <button>Add the store</button>
          </Form>
        </section>
      )}
    </Page>
  );
}

function StoreTable({ rows, now }: { rows: Judged[]; now: Instant }) {
  if (rows.length === 0) return <Empty>Nothing to show. Add a store below, or look for another name.</Empty>;
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
            {health.text}
          </>,
          status.outstanding,
          status.oldestOutstanding ? span(status.oldestOutstanding.ageSeconds) : '–',
          status.refused,
          messagesIn(status),
          status.lastRejection ? `${status.lastRejection.kind}, ${ago(status.lastRejection.at, now)}` : '–',
        ],
      }))}
    />
  );
}

const COLUMNS: readonly Column[] = [
  { name: 'Store' },
  { name: 'How it is' },
  { name: 'Waiting', kind: 'number' },
  { name: 'Oldest', kind: 'number' },
  { name: 'Refused', kind: 'number' },
  { name: 'Messages' },
  { name: 'Last turned away' },
];

/** The waiting messages to the webstore and the shops. */
function messagesIn({ messagesPending, messagesFailed }: Judged['status']): string {
  const parts = [
    messagesPending > 0 ? `${messagesPending} not told yet` : '',
    messagesFailed > 0 ? `${messagesFailed} given up` : '',
  ];
  return parts.filter(Boolean).join(', ') || '–';
}
