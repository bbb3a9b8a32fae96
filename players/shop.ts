/** `npm run shop`: plays a shop with customers on its platform, from outside. It shares no code with the service. */
import { parseArgs } from 'node:util';
import { baseUrl, wholeNumber } from '../terminal/arguments.ts';
import { serverOnThisMachine } from '../terminal/http/running-server.ts';
import { runCommand } from '../terminal/run-command.ts';
import { UsageError } from '../terminal/usage-error.ts';
import { seededRandom } from './seeded-random.ts';
import { HELP } from './shop/help.ts';
import { playLoop } from './shop/loop.ts';
import { playPasted } from './shop/pasted.ts';
import type { Opening, PlayedShop } from './shop/played-shop.ts';
import { serve } from './shop/serve.ts';
import { openBigCommerceShop } from './shop/bigcommerce/shop.ts';
import { openShopifyShop } from './shop/shopify/shop.ts';
import { openWooShop } from './shop/woocommerce/shop.ts';
import { TRACKINGS } from './shop/woocommerce/tracking.ts';

const SHOPS: Record<string, (opening: Opening) => Promise<PlayedShop>> = {
  woocommerce: openWooShop,
  shopify: openShopifyShop,
  bigcommerce: openBigCommerceShop,
};

const { values, positionals } = parseArgs({
  options: {
    orders: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    port: { type: 'string', default: '0' },
    store: { type: 'string', default: 'local' },
    url: { type: 'string' },
    loop: { type: 'boolean' },
    'webhook-only': { type: 'boolean' },
    tracking: { type: 'string', default: 'notes' },
    user: { type: 'string', default: 'lightspeed' },
    password: { type: 'string', default: 'local-password' },
    token: { type: 'string', default: 'local-token' },
    'off-by': { type: 'string', default: '0' },
    help: { type: 'boolean', short: 'h' },
  },
  allowPositionals: true,
});

await runCommand('npm run shop -- --help', async (signal) => {
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const [platform = '', ...more] = positionals;
  const open = Object.hasOwn(SHOPS, platform) ? SHOPS[platform] : undefined;
  if (!open || more.length > 0) throw new UsageError(`Which platform? ${Object.keys(SHOPS).join(', ')}`);
  if (values['webhook-only'] === true && platform === 'bigcommerce')
    throw new UsageError('BigCommerce’s webhooks are made by its API: there is no --webhook-only.');
  const shop = await open(opening());
  try {
    return (await play(shop, platform, signal)) === 0 ? 0 : 1;
  } finally {
    await shop.close();
  }
});

function opening(): Opening {
  const seed = wholeNumber('--seed', values.seed, 0);
  if (!TRACKINGS.some((one) => one === values.tracking))
    throw new UsageError(`--tracking takes ${TRACKINGS.join(', ')}, not "${values.tracking}".`);
  const random = seededRandom(seed, 'shop');
  const lost = new Set<number>();
  return {
    random,
    port: wholeNumber('--port', values.port, 0),
    // Another day's orders have other numbers, though the store is the same.
    firstId: (Math.floor(Date.now() / 1000) % 1_000_000) * 1000 + 1,
    tracking: values.tracking,
    // Once an order: what fails twice is tried again after minutes only.
    loses: (order) => !lost.has(order) && random.chance(0.15) && lost.add(order).size > 0,
  };
}

async function play(shop: PlayedShop, platform: string, signal: AbortSignal): Promise<number> {
  const origin =
    values.url === undefined ? await serverOnThisMachine(process.env) : new URL(baseUrl(values.url)).origin;
  const orders = wholeNumber('--orders', values.orders, 1);
  const seed = wholeNumber('--seed', values.seed, 0);
  const { token, user, password, store } = values;
  if (values['webhook-only'] === true)
    return playPasted(shop, { url: `${origin}/platforms/${platform}`, orders, seed, token });
  const lightspeed = { user, password };
  const offBy = Number(values['off-by']);
  if (values.loop === true)
    return playLoop(shop, { platform, store, origin, orders, seed, lightspeed, token, offBy }, signal);
  return serve(shop, { platform, store, orders, seed }, signal);
}
