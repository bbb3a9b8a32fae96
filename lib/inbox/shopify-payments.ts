import { type ShopifyCredentials, shopifyApi } from '../platforms/shopify/call.ts';
import type { SendToShop } from '../platforms/api.ts';
import { unseal } from '../vault.ts';
import { sendToShop } from './send-to-shop.ts';
import { type PaymentsOf, purposeOf } from './shop.ts';

/** Milliseconds: Shopify waits five seconds for the answer to its delivery. */
const PATIENCE = 2500;

/** How an order was paid, within the time that a delivery has. Its function carries no other platform's API. */
export const shopifyPayments: PaymentsOf = async ({ store, connection }, platformId) => {
  if (!connection.api) return undefined;
  const sealedFor = { store: store.id, purpose: purposeOf('shopify', 'api') };
  const credentials = JSON.parse(await unseal(connection.api.sealed, sealedFor)) as ShopifyCredentials;
  return shopifyApi(credentials, inTime).paymentsOf?.(platformId);
};

const inTime: SendToShop = (request) => sendToShop(request, PATIENCE);
