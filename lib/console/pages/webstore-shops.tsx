import type { VNode } from 'preact';
import { getConnectionFacts } from '../../database/connections.ts';
import { waitingEntries } from '../../database/inbox.ts';
import { getListening } from '../../database/listening.ts';
import { connectionName, connectionSentences, connectionState } from '../../desk/connections.ts';
import { deliveryUrl } from '../../desk/shop-steps.ts';
import { storeOrigin } from '../../desk/store-origin.ts';
import { type ConnectionStatus, connectionStatus } from '../../domain/connection-status.ts';
import { entryKey, type InboxEntry } from '../../domain/inbox.ts';
import { type PlatformName, platformTitles } from '../../domain/platform.ts';
import type { Store } from '../../domain/store.ts';
import { connectionOf } from '../../inbox/shop.ts';
import type { Instant } from '../../domain/instant.ts';
import { isLately } from '../../desk/times.ts';
import type { ConsoleCall } from '../endpoint.tsx';
import { Ago, Copy, Empty, Form, Mark, Question, withTimes, type Zone } from '../parts.tsx';
import { Table } from '../table.tsx';
import { type ShopFault, ShopForm } from './shop-form.tsx';

/* Of the page Webstore: the store's own shops on WooCommerce, Shopify and BigCommerce (contract 10). */

/** So many that wait are shown, and read again at once. */
export const SHOWN = 25;
export const PLATFORMS = Object.keys(platformTitles) as PlatformName[];

/** What a form of this section had to say: what is wrong with it, or what it did. */
export interface ShopsShown {
  shopFault?: ShopFault;
  disconnected?: string;
}

interface ShopsFacts {
  statuses: ConnectionStatus[];
  held: InboxEntry[];
  notUnderstood: InboxEntry[];
}

export async function shopsFacts({ now }: ConsoleCall, store: Store): Promise<ShopsFacts> {
  if ((store.connections ?? []).length === 0) return { statuses: [], held: [], notUnderstood: [] };
  const [facts, listening, held, notUnderstood] = await Promise.all([
    getConnectionFacts(store),
    getListening({ storeId: store.id, target: 'shop' }),
    waitingEntries(store.id, 'Held', SHOWN),
    waitingEntries(store.id, 'NotUnderstood', SHOWN),
  ]);
  const { payments } = store;
  const statuses = facts.map((one) => connectionStatus(one, { payments, listening }, now));
  return { statuses, held, notUnderstood };
}

interface Props {
  call: ConsoleCall;
  store: Store;
  zone: Zone;
  facts: ShopsFacts & ShopsShown;
}

export function ShopsSection({ call, store, zone, facts }: Props) {
  const { statuses, shopFault, disconnected } = facts;
  const others = PLATFORMS.filter((platform) => !connectionOf(store, platform));
  return (
    <section aria-labelledby="shops">
      <h2 id="shops">Shops</h2>
      <p>A shop on WooCommerce, Shopify or BigCommerce connects by itself: nothing is to be programmed.</p>
      {disconnected && (
        <p class="done" role="status">
          ✓ The shop is no longer connected. {disconnected}
        </p>
      )}
      {statuses.length === 0 && <Empty>No shop is connected.</Empty>}
      {statuses.map((status) => (
        <Connected
          key={status.platform}
          call={call}
          store={store}
          zone={zone}
          status={status}
          fault={shopFault}
        />
      ))}
      <div data-refresh>
        <Waiting call={call} facts={facts} zone={zone} />
      </div>
      <div class="acts">
        {others.map((platform) => (
          <Question
            key={platform}
            summary={`Connect ${platformTitles[platform]}…`}
            open={shopFault?.platform === platform}
          >
            <ShopForm call={call} store={store} platform={platform} fault={shopFault} />
          </Question>
        ))}
      </div>
    </section>
  );
}

interface ConnectedProps {
  call: ConsoleCall;
  store: Store;
  zone: Zone;
  status: ConnectionStatus;
  fault: ShopsShown['shopFault'];
}

/** How a shop that is connected does, and what can be done with it. */
function Connected({ call, store, zone, status, fault }: ConnectedProps) {
  const { platform } = status;
  const title = platformTitles[platform];
  return (
    <>
      <h3>{connectionName(status)}</h3>
      <p class="sentence">
        <Mark level={levelOf(status, call.now)} />
        {connectionState(status)}
      </p>
      <ul>
        {connectionSentences(status, call.now).map((text) => (
          <li key={text} class="text">
            {withTimes(text, zone)}
          </li>
        ))}
      </ul>
      <p>
        Delivery URL <Copy text={deliveryUrlOf(call, store, platform)} />
      </p>
      <div class="acts">
        <Question summary={`Connect ${title} again…`} open={fault?.platform === platform}>
          <p>The secret before it stays valid, so that no delivery is refused.</p>
          <ShopForm call={call} store={store} platform={platform} fault={fault} />
        </Question>
        <Question summary={`Disconnect ${title}…`}>
          <p>
            Nothing more is taken from the shop, and nothing goes back to it. Orders that are here stay. It
            can be connected again.
          </p>
          <Form session={call.session} act="disconnect">
            <input type="hidden" name="platform" value={platform} />
            <button class="danger">Disconnect {title}</button>
          </Form>
        </Question>
      </div>
    </>
  );
}

/** A shop that sends only orders may send none for days: then it is not known whether it still would. */
function levelOf({ health, notUnderstood, lastDeliveryAt, lastSweptAt }: ConnectionStatus, now: Instant) {
  if (health === 'failing' || notUnderstood > 0) return 'bad';
  const seen = [lastDeliveryAt, lastSweptAt].some((at) => at !== null && isLately(at, now));
  return health === 'working' && seen ? 'good' : 'unknown';
}

/** A shop's orders that were not understood, and those that wait until they are paid. */
function Waiting({ call: { session }, facts, zone }: Pick<Props, 'call' | 'facts' | 'zone'>) {
  const { held, notUnderstood } = facts;
  return (
    <>
      {notUnderstood.length > 0 && (
        <>
          <h3>Not understood</h3>
          <p>
            Mend the order in the shop, or what it is read by, and have it read again. What you have seen to
            by hand is set aside: it is listed no more, and comes back only if the shop changes it.
          </p>
          <EntryTable
            caption="Orders that were not understood"
            entries={notUnderstood}
            zone={zone}
            acts={(entry) => (
              <div class="acts">
                {ENTRY_ACTS.map(([act, label]) => (
                  <Form key={act} session={session} act={act}>
                    <input type="hidden" name="entry" value={entryKey(entry)} />
                    <button>
                      {label}
                      <span class="hidden"> {entry.number ?? entry.platformId}</span>
                    </button>
                  </Form>
                ))}
              </div>
            )}
          />
          <Form session={session} act="again" class="inline">
            <button>Read {notUnderstood.length === 1 ? 'it' : `these ${notUnderstood.length}`} again</button>
          </Form>
        </>
      )}
      {held.length > 0 && (
        <>
          <h3>Held until they are paid</h3>
          <EntryTable caption="Orders that are held" entries={held} zone={zone} />
        </>
      )}
    </>
  );
}

const ENTRY_ACTS = [
  ['again', 'Read again'],
  ['aside', 'Set aside'],
] as const;

interface EntryTableProps {
  caption: string;
  entries: InboxEntry[];
  zone: Zone;
  acts?: (entry: InboxEntry) => VNode;
}

function EntryTable({ caption, entries, zone, acts }: EntryTableProps) {
  return (
    <>
      <Table
        caption={caption}
        columns={[
          { name: 'Order', kind: 'text' },
          { name: 'Shop' },
          { name: 'First told', phone: 'labeled' },
          { name: 'Why', kind: 'text' },
          ...(acts ? [{ name: 'What can be done', hidden: true }] : []),
        ]}
        rows={entries.map((entry) => ({
          key: entryKey(entry),
          cells: [
            entry.number ?? entry.platformId,
            platformTitles[entry.platform],
            <Ago at={entry.firstAt} zone={zone} />,
            entry.concluded?.reason ?? '',
            ...(acts ? [acts(entry)] : []),
          ],
        }))}
      />
      {entries.length === SHOWN && <p class="quiet">These are the first {SHOWN}; there may be more.</p>}
    </>
  );
}

/** Where a shop sends its deliveries. */
export function deliveryUrlOf({ settings }: ConsoleCall, store: Store, platform: PlatformName): string {
  return deliveryUrl(storeOrigin(store.id, settings.origin), platform);
}
