import type { PlatformName } from '../domain/platform.ts';

/*
 * What the shop's owner enters where, word for word, in a terminal and in the console. docs/platforms has the same,
 * click by click.
 */

interface Steps {
  where: string;
  /** Further fields besides the values to paste, as `Name: value`. */
  fields: readonly string[];
  paste: string;
  /** How to see that it works. */
  after: string;
}

export const shopSteps: Readonly<Record<PlatformName, Steps>> = {
  woocommerce: {
    where:
      'In WordPress: WooCommerce > Settings > Advanced > Webhooks > Add webhook. Make three, alike but for the topic:',
    fields: [
      'Name: Lightspeed',
      'Status: Active',
      'Topic: Order created (the others: Order updated, Order deleted)',
      'API version: WP REST API Integration v3',
    ],
    paste: 'and paste these two into each. The secret is shown once.',
    after: 'On "Save webhook" WooCommerce tries the address',
  },
  shopify: {
    where:
      'In Shopify: Settings > Notifications > Webhooks > Create webhook. Make three, alike but for the event:',
    fields: [
      'Event: Order creation (the others: Order update, Order cancellation)',
      'Format: JSON',
      'API version: the newest that is not called "unstable"',
    ],
    paste: 'and paste this URL.',
    after: '"Send test notification" sends an order that is ignored, because it is a test',
  },
  bigcommerce: {
    where: 'The webhooks were made in the shop.',
    fields: [],
    paste: 'This is where they send to; nothing is to be pasted.',
    after: 'Place an order in the shop to see it arrive',
  },
};

/** The credentials of a shop's API, in its platform's words, in the order of asking. All are secret. */
export const credentialNames: Readonly<Record<PlatformName, readonly [first: string, second: string]>> = {
  woocommerce: ['Consumer key', 'Consumer secret'],
  shopify: ['Client ID, or an access token that begins with shpat_', 'Client secret'],
  bigcommerce: ['Access token', 'Client secret'],
};

/** For Shopify, which has its own signing key; WooCommerce uses the one that is made here. */
export const SIGNING_KEY = 'Signing key of the shop';

/** Where a shop sends its deliveries. */
export function deliveryUrl(storeOrigin: string, platform: PlatformName): string {
  return `${storeOrigin}/platforms/${platform}`;
}

/** What is said when the API of a shop was asked to make its webhooks. */
export function madeInShop(webhooks: number): string {
  return `The webhooks were made in the shop: ${webhooks}. Nothing is to be pasted.`;
}

/** The fields of a platform's form, each with its value. */
export function fieldsOf(platform: PlatformName): [name: string, value: string][] {
  return shopSteps[platform].fields.map((field) => {
    const [name = '', value = ''] = field.split(/: (.*)/s);
    return [name, value];
  });
}
