import type { Connection, KnownShop } from './connection.ts';
import type { Instant } from './instant.ts';

/** The hash of a password or token (`lib/door/secrets.ts`). */
export interface Secret {
  hash: string;
  since: Instant;
}

/** A secret that must be read again, sealed (`lib/vault.ts`). */
export interface SealedSecret {
  sealed: string;
  since: Instant;
}

/** Where a webstore is told what happened to its orders (contract 9). */
export interface Webhook {
  url: string;
  /** Off: its messages are held until it is on again. */
  enabled: boolean;
  /** The signing secrets, newest first; the second one is being replaced, and signs as well. */
  secrets: SealedSecret[];
  /** When its URL was set. */
  since: Instant;
}

/** One dealer's webstore. */
export interface Store {
  /** The first label of the host that its callers name: `coolbike` of `coolbike.example.com`. */
  id: string;
  /** Its name for people. */
  name: string;
  /** Off: Lightspeed is answered `ModuleDisabled`. The webstore may still place orders (contract 1). */
  enabled: boolean;
  /** Lightspeed's user, without a colon: Basic authentication splits there. */
  username: string;
  /** Newest first; the second one is being replaced. */
  passwords: Secret[];
  apiTokens: Secret[];
  /** The only Lightspeed server that may call, as entered; absent: any. */
  machineAddress?: string | undefined;
  /** The IANA time zone of `OrderDate`; absent: UTC, with its offset (contract 1). */
  timeZone?: string | undefined;
  /** Orders placed before it are not offered; absent: all are. */
  startAt?: Instant | undefined;
  /** Lightspeed's calls are recorded until then; absent: they are not. */
  recordUntil?: Instant | undefined;
  /** Absent: it gets no messages. */
  webhook?: Webhook | undefined;
  /** Its shops, whose platforms send their orders (contract 10). */
  connections?: Connection[] | undefined;
  /** Formerly connected shops. Their orders are still here. */
  formerShops?: KnownShop[] | undefined;
  /** From a platform's payment method to Lightspeed's payment type: `{ stripe: 'VISA' }`. */
  payments?: Record<string, string> | undefined;
  /** From a shop's vendor or brand to the dealer's supplier code: `{ Kawasaki: 'KA' }`. */
  supplierCodes?: Record<string, string> | undefined;
  /** The part that stands for a line without a SKU. */
  partWithoutSku?: string | undefined;
  createdAt: Instant;
  updatedAt: Instant;
}

/** A password or a token that is replaced stays valid beside the new one until the change is finished. */
const VALID_AT_ONCE = 2;

/** The first label of the console's own host (contract 11). */
const CONSOLE = 'console';

/** A label of a host name (RFC 1123), in lowercase. Anything else is not a store id. */
export function isStoreId(text: string): boolean {
  return text !== CONSOLE && /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(text);
}

export function isStoreName(text: string): boolean {
  return /^[^\p{Cc}]{1,200}$/u.test(text) && text.trim() !== '';
}

export function isUsername(text: string): boolean {
  return /^[^:\p{Cc}]{1,100}$/u.test(text) && text.trim() === text;
}

/** Whether this is the IANA name of a time zone, such as `America/Boise`. An offset is not: it has no summer time. */
export function isTimeZone(text: string): boolean {
  if (!/^[A-Za-z]/.test(text)) return false;
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: text }));
  } catch {
    return false;
  }
}

/** Twelve hex digits, so that `00:1A:2B:3C:4D:5E` and `001a2b3c4d5e` are equal; `undefined` for anything else. */
export function machineAddressKey(text: string): string | undefined {
  const digits = text
    .trim()
    .replaceAll(/[:.\s-]/g, '')
    .toUpperCase();
  return /^[0-9A-F]{12}$/.test(digits) ? digits : undefined;
}

/** Adds a new secret. The newest old one stays valid, so that nobody is shut out meanwhile. */
export function rotate(secrets: Secret[], hash: string, now: Instant): Secret[] {
  return [{ hash, since: now }, ...secrets].slice(0, VALID_AT_ONCE);
}

/** Like `rotate`, for sealed secrets. */
export function rotateSealed(secrets: SealedSecret[], added: SealedSecret): SealedSecret[] {
  return [added, ...secrets].slice(0, VALID_AT_ONCE);
}

/** When the newest of all secrets of a store was made. */
export function newestSecretAt(store: Store): Instant {
  const times = keptSecrets(store).map(({ since }) => since);
  return times.toSorted((a, b) => Date.parse(b) - Date.parse(a))[0] ?? '';
}

/** Whether a store got a secret that it did not have. */
export function hasNewSecret(before: Store, after: Store): boolean {
  const known = new Set(keptSecrets(before).map(({ kept }) => kept));
  return keptSecrets(after).some(({ kept }) => !known.has(kept));
}

function keptSecrets({ passwords, apiTokens, webhook, connections = [] }: Store) {
  const hashed = [...passwords, ...apiTokens].map(({ hash, since }) => ({ kept: hash, since }));
  const sealed = [webhook?.secrets ?? [], ...connections.map(({ secrets }) => secrets)].flat();
  return [...hashed, ...sealed.map(({ sealed: kept, since }) => ({ kept, since }))];
}

/** Only the newest secret. */
export function finishRotation(secrets: Secret[]): Secret[] {
  return secrets.slice(0, 1);
}

/** Whether Lightspeed's calls are being recorded. */
export function isRecording({ recordUntil }: Pick<Store, 'recordUntil'>, now: Instant): boolean {
  return recordUntil !== undefined && Date.parse(now) < Date.parse(recordUntil);
}
