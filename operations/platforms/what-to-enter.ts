import type { PlatformName } from '../../lib/domain/platform.ts';

interface Entered {
  url: string;
  /** Just made, and never to be seen again. Absent: the shop has it already. */
  secret?: string;
}

/** What the shop's owner enters where, word for word. docs/platforms has the same, click by click. */
export function whatToEnter(name: PlatformName, { url, secret }: Entered): string {
  return `${PLACES[name]}

Delivery URL ${url}
${secret === undefined ? '' : `Secret ${secret}\n`}
${AFTER[name]}`;
}

const PLACES: Readonly<Record<PlatformName, string>> = {
  woocommerce: `In WordPress: WooCommerce > Settings > Advanced > Webhooks > Add webhook. Make three, alike but for the topic:

  Name          Lightspeed
  Status        Active
  Topic         Order created (the others: Order updated, Order deleted)
  API version   WP REST API Integration v3

and paste these two into each. The secret is shown once.`,
  shopify: `In Shopify: Settings > Notifications > Webhooks > Create webhook. Make three, alike but for the event:

  Event         Order creation (the others: Order update, Order cancellation)
  Format        JSON
  API version   the newest that is not called "unstable"

and paste this URL.`,
  bigcommerce: 'The webhooks were made in the shop. This is where they send to; nothing is to be pasted.',
};

const AFTER: Readonly<Record<PlatformName, string>> = {
  woocommerce:
    'On "Save webhook" WooCommerce tries the address: npm run platforms -- show tells when that arrived.',
  shopify:
    '"Send test notification" sends an order that is ignored, because it is a test: show tells when it arrived.',
  bigcommerce: 'Place an order in the shop to see it arrive: npm run platforms -- show.',
};
