import { lookup as systemLookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Where a request may go: to the public internet, and in stage `local` to this machine too. */
export type Reach = 'public' | 'this machine too';

/** A URL that we do not call. The message is a sentence for the person who set it. */
export class RefusedUrl extends Error {
  override name = 'RefusedUrl';
}

const MAX_LENGTH = 2000;

/**
 * A URL that may be called, as far as its text can tell: `https` on port 443, without user information, and not an
 * address that is not public, in whatever spelling. Throws `RefusedUrl`.
 */
export function parseUrl(text: string, reach: Reach): URL {
  if (!URL.canParse(text) || text.length > MAX_LENGTH)
    throw new RefusedUrl('It is not a URL, as https://shop.example.com/webhooks is.');
  // Parsing also turns an address that is written as one number, in octal or in hex into the usual form.
  const url = new URL(text);
  if (url.username !== '' || url.password !== '')
    throw new RefusedUrl('It must not hold a user or a password: what signs the messages is the secret.');
  if (reach === 'this machine too' && isThisMachine(hostOf(url)) && /^https?:$/.test(url.protocol))
    return url;
  if (url.protocol !== 'https:') throw new RefusedUrl('It must begin with https://');
  if (url.port !== '') throw new RefusedUrl('It must not name a port: only 443 is called.');
  const host = hostOf(url);
  if (isThisMachine(host) || (isIP(host) !== 0 && !isPublic(host))) throw notPublic(host);
  return url;
}

/** Like `parseUrl`, and every address of its name is public now. Names change, so each call checks again. */
export async function checkUrl(
  text: string,
  reach: Reach,
  lookup: LookupFunction = systemLookup,
): Promise<URL> {
  const url = parseUrl(text, reach);
  const host = hostOf(url);
  if (isIP(host) === 0) await resolve(host, guarded(lookup, reach));
  return url;
}

function resolve(host: string, lookup: LookupFunction): Promise<void> {
  return new Promise((done, reject) => {
    lookup(host, { all: true }, (error) => {
      if (error === null) done();
      else reject(error instanceof RefusedUrl ? error : new RefusedUrl(`Its name ${host} cannot be found.`));
    });
  });
}

/** The host without the brackets of an IPv6 address, and without the dot at the end that some write. */
export function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');
}

/** A lookup that gives only public addresses: if one of several is not public, it gives none. */
export function guarded(lookup: LookupFunction, reach: Reach): LookupFunction {
  return (host, options, done) =>
    lookup(host, options, (error, found, family) => {
      const addresses = typeof found === 'string' ? [found] : (found ?? []).map(({ address }) => address);
      const refused = error === null && addresses.some((address) => !mayReach(address, reach));
      if (refused) done(notPublic(host), found, family);
      else done(error, found, family);
    });
}

function mayReach(address: string, reach: Reach): boolean {
  return isPublic(address) || (reach === 'this machine too' && LOOPBACK.includes(address));
}

const LOOPBACK: readonly string[] = ['127.0.0.1', '::1'];

function isThisMachine(host: string): boolean {
  return LOOPBACK.includes(host) || /(^|\.)localhost$/.test(host);
}

/** Public unicast only. The old form `::7f00:1` of an IPv4 address in IPv6 looks public, but is not. */
function isPublic(address: string): boolean {
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== 'unicast') return false;
  return parsed.kind() === 'ipv4' || !parsed.match(IPV4_COMPATIBLE);
}

const IPV4_COMPATIBLE = ipaddr.parseCIDR('::/96');

function notPublic(host: string): RefusedUrl {
  return new RefusedUrl(`Its host ${host} leads to an address that is not public.`);
}
