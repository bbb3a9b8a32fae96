import type { Instant } from './instant.ts';

/** A change that a person asked for in the console (contract 11). */
export interface AuditEntry {
  at: Instant;
  /** The email of the person. */
  who: string;
  /** The store; absent: the whole deployment, as when a person is invited. */
  store?: string | undefined;
  /** What was to be changed, in a few words, such as `Lightspeed user`. Never a secret. */
  what: string;
  from?: string | undefined;
  to?: string | undefined;
}

/** What came of a change that was written down before it was made. */
export type Outcome = 'made' | 'not made';
