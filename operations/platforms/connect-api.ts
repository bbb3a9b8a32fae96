import { setTimeout as sleep } from 'node:timers/promises';
import { getConnectionActivity } from '../../lib/database/connections.ts';
import { type Instant, toInstant } from '../../lib/domain/instant.ts';
import type { PlatformName } from '../../lib/domain/platform.ts';
import type { Store } from '../../lib/domain/store.ts';
import { apiWith, type Credentials } from '../../lib/inbox/shop-api.ts';
import type { Asked } from '../../lib/platforms/api.ts';
import { askSecret } from '../../terminal/secret.ts';
import { UsageError } from '../../terminal/usage-error.ts';
import type { Context } from './commands.ts';
import { deliveryUrl, newSecret, saveConnection, titleOf } from './connect.ts';
import { textOption } from './options.ts';

/** Connects a store to its shop both ways: tries the credentials, makes the webhooks there, and waits for the first delivery. */
export async function connectBothWays(store: Store, name: PlatformName, context: Context): Promise<string> {
  const shop = shopUrl(name, textOption(context.values, 'shop'));
  const url = deliveryUrl(store.id, name, context);
  const { credentials, secret } = await askFor(name, shop);
  const api = apiWith(credentials);
  const tried = valueOf(await api.check(), 'The credentials were tried');
  // Before its webhooks are made: the first delivery may come at once.
  const known = { context, secret, api: JSON.stringify(credentials), shop: shopName(name, shop) };
  await saveConnection(store.id, name, known);
  const webhookIds = valueOf(await api.makeWebhooks(url, secret), 'The webhooks were to be made');
  await saveConnection(store.id, name, { ...known, webhookIds });
  const made = `${tried}
The webhooks were made in the shop: ${webhookIds.length}. Nothing is to be pasted.

Delivery URL ${url}
`;
  if (context.values['no-wait'] === true || !process.stdin.isTTY) return made;
  process.stderr.write(
    `${made}\nWaiting for the first delivery; Ctrl-C ends the waiting, not the connection.\n`,
  );
  return firstDelivery({ storeId: store.id, platform: name }, context);
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

const EXAMPLES: Readonly<Record<PlatformName, string>> = {
  woocommerce: 'https://shop.example',
  shopify: 'coolbike.myshopify.com',
  bigcommerce: 'https://api.bigcommerce.com/stores/abc123/v3/',
};

/** The shop's address as its API is called by, without a slash at its end. */
export function shopUrl(name: PlatformName, given: string | undefined): string {
  const example = `--shop ${EXAMPLES[name]}`;
  if (given === undefined || given === '') throw new UsageError(`Which shop? ${example}`);
  const bare = given.replace(/\/+$/, '');
  const withHost =
    name === 'bigcommerce' && bare.startsWith('stores/') ? `https://api.bigcommerce.com/${bare}` : bare;
  const url = /^https?:\/\//.test(withHost) ? withHost : `https://${withHost}`;
  if (!URL.canParse(url)) throw new UsageError(`"${given}" is no shop. It looks like ${EXAMPLES[name]}`);
  if (name === 'bigcommerce') {
    const [, base] = /^(.*\/stores\/[a-z0-9]+)(\/v\d)?$/i.exec(url) ?? [];
    if (base === undefined)
      throw new UsageError(`"${given}" is no API path of BigCommerce. It looks like ${EXAMPLES[name]}`);
    return base;
  }
  return url;
}

/** What the shop calls itself in its deliveries. */
function shopName(name: PlatformName, url: string): string {
  if (name === 'woocommerce') return url;
  return name === 'bigcommerce' ? url.slice(url.indexOf('stores/')) : new URL(url).host;
}

export function valueOf<T>(asked: Asked<T>, what: string): T {
  if (asked.ok) return asked.value;
  throw new Error(`${what}, and it failed. ${asked.reason}`);
}

const LOOK_EVERY_MS = 2000;

async function firstDelivery(
  place: { storeId: string; platform: PlatformName },
  { now, signal }: Context,
): Promise<string> {
  while (!signal.aborted) {
    const { lastDeliveryAt, lastResult, lastPingAt } = await getConnectionActivity(place);
    if (isSince(lastDeliveryAt, now)) return `✓ The first delivery has arrived: ${lastResult}.`;
    if (isSince(lastPingAt, now))
      return `✓ ${titleOf(place.platform)} has tried the address, and got its answer.`;
    await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
  return `Nothing has arrived yet. See: npm run platforms -- show ${place.storeId}`;
}

function isSince(at: Instant | undefined, now: string): boolean {
  return at !== undefined && Date.parse(at) >= Date.parse(toInstant(new Date(now)));
}
