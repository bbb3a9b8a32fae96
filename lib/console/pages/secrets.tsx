import type { Store } from '../../domain/store.ts';
import { storeOrigin } from '../../desk/store-origin.ts';
import type { ConsoleCall } from '../endpoint.tsx';
import { Page } from '../layout.tsx';
import { Copy } from '../parts.tsx';

/** Secrets that were just made. They are shown this once: only hashes of them are kept. */
export interface NewSecrets {
  password?: string | undefined;
  apiToken?: string | undefined;
}

interface Props {
  call: ConsoleCall;
  store: Store;
  secrets: NewSecrets;
  origin: string;
}

export function SecretsPage({ call, store, secrets: { password, apiToken }, origin }: Props) {
  return (
    <Page
      title="Keep these now"
      session={call.session}
      store={{ id: store.id, name: store.name, current: 'LightSpeed' }}
    >
      <h1>Keep these now</h1>
      <p class="sentence">
        They are shown once. Nobody can look them up again; a lost one is replaced by a new one.
      </p>
      <dl class="card">
        {password !== undefined && (
          <>
            <dt>Lightspeed’s user</dt>
            <dd>
              <Copy text={store.username} />
            </dd>
            <dt>Lightspeed’s password</dt>
            <dd>
              <Copy text={password} />
            </dd>
          </>
        )}
        {apiToken !== undefined && (
          <>
            <dt>The webstore’s API token</dt>
            <dd>
              <Copy text={apiToken} />
            </dd>
          </>
        )}
        <dt>URL for Lightspeed</dt>
        <dd>
          <Copy text={`${storeOrigin(store.id, origin)}/LightSpeed`} />
        </dd>
      </dl>
      <p>
        <a class="button" href={`/console/stores/${store.id}/lightspeed`}>
          Next: enter them in Lightspeed
        </a>
      </p>
    </Page>
  );
}
