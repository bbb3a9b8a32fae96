import type { PlatformName } from '../domain/platform.ts';
import type { SendToShop, ShopApi } from '../platforms/api.ts';
import { type BigCommerceCredentials, bigcommerceApi } from '../platforms/bigcommerce/call.ts';
import { type ShopifyCredentials, shopifyApi } from '../platforms/shopify/call.ts';
import { type WooCredentials, wooApi } from '../platforms/woocommerce/call.ts';
import { unseal } from '../vault.ts';
import { sendToShop } from './send-to-shop.ts';
import { type PaymentsOf, purposeOf, type Shop } from './shop.ts';

/** The credentials of a shop's API, in the form in which they are sealed: JSON. */
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

/** How an order was paid, from whichever platform does not tell that in the order. */
export const paymentsOf: PaymentsOf = async (shop, platformId) =>
  (await apiOf(shop))?.paymentsOf?.(platformId);
