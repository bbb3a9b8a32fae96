import type { Instant } from './instant.ts';

/** A change that a person asked for in the console (contract 11). */
export interface AuditEntry {
  at: Instant;
  /** The email of the person. */
  who: string;
  /** The store that it is about; absent: the deployment, as inviting a person is. */
  store?: string | undefined;
  /** What was to be changed, in a few words, as in `Lightspeed user`. Never a secret. */
  what: string;
  from?: string | undefined;
  to?: string | undefined;
}
