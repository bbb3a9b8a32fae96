import { auditOf } from '../../database/audit.ts';
import { isStoreId } from '../../domain/store.ts';
import { Page } from '../layout.tsx';
import { Empty, Time } from '../parts.tsx';
import type { ConsolePage } from '../router.ts';
import { operatorOnly } from '../store-call.ts';
import { type Column, Table } from '../table.tsx';

const LIMIT = 100;
const COLUMNS: readonly Column[] = [
  { name: 'When (UTC)' },
  { name: 'Who', kind: 'text' },
  { name: 'What', kind: 'text' },
  { name: 'From', kind: 'text', phone: 'labeled' },
  { name: 'To', kind: 'text', phone: 'labeled' },
];

/** What people changed in the console: who, when, what, from what to what (contract 11). */
export const auditPage: ConsolePage = {
  path: '/console/audit',
  show: async (call) => {
    operatorOnly(call);
    const { session, query, now } = call;
    const given = (query.get('store') ?? '').trim().toLowerCase();
    const store = isStoreId(given) ? given : undefined;
    const entries = await auditOf(store, LIMIT);
    return (
      <Page title="Audit" session={session} current="Audit">
        <h1>Audit</h1>
        <form method="get" class="inline" role="search">
          <label for="store">Store</label>
          <input id="store" name="store" type="search" value={given} data-search />
          <button>Show</button>
        </form>
        <p class="quiet">
          {store === undefined
            ? 'Changes of the deployment itself, as inviting people. Name a store to see its changes.'
            : `What people changed in ${store}, newest first, at most ${LIMIT}.`}
        </p>
        {entries.length === 0 ? (
          <Empty>Nothing was changed here.</Empty>
        ) : (
          <Table
            caption="Changes, newest first"
            moves
            columns={COLUMNS}
            rows={entries.map(({ at, who, what, from, to, isUnsure }, n) => ({
              key: String(n),
              cells: [
                <Time at={at} zone={{ timeZone: 'UTC', now }} />,
                who,
                isUnsure ? `${what} (failed: not known whether it was made)` : what,
                from ?? '–',
                to ?? '–',
              ],
            }))}
          />
        )}
      </Page>
    );
  },
};
