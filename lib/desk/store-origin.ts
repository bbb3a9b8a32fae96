import { settings } from '../current-settings.ts';

/**
 * A store's own origin, from the console's: `https://coolbike.weborders.example.com` beside
 * `https://console.weborders.example.com`. The stage's default store is called at an address that names none.
 */
export function storeOrigin(storeId: string, consoleOrigin: string): string {
  const { protocol, hostname, port } = new URL(consoleOrigin);
  const withPort = port === '' ? '' : `:${port}`;
  if (hostname === 'localhost') {
    return `${protocol}//${storeId === settings.defaultStore ? '' : `${storeId}.`}localhost${withPort}`;
  }
  // API Gateway's own name cannot have a label in front: without a domain a stage has its default store only.
  if (hostname.includes('.execute-api.')) return consoleOrigin;
  return `${protocol}//${storeId}.${hostname.split('.').slice(1).join('.')}${withPort}`;
}
