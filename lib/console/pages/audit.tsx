import { auditOf } from '../../database/audit.ts';
import { isStoreId } from '../../domain/store.ts';
import { Page } from '../layout.tsx';
import { Empty, Time } from '../parts.tsx';
import type { ConsolePage } from '../router.ts';
import { operatorOnly } from '../store-call.ts';

const LIMIT = 100;

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
          <table data-rows>
            <caption class="hidden">Changes, newest first</caption>
            <thead>
              <tr>
                <th scope="col">When (UTC)</th>
                <th scope="col">Who</th>
                <th scope="col">What</th>
                <th scope="col">From</th>
                <th scope="col">To</th>
              </tr>
            </thead>
            <tbody>
              {entries.map(({ at, who, what, from, to }, n) => (
                <tr key={n}>
                  <th scope="row">
                    <Time at={at} zone={{ timeZone: 'UTC', now }} />
                  </th>
                  <td data-label="Who" class="text">
                    {who}
                  </td>
                  <td data-label="What" class="text">
                    {what}
                  </td>
                  <td data-label="From" class="text">
                    {from ?? '–'}
                  </td>
                  <td data-label="To" class="text">
                    {to ?? '–'}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Page>
    );
  },
};
