import { finishRotation, rotate, type Store } from '../../domain/store.ts';
import { storeOrigin } from '../../desk/store-origin.ts';
import { hashMade, newApiToken } from '../../door/secrets.ts';
import { doneSentence } from '../done.ts';
import { Page } from '../layout.tsx';
import { Copy, Form, Question, Time, zoneOf } from '../parts.tsx';
import type { ConsolePage } from '../router.ts';
import { changeStoreBy, storeOf } from '../store-call.ts';
import { SecretsPage } from './secrets.tsx';

/** How the webstore sends its orders: the address, and the token that opens it (contract 11). */
export const webstorePage: ConsolePage = {
  path: '/console/stores/{storeId}/webstore',
  show: async (call, params) => {
    const { session, query, now, settings } = call;
    const store = await storeOf(call, params);
    const zone = zoneOf(store, now);
    const [newest, older] = store.apiTokens;
    return (
      <Page
        title="Webstore"
        session={session}
        store={{ ...store, current: 'Webstore' }}
        done={doneSentence(query.get('done'))}
      >
        <h1>Webstore</h1>
        <section aria-labelledby="api">
          <h2 id="api">How the webstore sends orders</h2>
          <dl class="card">
            <dt>Place an order</dt>
            <dd>
              <Copy text={`PUT ${storeOrigin(store.id, settings.origin)}/orders/{orderId}`} />
            </dd>
            <dt>Header</dt>
            <dd>
              <code>Authorization: Bearer …</code>, with the API token
            </dd>
            <dt>API token</dt>
            <dd>made {newest && <Time at={newest.since} zone={zone} />}; shown once, when it is made</dd>
          </dl>
          {older && (
            <Form session={session} act="finish" class="inline">
              <p>Two tokens are valid. When the webstore uses the newer one:</p>
              <button>End the older token</button>
            </Form>
          )}
          <Question summary="Make a new API token…">
            <p>
              The token of now stays valid beside the new one until you end it. The one before it, if there is
              one, ends now.
            </p>
            <Form session={session} act="token">
              <button>Make a new token</button>
            </Form>
          </Question>
        </section>
      </Page>
    );
  },
  acts: {
    token: async (call, params) => {
      const { now, settings } = call;
      const store = await storeOf(call, params);
      const apiToken = newApiToken();
      const changed = await changeStoreBy(call, store, {
        changes: [{ what: 'API token', to: 'made' }],
        step: (before) => ({ ...before, apiTokens: rotate(before.apiTokens, hashMade(apiToken), now) }),
      });
      return {
        page: <SecretsPage call={call} store={changed} secrets={{ apiToken }} origin={settings.origin} />,
      };
    },
    finish: async (call, params) => {
      const store = await storeOf(call, params);
      await changeStoreBy(call, store, {
        changes: [{ what: 'API token', to: 'the older one ended' }],
        step: (before) => ({ ...before, apiTokens: finishRotation(before.apiTokens) }),
      });
      return { to: pageOf(store), done: 'finished' };
    },
  },
};

function pageOf({ id }: Store): string {
  return `/console/stores/${id}/webstore`;
}
