import { begun } from '../begun.ts';
import { allSettled } from '../database/all-settled.ts';
import { getAttempts, recordAttempt, recordRejection } from '../database/attempts.ts';
import { type Rejection, shutFor } from '../domain/attempts.ts';
import { Failure } from '../domain/failure.ts';
import type { Store } from '../domain/store.ts';
import type { Call } from '../http/endpoint.ts';
import { headerOf } from '../http/request.ts';
import type { Face } from '../http/routes.ts';
import { findStore, storeIdIn } from './find-store.ts';
import type { Checked } from './secrets.ts';

interface Door {
  face: Exclude<Face, 'platforms'>;
  check: (store: Store) => Promise<Checked | Rejection>;
  hint: string;
}

/**
 * Lets a caller in who has the credentials of the store that the host names (contract 1). Throws `Unauthorized` with
 * the same answer whatever was wrong, even if there is no such store, and `TooManyAttempts` to an address that sent too
 * many different wrong credentials. Then the right ones are refused too; otherwise guessing could go on.
 */
export async function authenticate(call: Call, { face, check, hint }: Door): Promise<Store> {
  const { event, facts, metrics, now } = call;
  const caller = {
    storeId: storeIdIn(headerOf(event, 'host')),
    address: event.requestContext.http.sourceIp,
  };
  const nowSeconds = Math.floor(Date.parse(now) / 1000);
  const attempts = begun(getAttempts(caller, nowSeconds));
  const { store, exists } = await findStore(caller.storeId);
  if (exists) {
    facts['store'] = store.id;
    call.addressed = store;
  }
  const retryAfter = shutFor(await attempts, nowSeconds);
  if (retryAfter > 0) {
    metrics.TooManyAttempts = 1;
    throw new Failure('TooManyAttempts', 'Too many different wrong credentials.', { retryAfter });
  }
  const checked = await check(store);
  const kind = typeof checked === 'string' ? checked : 'wrong credentials';
  const remembered: Promise<void>[] = [];
  if (typeof checked !== 'string') {
    if (checked.right && exists) return store;
    remembered.push(recordAttempt(caller, checked.fingerprint, nowSeconds));
  }
  // For an unknown store too, so that the time it takes reveals nothing.
  remembered.push(recordRejection(caller.storeId, { at: now, kind, face }, { forLong: exists }));
  await allSettled(remembered);
  metrics.AuthenticationFailed = 1;
  facts['rejection'] = exists ? kind : `${kind}, no such store`;
  throw new Failure('Unauthorized', hint);
}
