import { randomInt } from 'node:crypto';
import { changeStore, getStore } from '../../lib/database/stores.ts';
import { getConnectionActivity, placeOf, sweepFrom } from '../../lib/database/connections.ts';
import { tellHeld } from '../../lib/desk/messages.ts';
import {
  type Connection,
  type KnownShop,
  ordinalOf,
  type Sealed,
  shopKey,
} from '../../lib/domain/connection.ts';
import type { Instant } from '../../lib/domain/instant.ts';
import type { PlatformName } from '../../lib/domain/platform.ts';
import type { Store } from '../../lib/domain/store.ts';
import { connectionOf, purposeOf } from '../../lib/inbox/shop.ts';
import { platforms } from '../../lib/platforms/all.ts';
import { seal } from '../../lib/vault.ts';
import { askSecret } from '../../terminal/secret.ts';
import { UsageError } from '../../terminal/usage-error.ts';
import type { Context } from './commands.ts';
import { instantOption, textOption } from './options.ts';
import { isShopifysOwn, shopUrl } from './shop-url.ts';
import { whatToEnter } from './what-to-enter.ts';

/** Connects a store to its shop by the shop's webhook alone: no credentials of its API are needed. */
export async function connectWebhookOnly(
  store: Store,
  name: PlatformName,
  context: Context,
): Promise<string> {
  if (name === 'bigcommerce')
    throw new UsageError(
      'BigCommerce only sends the numbers of orders, so its API is needed: connect without --webhook-only.',
    );
  const url = deliveryUrl(store.id, name, context);
  const shop = textOption(context.values, 'shop');
  if (name === 'shopify' && shop !== undefined && !isShopifysOwn(shopUrl(name, shop)))
    process.stderr.write(
      `Deliveries come from the shop’s own name at Shopify, such as coolbike.myshopify.com. If ${shop} is not that name, none is taken.\n`,
    );
  const secret = name === 'woocommerce' ? newSecret() : await askSecret('Signing key of the shop');
  await saveConnection(store.id, name, { context, secret });
  return whatToEnter(name, { url, ...(name === 'woocommerce' && { secret }) });
}

/** Letters and digits only: WooCommerce takes others for markup and keeps another secret than was typed. */
export function newSecret(): string {
  const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789';
  return Array.from({ length: 40 }, () => letters.charAt(randomInt(letters.length))).join('');
}

/** Where the shop sends its deliveries. Throws a sentence if the store cannot be called from outside. */
export function deliveryUrl(storeId: string, name: PlatformName, { originOf }: Context): string {
  const origin = originOf(storeId);
  if ('reason' in origin) throw new Error(`The shop needs a URL to send to: ${origin.reason}.`);
  return `${origin.url}/platforms/${name}`;
}

interface Credentials {
  context: Context;
  /** What signs the shop's deliveries. */
  secret: string;
  /** What its API is called with, as JSON. */
  api?: string;
  shop?: string;
}

/** Writes a connection, with its secrets sealed. The secret before it stays valid, so that no delivery is refused. */
export async function saveConnection(
  storeId: string,
  name: PlatformName,
  { context, secret, api, shop }: Credentials,
): Promise<void> {
  const { now, values } = context;
  const sealed = await sealedAt(now, secret, { store: storeId, purpose: purposeOf(name, 'webhook') });
  const sealedApi =
    api === undefined
      ? undefined
      : await sealedAt(now, api, { store: storeId, purpose: purposeOf(name, 'api') });
  const since = instantOption(values, 'since') ?? now;
  const offer = textOption(values, 'offer');
  const connection: Connection = {
    platform: name,
    shop: shop ?? textOption(values, 'shop'),
    secrets: [sealed],
    api: sealedApi,
    webhookIds: [],
    offeredStates: offer?.split(',').map((state) => state.trim()),
    testOrders: values['test-orders'] === true,
    numberPrefix: prefixOption(values),
    cancelInShop: values['cancel-in-shop'] === true,
    importSince: since,
    connectedAt: now,
  };
  const known = await shopsOf(await existingStore(storeId));
  const ordinal = ordinalOf(connection, known);
  const changed = await changeStore(storeId, (store) => {
    const before = connectionOf(store, name);
    const isSame = before !== undefined && before.ordinal === ordinal;
    const secrets = [sealed, ...(isSame ? before.secrets : [])].slice(0, 2);
    const others = (store.connections ?? []).filter(({ platform }) => platform !== name);
    const next = {
      ...connection,
      shop: connection.shop ?? (isSame ? before.shop : undefined),
      secrets,
      ordinal,
    };
    const formerShops = before && !isSame ? withFormer(store, before) : store.formerShops;
    return { ...store, connections: [...others, next], formerShops, updatedAt: now };
  });
  if (!changed) throw new Error(`There is no store ${storeId} on this stage.`);
  if (api === undefined) return;
  await sweepFrom(placeOf(storeId, { platform: name, ordinal }), since, now);
  await tellHeld({ storeId, target: 'shop' }, now);
}

/** Every shop that a store is or was connected to, the newest last; one that was not named by what its deliveries say. */
async function shopsOf({ id, connections = [], formerShops = [] }: Store): Promise<KnownShop[]> {
  return Promise.all(
    [...formerShops, ...connections].map(async ({ platform, ordinal, shop }) => ({
      platform,
      ordinal,
      shop: shop ?? (await getConnectionActivity(placeOf(id, { platform, ordinal }))).shop,
    })),
  );
}

/** The store's former shops with one more. */
export function withFormer({ formerShops = [] }: Store, { platform, shop, ordinal }: KnownShop): KnownShop[] {
  const others = formerShops.filter((one) => shopKey(one) !== shopKey({ platform, ordinal }));
  return [...others, { platform, shop, ordinal }];
}

/** Remembers which webhooks were made in the shop, so that leaving it removes them. */
export async function noteWebhooks(storeId: string, name: PlatformName, webhookIds: string[]): Promise<void> {
  await changeStore(storeId, (store) => ({
    ...store,
    connections: (store.connections ?? []).map((one) =>
      one.platform === name ? { ...one, webhookIds } : one,
    ),
  }));
}

async function sealedAt(
  since: Instant,
  secret: string,
  sealedFor: { store: string; purpose: string },
): Promise<Sealed> {
  return { sealed: await seal(secret, sealedFor), since };
}

function prefixOption(values: Context['values']): string {
  const prefix = textOption(values, 'prefix') ?? '';
  if (/^[A-Za-z0-9._-]{0,20}$/.test(prefix)) return prefix;
  throw new UsageError(`--prefix takes up to 20 characters of A-Z a-z 0-9 . _ -, not "${prefix}".`);
}

/** A store that there is. Throws a sentence. */
export async function existingStore(id: string): Promise<Store> {
  const store = await getStore(id);
  if (!store) throw new Error(`There is no store ${id} on this stage. All of them: npm run stores -- list`);
  return store;
}

export function titleOf(name: PlatformName): string {
  return platforms[name].title;
}
