import { setTimeout as sleep } from 'node:timers/promises';
import { backoff } from '../database/batches.ts';
import { findEntry, type StoredEntry, writeEntry } from '../database/inbox.ts';
import { placeOf, recordUnknownMethods } from '../database/connections.ts';
import { Failure } from '../domain/failure.ts';
import {
  conclude,
  type Concluded,
  type Conclusion,
  entryKey,
  type InboxEntry,
  type InboxResult,
  isBehind,
  lookAgain,
  standBy,
} from '../domain/inbox.ts';
import type { Instant } from '../domain/instant.ts';
import { readJson } from '../platforms/json.ts';
import type { ReadOrder } from '../platforms/platform.ts';
import { log } from '../telemetry/log.ts';
import type { Counts } from '../telemetry/metrics.ts';
import { cancelInStore, changeInStore, noteInStore, placeInStore } from './orders.ts';
import { settingsFor, type Shop } from './shop.ts';

/** What happened to a shop's order, as in the answer to its delivery (contract 10). */
export interface Outcome {
  result: InboxResult;
  orderId?: string | undefined;
  reason?: string | undefined;
  counts: Counts;
}

/** What was done about the newest version, the entry as it then stood, and what that version came to. */
export interface Done extends Pick<Concluded, 'conclusion' | 'reason'> {
  stored: StoredEntry;
  result: InboxResult;
  counts?: Counts;
  /** The number that people see in the shop. */
  number?: string | undefined;
  /** The order was not there, though somebody may be about to write it. */
  lookAgain?: boolean;
}

const MAX_ATTEMPTS = 8;

/**
 * Reads the newest payload of an entry and does what it says: places, replaces, cancels, or nothing. Whatever was
 * interrupted is done by doing it again. Throws `ServiceUnavailable`.
 */
export async function understand(kept: StoredEntry, shop: Shop): Promise<Outcome> {
  let current: StoredEntry | undefined = kept;
  let outcome: Outcome | undefined;
  for (let attempt = 1; attempt <= MAX_ATTEMPTS && current; attempt += 1) {
    const done = await act(current, shop);
    if (done) outcome ??= outcomeOf(done);
    if (done && outcome && (await writeConclusion(done, shop))) return outcome;
    // Another version came meanwhile. It decides, also if it was read before we wrote what the older one says.
    await sleep(backoff(attempt));
    current = await findEntry({ storeId: shop.store.id, key: entryKey(kept.entry) });
  }
  // It is kept, and somebody else works on it; the schedule makes sure that it is done.
  if (outcome) return outcome;
  throw new Failure('ServiceUnavailable', 'The shop’s order is being changed by others.');
}

async function writeConclusion(done: Done, { store, now }: Shop): Promise<boolean> {
  const { stored } = done;
  const entry = nextEntry(done, now);
  return (await writeEntry(store.id, entry, { before: stored, payload: stored.payload })) !== undefined;
}

function nextEntry(done: Done, now: Instant): InboxEntry {
  const { number = done.stored.entry.number } = done;
  const entry = { ...done.stored.entry, number };
  if (done.result === 'Outdated') return standBy(entry, now);
  return done.lookAgain ? lookAgain(entry, done, now) : conclude(entry, done, now);
}

function outcomeOf({ result, stored, reason, counts = {} }: Done): Outcome {
  return { result, orderId: stored.entry.orderId, reason, counts };
}

/** `undefined` if the entry was changed meanwhile. */
async function act(stored: StoredEntry, shop: Shop): Promise<Done | undefined> {
  const first = { stored, reading: read(stored, shop) };
  const { reading, stored: known } = await withPayments(first, shop);
  const done = await actOn(reading, known, shop);
  return done && { ...done, number: reading.number };
}

async function actOn(reading: ReadOrder, stored: StoredEntry, shop: Shop): Promise<Done | undefined> {
  const { entry } = stored;
  const has = entry.orderId !== undefined;
  if (isBehind(entry, conclusionOf(reading, has)))
    return {
      stored,
      conclusion: 'Held',
      result: 'Outdated',
      reason: 'A newer version of the same second is here.',
    };
  switch (reading.state) {
    case 'offer':
      await noteMethods(reading.unknownMethods, shop);
      return placeInStore(stored, reading, shop);
    case 'shipped':
      return has ? changeInStore(stored, reading, shop) : only(stored, 'Ignored', reading);
    case 'held':
      return has ? noteInStore(stored, reading, shop) : only(stored, 'Held', reading);
    case 'ignored':
      if (has && reading.isShipped)
        return { stored, conclusion: 'Placed', result: 'Unchanged', reason: reading.reason };
      return has ? cancelInStore(stored, reading, shop) : only(stored, 'Ignored', reading);
    case 'canceled':
      return has ? cancelInStore(stored, reading, shop) : only(stored, 'Canceled', reading);
    case 'notUnderstood':
      return notUnderstood(stored, reading, shop);
  }
}

/** A payload that concerns no order here. */
function only(
  stored: StoredEntry,
  conclusion: Exclude<Conclusion, 'Placed'>,
  { reason }: { reason: string },
): Done {
  return { stored, conclusion, result: conclusion, reason };
}

async function notUnderstood(
  stored: StoredEntry,
  reading: Extract<ReadOrder, { state: 'notUnderstood' }>,
  shop: Shop,
): Promise<Done> {
  const { reason } = reading;
  const counts = { OrdersNotUnderstood: 1 };
  if (stored.entry.orderId === undefined) return { ...only(stored, 'NotUnderstood', { reason }), counts };
  const noted = await noteInStore(stored, { reason: `its newest version cannot be read: ${reason}` }, shop);
  return { ...noted, conclusion: 'NotUnderstood', result: 'NotUnderstood', reason, counts };
}

function conclusionOf(reading: ReadOrder, has: boolean): Conclusion {
  const hasSent = has && reading.state === 'ignored' && reading.isShipped === true;
  const conclusions: Readonly<Record<ReadOrder['state'], Conclusion>> = {
    offer: 'Placed',
    shipped: has ? 'Placed' : 'Ignored',
    held: 'Held',
    ignored: hasSent ? 'Placed' : 'Ignored',
    canceled: 'Canceled',
    notUnderstood: 'NotUnderstood',
  };
  return conclusions[reading.state];
}

/** Never throws: what cannot be read is kept with the reason. */
function read({ entry, payload, tooLarge }: StoredEntry, shop: Shop): ReadOrder {
  if (entry.deleted) return { state: 'canceled', reason: 'the shop has deleted it.' };
  if (!payload)
    return unreadable(tooLarge ? 'It was too large to keep.' : 'What the shop sent is no longer kept.');
  const json = readJson(payload.toString('utf8'));
  if (!json.ok) return unreadable(json.reason);
  try {
    return shop.platform.readOrder(paidAs(json.value, entry), settingsFor(shop));
  } catch (error) {
    // Without its content: only where it went wrong.
    log.error('reading failed', { store: shop.store.id, entry: entryKey(entry), error });
    return unreadable('A fault of ours: the log says more.');
  }
}

/** With what the shop said of its payments when it was asked. */
function paidAs(payload: unknown, { payments }: InboxEntry): unknown {
  if (payments === undefined || typeof payload !== 'object' || payload === null) return payload;
  const transactions = readJson(payments);
  return transactions.ok ? { ...payload, transactions: transactions.value } : payload;
}

/**
 * Asks the shop how an order was paid of which nobody can say that: once, because it is kept. What fails costs the
 * card's brand and not the order.
 */
async function withPayments(
  first: { stored: StoredEntry; reading: ReadOrder },
  shop: Shop,
): Promise<{ stored: StoredEntry; reading: ReadOrder }> {
  const { stored, reading } = first;
  const { entry } = stored;
  const isUnknown = reading.state === 'offer' && reading.unknownMethods.length > 0;
  if (!isUnknown || entry.payments !== undefined || !shop.paymentsOf) return first;
  const asked = await shop.paymentsOf(shop, entry.platformId);
  if (asked === undefined) return first;
  if (!asked.ok) {
    log.warn('payments not asked', { store: shop.store.id, entry: entryKey(entry), reason: asked.reason });
    return first;
  }
  const known = { ...stored, entry: { ...entry, payments: asked.value } };
  return { stored: known, reading: read(known, shop) };
}

function unreadable(reason: string): ReadOrder {
  return { state: 'notUnderstood', reason, faults: [] };
}

/** For `npm run stores -- set ID --payment`, by which a person assigns them. It must not fail an order. */
async function noteMethods(methods: string[], { store, connection, now }: Shop): Promise<void> {
  if (methods.length === 0) return;
  try {
    await recordUnknownMethods(placeOf(store.id, connection), methods);
  } catch (error) {
    log.warn('methods not noted', { store: store.id, now, error });
  }
}
