import { setTimeout as sleep } from 'node:timers/promises';
import { getConnectionActivity, placeOf } from '../../lib/database/connections.ts';
import { type Instant, toInstant } from '../../lib/domain/instant.ts';
import type { PlatformName } from '../../lib/domain/platform.ts';
import type { Store } from '../../lib/domain/store.ts';
import { connectionOf } from '../../lib/inbox/shop.ts';
import { apiWith, type Credentials } from '../../lib/inbox/shop-api.ts';
import type { Asked } from '../../lib/platforms/api.ts';
import { askSecret } from '../../terminal/secret.ts';
import { UsageError } from '../../terminal/usage-error.ts';
import type { Context } from './commands.ts';
import { deliveryUrl, existingStore, newSecret, noteWebhooks, saveConnection, titleOf } from './connect.ts';
import { textOption } from './options.ts';
import { isShopifysOwn, shopName, shopUrl } from './shop-url.ts';

/** Connects a store to its shop both ways: tries the credentials, makes the webhooks there, and waits for the first delivery. */
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
  const made = `${tried}
The webhooks were made in the shop: ${webhookIds.length}. Nothing is to be pasted.

Delivery URL ${url}
`;
  if (context.values['no-wait'] === true || !process.stdin.isTTY) return made;
  process.stderr.write(
    `${made}\nWaiting for the first delivery; Ctrl-C ends the waiting, not the connection.\n`,
  );
  return firstDelivery(store.id, name, context);
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

const LOOK_EVERY_MS = 2000;

async function firstDelivery(storeId: string, name: PlatformName, { now, signal }: Context): Promise<string> {
  const connection = connectionOf(await existingStore(storeId), name) ?? { platform: name };
  const place = placeOf(storeId, connection);
  while (!signal.aborted) {
    const { lastDeliveryAt, lastResult, lastPingAt } = await getConnectionActivity(place);
    if (isSince(lastDeliveryAt, now)) return `✓ The first delivery has arrived: ${lastResult}.`;
    if (isSince(lastPingAt, now)) return `✓ ${titleOf(name)} has tried the address, and got its answer.`;
    await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
  return `Nothing has arrived yet. See: npm run platforms -- show ${storeId}`;
}

function isSince(at: Instant | undefined, now: string): boolean {
  return at !== undefined && Date.parse(at) >= Date.parse(toInstant(new Date(now)));
}
