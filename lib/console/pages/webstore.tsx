import { storeOrigin } from '../../desk/store-origin.ts';
import { finishRotation, rotate, type Store } from '../../domain/store.ts';
import { hashMade, newApiToken } from '../../door/secrets.ts';
import { doneSentence } from '../done.ts';
import type { ConsoleCall } from '../endpoint.tsx';
import { Page } from '../layout.tsx';
import { Copy, Form, Question, Time, type Zone, zoneOf } from '../parts.tsx';
import type { ConsolePage, Outcome, Params } from '../router.ts';
import { changeStoreBy, ended, storeOf } from '../store-call.ts';
import { SecretsPage, webstoreValues } from './secrets.tsx';
import { shopsActs } from './shop-acts.tsx';
import { shopsFacts, ShopsSection, type ShopsShown } from './webstore-shops.tsx';
import { type ToldFacts, toldActs, ToldSection, toldFacts } from './webstore-told.tsx';

/** How the webstore sends its orders and is told what became of them (contract 11). */
export const webstorePage: ConsolePage = {
  path: '/console/stores/{storeId}/webstore',
  show: async (call, params) => webstoreView(call, await storeOf(call, params)),
  acts: { token: makeToken, finish: finishToken, ...toldActs(webstoreView), ...shopsActs(webstoreView) },
};

/** The page as it is now, or with what was wrong with a form of it. */
async function webstoreView(
  call: ConsoleCall,
  store: Store,
  shown: Pick<ToldFacts, 'fault' | 'test'> & ShopsShown = {},
) {
  const { session, query, now, settings } = call;
  const zone = zoneOf(store, now);
  const [told, shops] = await Promise.all([toldFacts(call, store), shopsFacts(call, store)]);
  return (
    <Page
      title="Webstore"
      session={session}
      store={{ ...store, current: 'Webstore' }}
      done={doneSentence(query.get('done'))}
    >
      <h1>Webstore</h1>
      <OrdersIn call={call} store={store} zone={zone} origin={settings.origin} />
      <ToldSection call={call} store={store} zone={zone} facts={{ ...told, ...shown }} />
      <ShopsSection call={call} store={store} zone={zone} facts={{ ...shops, ...shown }} />
    </Page>
  );
}

interface OrdersInProps {
  call: ConsoleCall;
  store: Store;
  zone: Zone;
  origin: string;
}

function OrdersIn({ call: { session }, store, zone, origin }: OrdersInProps) {
  const [newest, older] = store.apiTokens;
  return (
    <section aria-labelledby="api">
      <h2 id="api">How the webstore sends orders</h2>
      <dl class="card">
        <dt>Place an order</dt>
        <dd>
          <Copy text={`PUT ${storeOrigin(store.id, origin)}/orders/{orderId}`} />
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
          <p>
            Two tokens are valid. When the webstore uses the newer one, end the older one. That cannot be
            undone.
          </p>
          <button>End the older token</button>
        </Form>
      )}
      <Question summary="Make a new API token…">
        <p>
          The token of now stays valid beside the new one until you end it. The one before it, if there is
          one, ends now.
        </p>
        <Form session={session} act="token" makesSecretOf={store}>
          <button>Make a new token</button>
        </Form>
      </Question>
    </section>
  );
}

async function makeToken(call: ConsoleCall, params: Params): Promise<Outcome> {
  const { now, settings } = call;
  const store = await storeOf(call, params);
  const apiToken = newApiToken();
  const changed = await changeStoreBy(call, store, {
    changes: [{ what: 'API token', to: 'made' }],
    step: (before) => ({ ...before, apiTokens: rotate(before.apiTokens, hashMade(apiToken), now) }),
  });
  const values = webstoreValues(changed, apiToken, settings.origin);
  return {
    page: (
      <SecretsPage
        call={call}
        store={changed}
        values={values}
        section="Webstore"
        next="Next: enter it in the webstore"
      />
    ),
  };
}

async function finishToken(call: ConsoleCall, params: Params): Promise<Outcome> {
  const store = await storeOf(call, params);
  await changeStoreBy(call, store, {
    changes: [{ what: 'API token', ...ended(store.apiTokens) }],
    step: (before) => ({ ...before, apiTokens: finishRotation(before.apiTokens) }),
  });
  return { to: pageOf(store), done: 'finished' };
}

function pageOf({ id }: Store): string {
  return `/console/stores/${id}/webstore`;
}
