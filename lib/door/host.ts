import { isIP } from 'node:net';

/**
 * The store that a request's host names: `coolbike` of `CoolBike.example.com:443` and of `coolbike.localhost:3000`;
 * `undefined` for a host that names none: one label only, an IP address, or a name that API Gateway gave.
 */
export function storeNamedBy(host: string | undefined): string | undefined {
  const name = (host ?? '').trim().toLowerCase().replace(/:\d*$/, '').replace(/\.$/, '');
  if (isIP(name.replace(/^\[(.*)\]$/, '$1')) !== 0) return undefined;
  if (/\.execute-api\.[a-z0-9-]+\.(amazonaws\.com(\.cn)?|api\.aws)$/.test(name)) return undefined;
  const [first, ...others] = name.split('.');
  return others.length === 0 ? undefined : first;
}
