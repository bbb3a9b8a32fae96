import type { PlatformName } from '../../lib/domain/platform.ts';
import type { Store } from '../../lib/domain/store.ts';
import { apiWith, type Credentials } from '../../lib/inbox/shop-api.ts';
import type { Asked } from '../../lib/platforms/api.ts';
import { askSecret } from '../../terminal/secret.ts';
import { UsageError } from '../../terminal/usage-error.ts';
import type { Context } from './commands.ts';
import { deliveryUrl, newSecret, noteWebhooks, saveConnection } from './connect.ts';
import { textOption } from './options.ts';
import { isShopifysOwn, shopName, shopUrl } from './shop-url.ts';

/** Connects a store to its shop both ways: tries the credentials and makes the webhooks there. */
export async function connectBothWays(store: Store, name: PlatformName, context: Context): Promise<string> {
  const shop = shopUrl(name, textOption(context.values, 'shop'));
  if (name === 'shopify' && !isShopifysOwn(shop))
    throw new UsageError(`${shop} is not the shop’s own name at Shopify, such as coolbike.myshopify.com`);
  const url = deliveryUrl(store.id, name, context);
  const { credentials, secret } = await askFor(name, shop);
  const api = apiWith(credentials);
  const tried = valueOf(await api.check(), 'The credentials were tried');
  // Before its webhooks are made: the first delivery may come at once.
  const known = { context, secret, api: JSON.stringify(credentials), shop: shopName(name, shop) };
  await saveConnection(store.id, name, known);
  const webhookIds = valueOf(await api.makeWebhooks(url, secret), 'The webhooks were to be made');
  await noteWebhooks(store.id, name, webhookIds);
  return `${tried}
The webhooks were made in the shop: ${webhookIds.length}. Nothing is to be pasted.

Delivery URL ${url}
`;
}

async function askFor(
  name: PlatformName,
  shop: string,
): Promise<{ credentials: Credentials; secret: string }> {
  if (name === 'woocommerce') {
    const key = await askSecret('Consumer key');
    const secret = await askSecret('Consumer secret');
    return { credentials: { platform: name, shop, key, secret }, secret: newSecret() };
  }
  if (name === 'bigcommerce') {
    const token = await askSecret('Access token');
    return { credentials: { platform: name, shop, token }, secret: await askSecret('Client secret') };
  }
  const clientId = await askSecret('Client ID, or an access token that begins with shpat_');
  const clientSecret = await askSecret('Client secret');
  const opened = clientId.startsWith('shpat_') ? { token: clientId } : { clientId, clientSecret };
  return { credentials: { platform: name, shop, ...opened }, secret: clientSecret };
}

export function valueOf<T>(asked: Asked<T>, what: string): T {
  if (asked.ok) return asked.value;
  throw new Error(`${what}, and it failed. ${asked.reason}`);
}
