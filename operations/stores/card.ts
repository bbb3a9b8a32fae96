import { FORM, formFields } from '../../lib/domain/lightspeed-form.ts';
import type { Store } from '../../lib/domain/store.ts';
import { shownPairs } from './tables.ts';

/** A store's origin, or why there is none. */
export type Origin = { url: string } | { reason: string };

interface Shown {
  origin: Origin;
  /** Just made, and never shown again. */
  password?: string;
  apiToken?: string;
}

/** One store, and what to enter in *System > Preferences > Location > Web Orders*. */
export function storeCard(store: Store, { origin, password, apiToken }: Shown): string {
  const base = 'url' in origin ? origin.url : `(${origin.reason})`;
  const since = ({ passwords, apiTokens }: Store, kind: 'password' | 'token') => {
    const [newest, old] = kind === 'password' ? passwords : apiTokens;
    return `${newest?.hash.startsWith('scrypt') ? 'chosen' : 'made'} ${newest?.since}${old ? `; the one before it is still valid: rotate-${kind} ${store.id} --finish` : ''}`;
  };
  const once = 'shown once: keep it now';
  const shown = password === undefined ? `(${since(store, 'password')})` : `${password}   (${once})`;
  const others: [string, string][] = [
    ['API', `PUT ${base}/orders/{orderId}`],
    ['API token', apiToken === undefined ? `(${since(store, 'token')})` : `${apiToken}   (${once})`],
    ['Enabled', store.enabled ? 'yes' : 'no: Lightspeed is answered ModuleDisabled'],
    ['Machine address', store.machineAddress ?? 'any'],
    ['Time zone', store.timeZone ?? 'UTC'],
    ['Offers', store.startAt === undefined ? 'every order' : `orders placed since ${store.startAt}`],
    ['Recording', store.recordUntil === undefined ? 'off' : `until ${store.recordUntil}`],
    ['Webhook', webhookLine(store)],
    ...platformLines(store),
    ['Added', store.createdAt],
    ['Changed', store.updatedAt],
  ];
  return `
  ${store.id}: ${store.name}

  Lightspeed: ${FORM}

${told(formFields(store, base, shown))}

  The webstore and the rest:

${told(others)}
`;
}

function webhookLine({ webhook }: Store): string {
  if (!webhook) return 'none: the webstore is told nothing';
  return webhook.enabled ? webhook.url : `${webhook.url} (off: its messages are held)`;
}

/** How its shops' orders are read, as far as that was set. */
function platformLines(store: Store): [string, string][] {
  const lines: [string, string][] = [
    ['Payments', shownPairs(store.payments)],
    ['Suppliers', shownPairs(store.supplierCodes)],
    ['Part without SKU', store.partWithoutSku ?? ''],
  ];
  return lines.filter(([, value]) => value !== '');
}

function told(lines: readonly (readonly [string, string])[]): string {
  return lines.map(([what, value]) => `    ${what.padEnd(17)}${value}`).join('\n');
}
