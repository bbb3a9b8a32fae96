import { setTimeout as sleep } from 'node:timers/promises';
import { backoff } from '../database/batches.ts';
import { digestOf, findEntry, type StoredEntry, writeEntry } from '../database/inbox.ts';
import { shopAddress } from '../domain/connection.ts';
import { Failure } from '../domain/failure.ts';
import { type Arrival, entryKey, type InboxEntry, keep } from '../domain/inbox.ts';
import type { ReadDelivery } from '../platforms/platform.ts';
import type { Shop } from './shop.ts';
import { type Outcome, understand } from './understand.ts';

/** What a shop said about one of its orders, by its webhook or when asked. */
export interface Parcel {
  platformId: string;
  arrival: Arrival;
  /** Absent: it only named the order. */
  payload?: Buffer | undefined;
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
  const { platformId, arrival, payload } = parcel;
  const { ordinal } = shop.connection;
  const identity = { platform: shop.platform.name, ...(ordinal !== undefined && { ordinal }), platformId };
  const place = { storeId: shop.store.id, key: entryKey(identity) };
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const before = await findEntry(place);
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

/** Another payload of the same second, which nobody has read yet, would be overwritten: it is read first. */
function hidesAnother({ todo, version, digest, deleted }: InboxEntry, arrival: Arrival): boolean {
  if (todo !== 'read' || deleted || arrival.kind !== 'order') return false;
  return version === arrival.version && digest !== arrival.digest;
}

function repeated(result: Outcome['result'], entry: InboxEntry | undefined): Outcome {
  const reason = result === 'Outdated' ? 'A newer version of the order is here.' : entry?.concluded?.reason;
  return { result, orderId: entry?.orderId, reason, counts: {} };
}

/** What to keep of a signed delivery; `undefined` if it is not about an order. */
export function parcelOf(read: ReadDelivery, body: Buffer): Parcel | undefined {
  switch (read.kind) {
    case 'order': {
      const { platformId, version } = read;
      return { platformId, arrival: { kind: 'order', version, digest: digestOf(body) }, payload: body };
    }
    case 'thin':
      return { platformId: read.platformId, arrival: { kind: 'thin' } };
    case 'deleted':
      return { platformId: read.platformId, arrival: { kind: 'deleted' } };
    case 'notUnderstood':
      return unread(body, read.reason);
    case 'ping':
    case 'unsigned':
    case 'other':
    case 'fault':
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
