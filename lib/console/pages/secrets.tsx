import type { ComponentChildren } from 'preact';
import { storeOrigin } from '../../desk/store-origin.ts';
import type { Store } from '../../domain/store.ts';
import type { ConsoleCall } from '../endpoint.tsx';
import { Page } from '../layout.tsx';
import { Copy } from '../parts.tsx';

type Section = 'LightSpeed' | 'Webstore';

interface Props {
  call: ConsoleCall;
  store: Store;
  /** Secrets that were just made, and the fields beside them, in the order of entering. */
  values: [name: string, value: string][];
  /** The next page. */
  section: Section;
  next: string;
  children?: ComponentChildren;
}

/** Secrets that were just made. They are shown only once. */
export function SecretsPage({ call, store, values, section, next, children }: Props) {
  return (
    <Page
      title="Keep these now"
      session={call.session}
      store={{ id: store.id, name: store.name, current: section }}
    >
      <h1>Keep these now</h1>
      <p class="sentence">
        They are shown once. Nobody can look them up again; a lost one is replaced by a new one.
      </p>
      {children}
      <dl class="card">
        {values.map(([name, value]) => (
          <>
            <dt key={name}>{name}</dt>
            <dd>
              <Copy text={value} />
            </dd>
          </>
        ))}
      </dl>
      <p>
        <a class="button" href={`/console/stores/${store.id}/${section.toLowerCase()}`}>
          {next}
        </a>
      </p>
    </Page>
  );
}

/** What to enter in Lightspeed with a new password. */
export function lightspeedValues(store: Store, password: string, origin: string): Props['values'] {
  return [
    ['Lightspeed’s user', store.username],
    ['Lightspeed’s password', password],
    ['URL for Lightspeed', `${storeOrigin(store.id, origin)}/LightSpeed`],
  ];
}

/** What the webstore's developer needs with a new token. */
export function webstoreValues(store: Store, apiToken: string, origin: string): Props['values'] {
  return [
    ['The webstore’s API token', apiToken],
    ['URL for the webstore', `${storeOrigin(store.id, origin)}/orders`],
  ];
}
