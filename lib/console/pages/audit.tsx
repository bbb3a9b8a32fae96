import { auditOf } from '../../database/audit.ts';
import { getStore } from '../../database/stores.ts';
import { isStoreId, type Store } from '../../domain/store.ts';
import { Page } from '../layout.tsx';
import { Empty, Time, withTimes, type Zone, zoneOf } from '../parts.tsx';
import type { ConsolePage } from '../router.ts';
import { operatorOnly } from '../store-call.ts';
import { type Column, None, Table } from '../table.tsx';

const LIMIT = 100;
const COLUMNS: readonly Column[] = [
  { name: 'When' },
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
    const [entries, kept] = await Promise.all([
      auditOf(store, LIMIT),
      store === undefined ? undefined : getStore(store),
    ]);
    const zone = zoneOf(kept ?? {}, now);
    return (
      <Page title={store === undefined ? 'Audit' : `Audit of ${store}`} session={session} current="Audit">
        <h1>Audit</h1>
        <form method="get" class="inline" role="search">
          <label for="store">Store</label>
          <input id="store" name="store" type="search" value={given} data-search />
          <button>Show</button>
        </form>
        <p class="quiet">
          {store === undefined
            ? 'Changes of the deployment itself, as inviting people. Name a store to see its changes.'
            : `What people changed in ${store}, newest first, at most ${LIMIT}.`}{' '}
          Times are of {zone.timeZone}.
        </p>
        <div data-refresh>
          {entries.length === 0 ? (
            <Empty>{nothingChanged(given, kept)}</Empty>
          ) : (
            <Table
              caption="Changes, newest first"
              moves
              columns={COLUMNS}
              rows={entries.map(({ at, who, what, from, to, isUnsure }, n) => ({
                key: String(n),
                cells: [
                  <Time at={at} zone={zone} />,
                  who,
                  isUnsure ? `${what} (failed: not known whether it was made)` : what,
                  value(from, zone),
                  value(to, zone),
                ],
              }))}
            />
          )}
        </div>
      </Page>
    );
  },
};

function nothingChanged(given: string, store: Store | undefined): string {
  if (given === '' || store !== undefined) return 'Nothing was changed here.';
  return 'Nothing was changed here, and there is no store of that id. Compare it with the list of stores.';
}

function value(text: string | undefined, zone: Zone) {
  return text === undefined ? <None /> : withTimes(text, zone);
}
