import { begun } from '../begun.ts';
import type { Rejection } from '../domain/attempts.ts';
import { Failure } from '../domain/failure.ts';
import type { Store } from '../domain/store.ts';
import type { Call } from '../http/endpoint.ts';
import { headerOf } from '../http/request.ts';
import type { Face } from '../http/routes.ts';
import { rememberTurnedAway, secondsShut } from './attempts.ts';
import { findStore, storeIdIn } from './find-store.ts';
import type { Checked } from './secrets.ts';

interface Door {
  face: Exclude<Face, 'platforms'>;
  check: (store: Store) => Promise<Checked | Rejection>;
  hint: string;
}

/**
 * Lets a caller in who has the credentials of the store that the host names (contract 1). Throws `Unauthorized` with the
 * same answer whatever was wrong, also that there is no such store, and `TooManyAttempts` to an address that came with
 * too many different wrong credentials; the right ones then do not open it either, or else guessing would go on.
 */
export async function authenticate(call: Call, { face, check, hint }: Door): Promise<Store> {
  const { event, facts, metrics, now } = call;
  const caller = {
    storeId: storeIdIn(headerOf(event, 'host')),
    address: event.requestContext.http.sourceIp,
  };
  const shut = begun(secondsShut(caller, now));
  const { store, exists } = await findStore(caller.storeId);
  if (exists) {
    facts['store'] = store.id;
    call.addressed = store;
  }
  const retryAfter = await shut;
  if (retryAfter > 0) {
    metrics.TooManyAttempts = 1;
    throw new Failure('TooManyAttempts', 'Too many different wrong credentials.', { retryAfter });
  }
  const checked = await check(store);
  const isReadable = typeof checked !== 'string';
  if (isReadable && checked.right && exists) return store;
  const kind = isReadable ? 'wrong credentials' : checked;
  // Of a store that does not exist too: nobody is to notice by the time it takes.
  const fingerprint = isReadable ? checked.fingerprint : undefined;
  await rememberTurnedAway(caller, { rejection: { at: now, kind, face }, fingerprint, exists });
  metrics.AuthenticationFailed = 1;
  facts['rejection'] = exists ? kind : `${kind}, no such store`;
  throw new Failure('Unauthorized', hint);
}
