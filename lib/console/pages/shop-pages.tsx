import type { ComponentChildren } from 'preact';
import type { ConnectedApi } from '../../desk/connect-shop.ts';
import { fieldsOf, madeInShop, shopSteps } from '../../desk/shop-steps.ts';
import { type PlatformName, platformTitles } from '../../domain/platform.ts';
import type { Store } from '../../domain/store.ts';
import type { ConsoleCall } from '../endpoint.tsx';
import { Page } from '../layout.tsx';
import { Copy } from '../parts.tsx';

interface ShopPageProps {
  call: ConsoleCall;
  store: Store;
  platform: PlatformName;
  url: string;
}

/** What is entered in the shop now, whose webhook alone is connected. */
export function EntryPage({
  call,
  store,
  platform,
  url,
  secret,
  warning,
}: ShopPageProps & { secret: string | undefined; warning: string | undefined }) {
  const { where, paste, after } = shopSteps[platform];
  return (
    <ShopPage call={call} store={store} heading={`Enter this in ${platformTitles[platform]}`}>
      {warning !== undefined && <p class="fault text">{warning}</p>}
      <p>{where}</p>
      <dl class="card">
        {fieldsOf(platform).map(([name, value]) => (
          <>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </>
        ))}
      </dl>
      <p>{paste}</p>
      <dl class="card">
        <dt>Delivery URL</dt>
        <dd>
          <Copy text={url} />
        </dd>
        {secret !== undefined && (
          <>
            <dt>Secret</dt>
            <dd>
              <Copy text={secret} />
            </dd>
          </>
        )}
      </dl>
      <p>{after}: the page Webstore tells when that arrived.</p>
    </ShopPage>
  );
}

/** What was made in the shop, whose API is connected. */
export function MadePage({ call, store, platform, url, made }: ShopPageProps & { made: ConnectedApi }) {
  return (
    <ShopPage call={call} store={store} heading={`${platformTitles[platform]} is connected`}>
      <p class="sentence text">{made.tried}</p>
      <p>
        {madeInShop(made.webhooks)} They send to <Copy text={url} />
      </p>
      <p>Place an order in the shop: the page Webstore tells when that arrived.</p>
    </ShopPage>
  );
}

function ShopPage({
  call,
  store,
  heading,
  children,
}: Pick<ShopPageProps, 'call' | 'store'> & { heading: string; children: ComponentChildren }) {
  return (
    <Page
      title={heading}
      session={call.session}
      store={{ id: store.id, name: store.name, current: 'Webstore' }}
    >
      <h1>{heading}</h1>
      {children}
      <p>
        <a class="button" href={`/console/stores/${store.id}/webstore?show=shops#shops`}>
          Go to the page Webstore
        </a>
      </p>
    </Page>
  );
}
