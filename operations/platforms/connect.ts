import {
  connectByApi,
  connectByWebhook,
  type Connecting,
  credentialsOf,
  numberPrefix,
  offeredStates,
} from '../../lib/desk/connect-shop.ts';
import { apiUrl, nameWarning, shopName } from '../../lib/desk/shop-url.ts';
import { credentialNames, deliveryUrl, madeInShop, SIGNING_KEY } from '../../lib/desk/shop-steps.ts';
import type { PlatformName } from '../../lib/domain/platform.ts';
import type { Store } from '../../lib/domain/store.ts';
import { askSecret } from '../../terminal/secret.ts';
import { asUsageError } from '../as-usage-error.ts';
import { changingStore } from '../changing-store.ts';
import type { Context } from './commands.ts';
import { instantOption, textOption } from './options.ts';
import { whatToEnter } from './what-to-enter.ts';

/** Connects a store to its shop by the shop's webhook alone: no credentials of its API are needed. */
export async function connectWebhookOnly(
  store: Store,
  platform: PlatformName,
  context: Context,
): Promise<string> {
  const url = deliveryUrlOf(store.id, platform, context);
  const connecting = connectingOf(store, platform, context);
  const warning = inUsage(() => nameWarning(platform, connecting.wishes.shop));
  if (warning !== undefined) process.stderr.write(`${warning}\n`);
  const signingKey = platform === 'shopify' ? await askSecret(SIGNING_KEY) : undefined;
  const secret = await connectByWebhook(connecting, signingKey);
  return whatToEnter(platform, { url, ...(platform === 'woocommerce' && { secret }) });
}

/** Connects a store to its shop both ways: tries the credentials and makes the webhooks there. */
export async function connectBothWays(
  store: Store,
  platform: PlatformName,
  context: Context,
): Promise<string> {
  const shop = inUsage(() => apiUrl(platform, textOption(context.values, 'shop') ?? ''));
  const url = deliveryUrlOf(store.id, platform, context);
  const connecting = connectingOf(store, platform, context);
  connecting.wishes.shop = shopName(platform, shop);
  const [first, second] = credentialNames[platform];
  const entered = [await askSecret(first), await askSecret(second)] as const;
  const { tried, webhooks } = await connectByApi(connecting, credentialsOf({ platform, shop }, entered), url);
  return `${tried}
${madeInShop(webhooks)}

Delivery URL ${url}
`;
}

/** Where the shop sends its deliveries. Throws a sentence if the store cannot be called from outside. */
function deliveryUrlOf(storeId: string, platform: PlatformName, { originOf }: Context): string {
  const origin = originOf(storeId);
  if ('reason' in origin) throw new Error(`The shop needs a URL to send to: ${origin.reason}.`);
  return deliveryUrl(origin.url, platform);
}

function connectingOf(store: Store, platform: PlatformName, { values, now }: Context): Connecting {
  const wishes = {
    shop: textOption(values, 'shop'),
    since: instantOption(values, 'since'),
    offeredStates: offeredStates(textOption(values, 'offer')),
    testOrders: values['test-orders'] === true,
    cancelInShop: values['cancel-in-shop'] === true,
    numberPrefix: inUsage(() => numberPrefix(textOption(values, 'prefix') ?? '')),
  };
  return { changing: changingStore(store, now), platform, wishes };
}

function inUsage<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw asUsageError(error);
  }
}
