import { randomInt } from 'node:crypto';
import { getConnectionActivity, placeOf, sweepFrom } from '../database/connections.ts';
import { type Connection, type KnownShop, ordinalOf, type Sealed, shopKey } from '../domain/connection.ts';
import { Failure } from '../domain/failure.ts';
import type { Instant } from '../domain/instant.ts';
import { type PlatformName, platformTitles } from '../domain/platform.ts';
import type { Store } from '../domain/store.ts';
import { connectionOf, purposeOf } from '../inbox/shop.ts';
import { apiOf, apiWith, type Credentials } from '../inbox/shop-api.ts';
import type { Asked } from '../platforms/api.ts';
import { seal } from '../vault.ts';
import type { Changing } from './change-store.ts';
import { tellHeld } from './messages.ts';

/* A store's own shop on a platform (contract 10), as the command and the console connect it. */

/** The settings for a shop's orders. */
interface ShopWishes extends Pick<Connection, 'shop' | 'offeredStates' | 'testOrders' | 'cancelInShop'> {
  /** Changes since then are imported; absent: from now on. */
  since?: Instant | undefined;
  numberPrefix: string;
}

/** A new connection. */
export interface Connecting {
  changing: Changing;
  platform: PlatformName;
  wishes: ShopWishes;
}

/**
 * Connects the shop's webhook alone: no credentials of its API are needed, and nothing goes back. WooCommerce uses the
 * secret that is made here; Shopify has its own signing key. Returns the secret. Throws `InvalidRequest`.
 */
export async function connectByWebhook(connecting: Connecting, signingKey?: string): Promise<string> {
  const { platform } = connecting;
  if (platform === 'bigcommerce')
    throw new Failure(
      'InvalidRequest',
      'BigCommerce only sends the numbers of orders, so its API is needed: connect it with its API.',
    );
  const secret = platform === 'woocommerce' ? newShopSecret() : (signingKey ?? '');
  if (secret === '') throw new Failure('InvalidRequest', 'The signing key of the shop is missing.');
  await save(connecting, { secret });
  return secret;
}

/** The answer of a shop that was connected both ways, and the number of its new webhooks. */
export interface ConnectedApi {
  tried: string;
  webhooks: number;
}

/** Connects a shop both ways: tries the credentials, and makes the webhooks there. Throws `InvalidRequest`. */
export async function connectByApi(
  connecting: Connecting,
  { credentials, secret }: { credentials: Credentials; secret: string },
  deliveryUrl: string,
): Promise<ConnectedApi> {
  const { changing, platform } = connecting;
  const api = apiWith(credentials);
  const tried = valueOf(await api.check(), 'The credentials were tried');
  // Before its webhooks are made: the first delivery may come at once.
  await save(connecting, { secret, api: JSON.stringify(credentials) });
  const webhookIds = valueOf(
    await api.makeWebhooks(deliveryUrl, secret),
    'The webhooks were to be made in the shop',
  );
  await changing.change((store) => ({
    ...store,
    connections: (store.connections ?? []).map((one) =>
      one.platform === platform ? { ...one, webhookIds } : one,
    ),
  }));
  return { tried, webhooks: webhookIds.length };
}

/** The entered credentials, in the order of `credentialNames`, and the secret that signs the shop's deliveries. */
export function credentialsOf(
  { platform, shop }: { platform: PlatformName; shop: string },
  [first, second]: readonly [string, string],
): { credentials: Credentials; secret: string } {
  if (platform === 'woocommerce')
    return { credentials: { platform, shop, key: first, secret: second }, secret: newShopSecret() };
  if (platform === 'bigcommerce') return { credentials: { platform, shop, token: first }, secret: second };
  const opened = first.startsWith('shpat_') ? { token: first } : { clientId: first, clientSecret: second };
  return { credentials: { platform, shop, ...opened }, secret: second };
}

/** The prefix of each order number. Throws `InvalidRequest`. */
export function numberPrefix(text: string): string {
  if (/^[A-Za-z0-9._-]{0,20}$/.test(text)) return text;
  throw new Failure(
    'InvalidRequest',
    `What stands before the order numbers has up to 20 characters of A-Z a-z 0-9 . _ -, and is not "${text}".`,
  );
}

/** The states in a comma-separated list; `undefined` for none. */
export function offeredStates(text: string | undefined): string[] | undefined {
  const states = (text ?? '').split(',').map((state) => state.trim());
  return states.some(Boolean) ? states.filter(Boolean) : undefined;
}

/** Takes nothing more from the shop, and removes the webhooks that were made there. Says what is left to do. */
export async function disconnectShop({ store, change }: Changing, platform: PlatformName): Promise<string> {
  const connection = existingConnection(store, platform);
  await change((before) => ({
    ...before,
    connections: (before.connections ?? []).filter((one) => one.platform !== platform),
    formerShops: withFormer(before, connection),
  }));
  // Afterwards: what is done in the shop must be in the audit, and a shop may not answer.
  return removeWebhooks(store, connection);
}

/** Throws `InvalidRequest` if the store is not connected to the platform. */
export function existingConnection(store: Store, platform: PlatformName): Connection {
  const connection = connectionOf(store, platform);
  if (connection) return connection;
  throw new Failure('InvalidRequest', `Store ${store.id} is not connected to ${platformTitles[platform]}.`);
}

/** A shop's answer. Throws `InvalidRequest` with what was tried and why it failed. */
export function valueOf<T>(asked: Asked<T>, what: string): T {
  if (asked.ok) return asked.value;
  throw new Failure('InvalidRequest', `${what}, and it failed. ${asked.reason}`);
}

async function removeWebhooks(store: Store, connection: Connection): Promise<string> {
  const byHand = 'Delete its webhooks in the shop: they are answered 404 from now on.';
  const api = await apiOf({ store, connection });
  if (!api || connection.webhookIds.length === 0) return byHand;
  const asked = await api.removeWebhooks(connection.webhookIds);
  return asked.ok ? 'Its webhooks in the shop are deleted.' : `${byHand} (${asked.reason})`;
}

/** Letters and digits only: WooCommerce reads others as markup and stores a different secret. */
function newShopSecret(): string {
  const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789';
  return Array.from({ length: 40 }, () => letters.charAt(randomInt(letters.length))).join('');
}

/** Writes a connection, with sealed secrets. The previous secret stays valid, so that no delivery is refused. */
async function save(
  { changing, platform, wishes: { since, ...wishes } }: Connecting,
  { secret, api }: { secret: string; api?: string },
): Promise<void> {
  const { store, now } = changing;
  const importSince = since ?? now;
  const sealed = await sealedAt(now, secret, { store: store.id, purpose: purposeOf(platform, 'webhook') });
  const sealedApi =
    api === undefined
      ? undefined
      : await sealedAt(now, api, { store: store.id, purpose: purposeOf(platform, 'api') });
  const ordinal = ordinalOf({ platform, shop: wishes.shop }, await shopsOf(store));
  const fixed = { platform, ordinal, api: sealedApi, webhookIds: [], importSince, connectedAt: now };
  await changing.change((before) => {
    const former = connectionOf(before, platform);
    const isSame = former !== undefined && former.ordinal === ordinal;
    const secrets = [sealed, ...(isSame ? former.secrets : [])].slice(0, 2);
    const shop = wishes.shop ?? (isSame ? former.shop : undefined);
    const others = (before.connections ?? []).filter((one) => one.platform !== platform);
    const connections = [...others, { ...wishes, ...fixed, shop, secrets }];
    return {
      ...before,
      connections,
      formerShops: former && !isSame ? withFormer(before, former) : before.formerShops,
    };
  });
  if (api === undefined) return;
  await sweepFrom(placeOf(store.id, { platform, ordinal }), importSince, now);
  await tellHeld({ storeId: store.id, target: 'shop' }, now);
}

/** Every shop that a store is or was connected to, the newest last; an unnamed one gets the name in its deliveries. */
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
function withFormer({ formerShops = [] }: Store, { platform, shop, ordinal }: KnownShop): KnownShop[] {
  const others = formerShops.filter((one) => shopKey(one) !== shopKey({ platform, ordinal }));
  return [...others, { platform, shop, ordinal }];
}

async function sealedAt(
  since: Instant,
  secret: string,
  sealedFor: { store: string; purpose: string },
): Promise<Sealed> {
  return { sealed: await seal(secret, sealedFor), since };
}
