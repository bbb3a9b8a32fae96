import type { Connection, KnownShop } from './connection.ts';
import type { Instant } from './instant.ts';

/** A password or a token of which only a hash is kept (`lib/door/secrets.ts`). */
export interface Secret {
  hash: string;
  since: Instant;
}

/** A secret that has to be read again, in the form in which it is kept (`lib/vault.ts`). */
export interface SealedSecret {
  sealed: string;
  since: Instant;
}

/** Where a webstore is told what happened to its orders (contract 9). */
export interface Webhook {
  url: string;
  /** Off: its messages are held until it is on again. */
  enabled: boolean;
  /** What signs, newest first; the second one is on its way out, and signs as well. */
  secrets: SealedSecret[];
  /** When its URL was set. */
  since: Instant;
}

/** One dealer's webstore. */
export interface Store {
  /** The first label of the host that its callers name: `coolbike` of `coolbike.example.com`. */
  id: string;
  /** What people call it. */
  name: string;
  /** Off: Lightspeed is answered `ModuleDisabled`. The webstore may still place orders (contract 1). */
  enabled: boolean;
  /** Lightspeed's user. Never with a colon: that is where Basic authentication splits. */
  username: string;
  /** Newest first; the second one is on its way out. */
  passwords: Secret[];
  apiTokens: Secret[];
  /** The only Lightspeed server that may call, as it was entered; absent: any. */
  machineAddress?: string | undefined;
  /** In which `OrderDate` is written, an IANA name; absent: UTC, with its offset (contract 1). */
  timeZone?: string | undefined;
  /** Orders placed before it are not offered; absent: all are. */
  startAt?: Instant | undefined;
  /** Until when Lightspeed's calls are recorded; absent: they are not. */
  recordUntil?: Instant | undefined;
  /** Absent: nobody is told anything. */
  webhook?: Webhook | undefined;
  /** Its shops, whose platforms send their orders (contract 10). */
  connections?: Connection[] | undefined;
  /** Shops that it was connected to before. Their orders are still here. */
  formerShops?: KnownShop[] | undefined;
  /** What a platform calls a way to pay, and what Lightspeed calls it: `{ stripe: 'VISA' }`. */
  payments?: Record<string, string> | undefined;
  /** A vendor or brand of the shop's, and the dealer's supplier code: `{ Kawasaki: 'KA' }`. */
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

/** A label of a host name (RFC 1123), in lower case. Nothing else is the id of any store. */
export function isStoreId(text: string): boolean {
  return text !== CONSOLE && /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(text);
}

export function isUsername(text: string): boolean {
  return /^[^:\p{Cc}]{1,100}$/u.test(text) && text.trim() === text;
}

/** Whether this is an IANA name of a time zone, as in `America/Boise`. An offset is none: it knows no summer. */
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

/** The secrets with a new one: the newest of the old ones stays valid, so that nobody is shut out meanwhile. */
export function rotate(secrets: Secret[], hash: string, now: Instant): Secret[] {
  return [{ hash, since: now }, ...secrets].slice(0, VALID_AT_ONCE);
}

/** As `rotate`, of secrets that are sealed. */
export function rotateSealed(secrets: SealedSecret[], added: SealedSecret): SealedSecret[] {
  return [added, ...secrets].slice(0, VALID_AT_ONCE);
}

/** The secrets without those on their way out. */
export function finishRotation(secrets: Secret[]): Secret[] {
  return secrets.slice(0, 1);
}

/** Whether Lightspeed's calls are being recorded. */
export function isRecording({ recordUntil }: Pick<Store, 'recordUntil'>, now: Instant): boolean {
  return recordUntil !== undefined && Date.parse(now) < Date.parse(recordUntil);
}
