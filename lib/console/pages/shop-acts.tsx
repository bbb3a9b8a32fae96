import type { VNode } from 'preact';
import { waitingEntries } from '../../database/inbox.ts';
import {
  connectByApi,
  connectByWebhook,
  type Connecting,
  credentialsOf,
  disconnectShop,
  existingConnection,
  numberPrefix,
  offeredStates,
} from '../../desk/connect-shop.ts';
import { askToReadAgain, setEntryAside } from '../../desk/shop-entries.ts';
import { apiUrl, nameWarning, shopName, shopUrl } from '../../desk/shop-url.ts';
import { Failure } from '../../domain/failure.ts';
import { entryKey, type InboxEntry } from '../../domain/inbox.ts';
import { dayOrInstant, type Instant, isDay } from '../../domain/instant.ts';
import { type PlatformName, platformTitles } from '../../domain/platform.ts';
import type { Store } from '../../domain/store.ts';
import { connectionOf } from '../../inbox/shop.ts';
import { audited } from '../audited.ts';
import type { Done } from '../done.ts';
import type { ConsoleCall } from '../endpoint.tsx';
import type { ConsolePage, Outcome, Params } from '../router.ts';
import { changingBy, faultIn, storeOf } from '../store-call.ts';
import { EntryPage, MadePage } from './shop-pages.tsx';
import { deliveryUrlOf, PLATFORMS, SHOWN, type ShopsShown } from './webstore-shops.tsx';

type View = (call: ConsoleCall, store: Store, shown: ShopsShown) => Promise<VNode>;

/** What the forms of this section ask for; `view` is the whole page. */
export function shopsActs(view: View): NonNullable<ConsolePage['acts']> {
  return {
    connect: (call, params) => connect(call, params, view),
    disconnect: async (call, params) => {
      const store = await storeOf(call, params);
      const platform = platformIn(call);
      existingConnection(store, platform);
      const what = `${platformTitles[platform]} shop`;
      const changing = changingBy(call, store, [{ what, from: 'connected', to: 'disconnected' }]);
      const disconnected = await disconnectShop(changing, platform);
      return { page: await view(call, await storeOf(call, params), { disconnected }) };
    },
    again: (call, params) =>
      actOnEntries(call, params, { what: 'read again', done: 'again', act: askToReadAgain }),
    aside: (call, params) =>
      actOnEntries(call, params, { what: 'set aside', done: 'aside', act: setEntryAside, oneByOne: true }),
  };
}

interface EntryAct {
  what: string;
  done: Done;
  act: (storeId: string, entry: InboxEntry, now: Instant) => Promise<boolean>;
  /** Not of all that are shown. */
  oneByOne?: boolean;
}

async function actOnEntries(
  call: ConsoleCall,
  params: Params,
  { what, done, act, oneByOne = false }: EntryAct,
): Promise<Outcome> {
  const store = await storeOf(call, params);
  if (oneByOne && !call.form.has('entry')) throw new Failure('InvalidRequest', 'Which order?');
  for (const entry of await meant(call, store)) {
    const change = { store: store.id, what: `Shop’s order ${entry.number ?? entry.platformId}: ${what}` };
    if (!(await audited(call, [change], () => act(store.id, entry, call.now))))
      throw new Failure('InvalidRequest', 'It was changed meanwhile. Open the page again.');
  }
  return { to: `/console/stores/${store.id}/webstore`, done };
}

/** The orders that the form is about: the one that it names, or all that are shown. Throws `InvalidRequest`. */
async function meant({ form }: ConsoleCall, { id }: Store): Promise<InboxEntry[]> {
  const entries = await waitingEntries(id, 'NotUnderstood', SHOWN);
  const key = form.get('entry');
  const found = key === null ? entries : entries.filter((entry) => entryKey(entry) === key);
  if (key !== null && found.length === 0)
    throw new Failure('InvalidRequest', 'No order of the shop waits under that key any longer.');
  return found;
}

async function connect(call: ConsoleCall, params: Params, view: View): Promise<Outcome> {
  const store = await storeOf(call, params);
  const platform = platformIn(call);
  try {
    return { page: await connected(call, store, platform) };
  } catch (error) {
    const shopFault = { platform, text: faultIn(error) };
    return { page: await view(call, await storeOf(call, params), { shopFault }), status: 422 };
  }
}

async function connected(call: ConsoleCall, store: Store, platform: PlatformName): Promise<VNode> {
  const given = (name: string) => (call.form.get(name) ?? '').trim();
  const isApi = platform === 'bigcommerce' || given('way') === 'api';
  const wishes = wishesIn(call);
  const url = deliveryUrlOf(call, store, platform);
  if (!isApi) {
    const shop = wishes.shop && shopName(platform, shopUrl(platform, wishes.shop));
    const named = { ...wishes, shop };
    const connecting = connectingOf(call, store, { platform, wishes: named, to: 'connected by its webhook' });
    const made = await connectByWebhook(connecting, given('signingKey'));
    const secret = platform === 'woocommerce' ? made : undefined;
    return EntryPage({ call, store, platform, url, secret, warning: nameWarning(platform, shop) });
  }
  const shop = apiUrl(platform, given('shop'));
  const named = { ...wishes, shop: shopName(platform, shop) };
  const connecting = connectingOf(call, store, { platform, wishes: named, to: `connected, ${named.shop}` });
  const entered = credentialsOf({ platform, shop }, [given('first'), given('second')]);
  return MadePage({ call, store, platform, url, made: await connectByApi(connecting, entered, url) });
}

function connectingOf(
  call: ConsoleCall,
  store: Store,
  { platform, wishes, to }: Pick<Connecting, 'platform' | 'wishes'> & { to: string },
): Connecting {
  const from = connectionOf(store, platform) ? 'connected' : 'none';
  const changing = changingBy(call, store, [{ what: `${platformTitles[platform]} shop`, from, to }]);
  return { changing, platform, wishes };
}

function wishesIn({ form }: ConsoleCall): Connecting['wishes'] {
  const given = (name: string) => (form.get(name) ?? '').trim();
  return {
    shop: given('shop') || undefined,
    since: sinceIn(given('since')),
    offeredStates: offeredStates(given('offer')),
    testOrders: given('testOrders') === 'on',
    cancelInShop: given('cancelInShop') === 'on',
    numberPrefix: numberPrefix(given('prefix')),
  };
}

function sinceIn(day: string): Instant | undefined {
  if (day === '') return undefined;
  if (!isDay(day)) throw new Failure('InvalidRequest', 'A day looks like 2026-11-23.');
  return dayOrInstant(day);
}

function platformIn({ form }: ConsoleCall): PlatformName {
  const platform = PLATFORMS.find((one) => one === form.get('platform'));
  if (!platform) throw new Failure('InvalidRequest', 'There is no such platform.');
  return platform;
}
