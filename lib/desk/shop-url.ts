import { Failure } from '../domain/failure.ts';
import type { PlatformName } from '../domain/platform.ts';

const EXAMPLES: Readonly<Record<PlatformName, string>> = {
  woocommerce: 'https://shop.example',
  shopify: 'coolbike.myshopify.com',
  bigcommerce: 'https://api.bigcommerce.com/stores/abc123/v3/',
};

const MOST_CHARACTERS = 500;

/** The form of a platform's shop names. */
export function exampleShop(platform: PlatformName): string {
  return EXAMPLES[platform];
}

/** The base URL of the shop's API, without a slash at its end. Throws `InvalidRequest`. */
export function shopUrl(name: PlatformName, given: string): string {
  const example = `It looks like ${EXAMPLES[name]}`;
  if (given === '') throw new Failure('InvalidRequest', `Which shop? ${example}`);
  const bare = given.replace(/\/+$/, '');
  const withHost =
    name === 'bigcommerce' && bare.startsWith('stores/') ? `https://api.bigcommerce.com/${bare}` : bare;
  const url = /^https?:\/\//.test(withHost) ? withHost : `https://${withHost}`;
  if (!URL.canParse(url) || url.length > MOST_CHARACTERS)
    throw new Failure('InvalidRequest', `"${given}" is not a shop. ${example}`);
  const { username, password, search, hash } = new URL(url);
  // It is shown and audited.
  if ([username, password, search, hash].some(Boolean))
    throw new Failure('InvalidRequest', `Leave out what may be secret: user, password, ? and #. ${example}`);
  if (name === 'bigcommerce') {
    const [, base] = /^(.*\/stores\/[a-z0-9]+)(\/v\d)?$/i.exec(url) ?? [];
    if (base === undefined)
      throw new Failure('InvalidRequest', `"${given}" is no API path of BigCommerce. ${example}`);
    return base;
  }
  return url;
}

/** The address of a shop's API; for Shopify, the shop's name there. Throws `InvalidRequest`. */
export function apiUrl(platform: PlatformName, given: string): string {
  const url = shopUrl(platform, given);
  if (platform !== 'shopify' || isShopifysOwn(url)) return url;
  throw new Failure(
    'InvalidRequest',
    `${url} is not the shop’s own name at Shopify, such as coolbike.myshopify.com`,
  );
}

/** Whether it is a Shopify shop's own name, as in its deliveries, not the domain that customers see. */
function isShopifysOwn(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname.endsWith('.myshopify.com') || /^(127\.|localhost$|\[)/.test(hostname);
}

/** What somebody should know who connects a shop by its webhook under a name that its deliveries do not have. */
export function nameWarning(platform: PlatformName, shop: string | undefined): string | undefined {
  if (platform !== 'shopify' || shop === undefined || isShopifysOwn(shopUrl(platform, shop)))
    return undefined;
  return `Deliveries come from the shop’s own name at Shopify, such as coolbike.myshopify.com. If ${shop} is not that name, none is taken.`;
}

/** The shop's name in its deliveries. */
export function shopName(name: PlatformName, url: string): string {
  if (name === 'woocommerce') return url;
  return name === 'bigcommerce' ? url.slice(url.indexOf('stores/')) : new URL(url).host;
}
