import { setTimeout as sleep } from 'node:timers/promises';
import { backoff } from '../database/batches.ts';
import { digestOf, findEntry, type StoredEntry, writeEntry } from '../database/inbox.ts';
import { shopAddress } from '../domain/connection.ts';
import { Failure } from '../domain/failure.ts';
import { type Arrival, entryKey, type InboxEntry, keep } from '../domain/inbox.ts';
import type { ReadDelivery } from '../platforms/platform.ts';
import { isOnHost, type Shop } from './shop.ts';
import { type Outcome, understand } from './understand.ts';

/** What a shop said about one of its orders, by its webhook or when asked. */
export interface Parcel {
  platformId: string;
  arrival: Arrival;
  /** Absent: it only named the order. */
  payload?: Buffer | undefined;
  /** Where the connection names no shop: the shop that sent it, and what it sent. */
  sent?: { from: string; body: Buffer } | undefined;
}

const MAX_ATTEMPTS = 12;

/** Keeps what a shop said before anything else is done, then does what it says. Throws `ServiceUnavailable`. */
export async function take(parcel: Parcel, shop: Shop): Promise<Outcome> {
  const kept = await keepFirst(parcel, shop);
  if (!('entry' in kept)) return kept;
  const { entry } = kept;
  if (entry.todo === 'read') return understand(kept, shop);
  const { orderId, concluded } = entry;
  if (entry.todo === 'fetch')
    return { result: 'Held', orderId, reason: `${shop.platform.title} is asked for the order.`, counts: {} };
  return { result: 'NotUnderstood', reason: concluded?.reason, counts: { OrdersNotUnderstood: 1 } };
}

async function keepFirst(parcel: Parcel, shop: Shop): Promise<StoredEntry | Outcome> {
  const { platformId, arrival, payload, sent } = parcel;
  const { ordinal } = shop.connection;
  const identity = { platform: shop.platform.name, ...(ordinal !== undefined && { ordinal }), platformId };
  const place = { storeId: shop.store.id, key: entryKey(identity) };
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const before = await findEntry(place);
    if (sent && isAnothers(before?.entry, sent.from))
      return keepFirst(ofAnotherShop(sent.body, sent.from), shop);
    if (before && hidesAnother(before.entry, arrival)) await understand(before, shop);
    else {
      const kept = keep(before?.entry, arrival, { ...identity, now: shop.now });
      if ('repeats' in kept) return repeated(kept.repeats, before?.entry);
      if (kept.entry === before?.entry) return before;
      const newest = kept.takesPayload ? payload : before?.payload;
      const written = await writeEntry(place.storeId, kept.entry, { before, payload: newest });
      if (written) return written;
    }
    await sleep(backoff(attempt));
  }
  throw new Failure('ServiceUnavailable', 'The shop’s order is being changed by others.');
}

/** Two shops that sign with the same secret have the same keys for different orders. */
function isAnothers({ sender }: Partial<InboxEntry> = {}, from: string): boolean {
  return sender !== undefined && !isOnHost(from, sender);
}

/** Another payload of the same second, which nobody has read yet, would be overwritten: it is read first. */
function hidesAnother({ todo, version, digest, deleted }: InboxEntry, arrival: Arrival): boolean {
  if (todo !== 'read' || deleted || arrival.kind !== 'order') return false;
  return version === arrival.version && digest !== arrival.digest;
}

function repeated(result: Outcome['result'], entry: InboxEntry | undefined): Outcome {
  const reason = result === 'Outdated' ? 'A newer version of the order is here.' : entry?.concluded?.reason;
  return { result, orderId: entry?.orderId, reason, counts: {} };
}

/**
 * What to keep of a signed delivery; `undefined` if it is not about an order.
 * @param sender the shop that sent it, where the connection names none
 */
export function parcelOf(read: ReadDelivery, body: Buffer, sender?: string): Parcel | undefined {
  const sent = sender === undefined ? undefined : { from: sender, body };
  switch (read.kind) {
    case 'order': {
      const { platformId, version } = read;
      return {
        platformId,
        arrival: { kind: 'order', version, digest: digestOf(body), sender },
        payload: body,
        sent,
      };
    }
    case 'thin':
      return { platformId: read.platformId, arrival: { kind: 'thin' }, sent };
    case 'deleted':
      return { platformId: read.platformId, arrival: { kind: 'deleted' }, sent };
    case 'notUnderstood':
    case 'fault':
      return unread(body, read.reason);
    case 'ping':
    case 'unsigned':
    case 'other':
      return undefined;
  }
}

/** A payload without an order is kept under a hash of its content. */
export function unread(body: Buffer, reason: string, from?: string): Parcel {
  const digest = digestOf(body);
  return {
    platformId: `unread-${digest}`,
    arrival: { kind: 'notUnderstood', reason, digest, ...(from !== undefined && { from }) },
    payload: body,
  };
}

/** A delivery of another shop that signs with the same secret. */
export function ofAnotherShop(body: Buffer, from: string): Parcel {
  return unread(body, `It came from another shop, ${shopAddress(from)}.`, from);
}
