import { settings } from '../current-settings.ts';
import type { PlatformName } from '../domain/platform.ts';
import { request } from '../outgoing/request.ts';
import { reachOf } from '../outgoing/webhook.ts';
import type { SendToShop, ShopApi } from '../platforms/api.ts';
import { type BigCommerceCredentials, bigcommerceApi } from '../platforms/bigcommerce/call.ts';
import { type ShopifyCredentials, shopifyApi } from '../platforms/shopify/call.ts';
import { type WooCredentials, wooApi } from '../platforms/woocommerce/call.ts';
import { unseal } from '../vault.ts';
import { purposeOf, type Shop } from './shop.ts';

const TIMEOUT_MS = 15_000;
/** A page of 50 orders of 100 KB each. */
const MAX_ANSWER_BYTES = 5 * 1024 * 1024;

/** What opens a shop's API, as it is sealed: as JSON. */
export type Credentials =
  | ({ platform: 'woocommerce' } & WooCredentials)
  | ({ platform: 'shopify' } & ShopifyCredentials)
  | ({ platform: 'bigcommerce' } & BigCommerceCredentials);

/** The API that these credentials open. */
export function apiWith(credentials: Credentials, send: SendToShop = sendToShop): ShopApi {
  switch (credentials.platform) {
    case 'woocommerce':
      return wooApi(credentials, send);
    case 'shopify':
      return shopifyApi(credentials, send);
    case 'bigcommerce':
      return bigcommerceApi(credentials, send);
  }
}

/** The API of a store's shop; `undefined` if only its webhook is connected. Throws `ServiceUnavailable`. */
export async function apiOf({
  store,
  connection,
}: Pick<Shop, 'store' | 'connection'>): Promise<ShopApi | undefined> {
  const { api, platform } = connection;
  if (!api) return undefined;
  const sealedFor = { store: store.id, purpose: purposeOf(platform, 'api') };
  return apiWith(credentialsIn(await unseal(api.sealed, sealedFor), platform));
}

function credentialsIn(json: string, platform: PlatformName): Credentials {
  const credentials = JSON.parse(json) as Credentials;
  if (credentials.platform !== platform) throw new Error('The credentials are of another platform.');
  return credentials;
}

/** Over the same guarded way as the messages: to public addresses only, and in stage local to this machine. */
const sendToShop: SendToShop = async ({ method, url, headers, body }) => {
  const {
    status,
    headers: answered,
    body: bytes,
    isWhole,
  } = await request({
    method,
    url,
    headers: { 'user-agent': 'lightspeed-web-orders', ...headers },
    body,
    reach: reachOf(settings.stage),
    timeoutMs: TIMEOUT_MS,
    maxBytes: MAX_ANSWER_BYTES,
  });
  if (!isWhole) throw new Error('The shop’s answer broke off, or is larger than 5 MiB.');
  return { status, headers: answered, body: bytes.toString('utf8') };
};
