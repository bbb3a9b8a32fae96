import type { Instant } from './instant.ts';

/** Why a caller was not let in: for the log and `GET /status`, never for the answer (contract 1). */
export type Rejection = 'no header arrived' | 'unreadable header' | 'wrong credentials';

/** The last call of a store that was not let in. */
export interface LastRejection {
  at: Instant;
  kind: Rejection;
  face: 'lightspeed' | 'webstore';
}

/** What is remembered of an address that sent wrong credentials: their fingerprints, and until when. */
export interface Attempts {
  fingerprints: ReadonlySet<string>;
  /** Seconds since 1970. */
  expiresAt: number;
}

/**
 * This many *different* wrong credentials shut the door to an address. A poller with an old password repeats one and is
 * never shut out; a guesser needs another each time.
 */
const MAX_WRONG_CREDENTIALS = 50;

/** Seconds for which an address is remembered, counted from its first wrong credentials. */
export const ATTEMPTS_WINDOW = 300;

/** Seconds until the door opens again; 0 if it is open. */
export function shutFor({ fingerprints, expiresAt }: Attempts, nowSeconds: number): number {
  return fingerprints.size < MAX_WRONG_CREDENTIALS ? 0 : Math.max(0, expiresAt - nowSeconds);
}
