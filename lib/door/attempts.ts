import { allSettled } from '../database/all-settled.ts';
import { type Caller, getAttempts, recordAttempt, recordRejection } from '../database/attempts.ts';
import { type LastRejection, shutFor } from '../domain/attempts.ts';
import type { Instant } from '../domain/instant.ts';

/** Seconds for which the door stays shut to an address, because of its wrong credentials; 0 if it is open. */
export async function secondsShut(caller: Caller, now: Instant): Promise<number> {
  return shutFor(await getAttempts(caller, secondsOf(now)), secondsOf(now));
}

interface TurnedAway {
  rejection: LastRejection;
  /** Of credentials that could be read. */
  fingerprint: string | undefined;
  /** Whether there is such a store; if not, the same is remembered of it, for a shorter time. */
  exists: boolean;
}

/** Remembers a call that was not let in. */
export async function rememberTurnedAway(
  caller: Caller,
  { rejection, fingerprint, exists }: TurnedAway,
): Promise<void> {
  await allSettled([
    recordRejection(caller.storeId, rejection, { forLong: exists }),
    ...(fingerprint === undefined ? [] : [recordAttempt(caller, fingerprint, secondsOf(rejection.at))]),
  ]);
}

function secondsOf(instant: Instant): number {
  return Math.floor(Date.parse(instant) / 1000);
}
