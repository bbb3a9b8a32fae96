import { createHmac } from 'node:crypto';
import { getAttempts, recordAttempt } from './database/attempts.ts';
import { shutFor } from './domain/attempts.ts';
import { Failure } from './domain/failure.ts';
import type { Store } from './domain/store.ts';
import type { Rejection } from './http/authorization.ts';
import type { Call } from './http/endpoint.ts';
import { findStore, type StoreWithSecrets } from './stores.ts';

export interface Credentials {
  /** What the caller came with. */
  given: string;
  right: boolean;
}

/**
 * Lets a caller in who has the store's credentials (contract 1). Throws `Unauthorized` with the same answer whatever
 * was wrong, and `TooManyAttempts` to an address that came with too many different wrong ones; the right ones then
 * do not open it either, or else guessing would go on.
 */
export async function authenticate(
  call: Call,
  { check, hint }: { check: (store: StoreWithSecrets) => Credentials | Rejection; hint: string },
): Promise<Store> {
  const { event, facts, now } = call;
  const store = await findStore();
  const caller = { storeId: store.id, address: event.requestContext.http.sourceIp };
  const nowSeconds = Math.floor(Date.parse(now) / 1000);
  const retryAfter = shutFor(await getAttempts(caller, nowSeconds), nowSeconds);
  if (retryAfter > 0)
    throw new Failure('TooManyAttempts', 'Too many different wrong credentials.', { retryAfter });
  const credentials = check(store);
  if (typeof credentials !== 'string' && credentials.right) {
    facts['store'] = store.id;
    const { id, enabled, machineAddress } = store;
    return { id, enabled, machineAddress };
  }
  facts['rejection'] = typeof credentials === 'string' ? credentials : 'wrong credentials';
  if (typeof credentials !== 'string')
    await recordAttempt(caller, fingerprint(store, credentials.given), nowSeconds);
  throw new Failure('Unauthorized', hint);
}

/** Tells wrong credentials apart without keeping them: they may be somebody's old password. */
function fingerprint(store: StoreWithSecrets, given: string): string {
  return createHmac('sha256', `${store.password}\n${store.apiToken}`)
    .update(given)
    .digest('base64url')
    .slice(0, 16);
}
