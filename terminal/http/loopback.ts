import { type LookupAddress, type LookupOptions, lookup } from 'node:dns';

type Found = (
  error: NodeJS.ErrnoException | null,
  address: string | LookupAddress[],
  family?: number,
) => void;

const LOOPBACK: LookupAddress[] = [
  { address: '127.0.0.1', family: 4 },
  { address: '::1', family: 6 },
];

/** `localhost` and every name under it, which a browser takes for this machine too (RFC 6761). */
export function isLoopbackName(hostname: string): boolean {
  return /(^|\.)localhost\.?$/i.test(hostname);
}

/**
 * A `lookup` for `node:http` under which `coolbike.localhost` is this machine. Most systems cannot resolve such names,
 * and `fetch` forbids a `Host` header, so this is how a store's own host name reaches a server on a laptop.
 */
export function lookupLoopback(hostname: string, options: LookupOptions, found: Found): void {
  if (!isLoopbackName(hostname)) lookup(hostname, options, found);
  else if (options.all) found(null, LOOPBACK);
  else found(null, '127.0.0.1', 4);
}
