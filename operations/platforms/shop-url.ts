import type { PlatformName } from '../../lib/domain/platform.ts';
import { UsageError } from '../../terminal/usage-error.ts';

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

/** Whether it is the name that the deliveries of a Shopify shop come from, whatever domain customers see. */
export function isShopifysOwn(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname.endsWith('.myshopify.com') || /^(127\.|localhost$|\[)/.test(hostname);
}

/** What the shop calls itself in its deliveries. */
export function shopName(name: PlatformName, url: string): string {
  if (name === 'woocommerce') return url;
  return name === 'bigcommerce' ? url.slice(url.indexOf('stores/')) : new URL(url).host;
}
