import type { Store } from './store.ts';

/** Where the dealer enters the connection in Lightspeed. */
export const FORM = 'System > Preferences > Location > Web Orders';

/** What is entered there, in its order, but for the password, which is only known when it is made. */
export function formFields({ username }: Pick<Store, 'username'>, storeOrigin: string, password: string) {
  return [
    ['URL', `${storeOrigin}/LightSpeed`],
    ['User', username],
    ['Password', password],
    ['Content-Type', 'XML'],
    ['Request Interval', '5 minutes'],
    ['Retry Interval', '1 minute'],
  ] as const;
}
