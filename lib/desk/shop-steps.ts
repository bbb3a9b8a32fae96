import type { PlatformName } from '../domain/platform.ts';

/* What the shop's owner enters where, word for word, in a terminal and in the console. docs/platforms has the same, click by click. */

interface Steps {
  where: string;
  /** What is entered besides the values to paste, as `Name: value`. */
  fields: readonly string[];
  paste: string;
  /** How it is seen to work. */
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

/**
 * What opens a shop's API, in the words of its platform and in the order in which it is asked for. All of it is secret.
 */
export const credentialNames: Readonly<Record<PlatformName, readonly [first: string, second: string]>> = {
  woocommerce: ['Consumer key', 'Consumer secret'],
  shopify: ['Client ID, or an access token that begins with shpat_', 'Client secret'],
  bigcommerce: ['Access token', 'Client secret'],
};

/** Of Shopify, which signs with a key of its own; WooCommerce takes the one that is made here. */
export const SIGNING_KEY = 'Signing key of the shop';

/** The fields of a form of a platform's, each with what is entered there. */
export function fieldsOf(platform: PlatformName): [name: string, value: string][] {
  return shopSteps[platform].fields.map((field) => {
    const [name = '', value = ''] = field.split(/: (.*)/s);
    return [name, value];
  });
}
