import { claimNumber, type StoredEntry, writeEntry } from '../database/inbox.ts';
import { changeOrder, type Change, putOrder } from '../database/orders.ts';
import { Failure } from '../domain/failure.ts';
import { entryKey, numbersFor } from '../domain/inbox.ts';
import {
  cancelByShop,
  changeByShop,
  newShopOrder,
  noteByShop,
  RESTORED,
  type ShopOrder,
  type ShopResult,
  type Teller,
} from '../domain/shop-order.ts';
import type { Shop } from './shop.ts';
import type { Done } from './understand.ts';

/* Applies a shop's order to ours in the database, by the same functions as the webstore's own calls (contract 8). */

const TOLD = 'Lightspeed has the order: a note on it says what changed.';
const REMOVED = 'The order was settled long ago and is removed here.';

type Numbered = ShopOrder & { number: string };

/**
 * Places an order that is paid, or its newer version, under a number that is its own forever. `undefined` if the entry
 * was changed meanwhile.
 */
export async function placeInStore(
  first: StoredEntry,
  shopOrder: Numbered,
  shop: Shop,
): Promise<Done | undefined> {
  // An order that was placed and is gone was removed: it must not go to Lightspeed again.
  if (first.entry.concluded?.conclusion === 'Placed') return changeInStore(first, shopOrder, shop);
  let current: StoredEntry | undefined = first;
  while (current) {
    const numbered: StoredEntry | 'none left' | undefined = await withNumber(current, shopOrder.number, shop);
    if (numbered === 'none left') return noNumber(current, shopOrder.number);
    if (!numbered) return undefined;
    const result = await put(shopOrder, numbered, shop);
    if (typeof result === 'object') return notPlaced(numbered, result);
    if (result !== 'Taken') return placed(numbered, result);
    current = await giveUpNumber(numbered, shop);
  }
  return undefined;
}

async function put(
  shopOrder: Numbered,
  stored: StoredEntry,
  shop: Shop,
): Promise<ShopResult | { reason: string }> {
  const { title } = shop.platform;
  const { orderId = '' } = stored.entry;
  const renumbered =
    orderId === shopOrder.number
      ? []
      : [`Its number in ${title} is ${shopOrder.number}, which another order of this store has.`];
  const told = { ...shopOrder, remarks: [...renumbered, ...shopOrder.remarks] };
  const teller = tellerOf(stored, shop);
  try {
    const { result } = await putOrder<ShopResult>(
      { store: shop.store, by: 'webstore' },
      {
        fresh: newShopOrder(orderId, told, teller),
        created: 'Placed',
        again: (order) => changeByShop(order, told, teller),
      },
    );
    return result;
  } catch (error) {
    // Older than orders are kept (docs/privacy.md): it may have been shipped and removed.
    if (!(error instanceof Failure) || error.code !== 'InvalidRequest') throw error;
    return { reason: error.faults.map(({ pointer, detail }) => `${pointer} ${detail}`).join('; ') };
  }
}

function placed(stored: StoredEntry, result: Exclude<ShopResult, 'Taken'>): Done {
  if (result === 'Restored' && stored.entry.setAsideAt !== undefined)
    return { stored, conclusion: 'Ignored', result: 'Ignored', reason: `Set aside by hand. ${RESTORED}` };
  if (result === 'Restored')
    return { stored, conclusion: 'NotUnderstood', result: 'NotUnderstood', reason: RESTORED };
  if (result === 'Noted') return { stored, conclusion: 'Placed', result: 'Unchanged', reason: TOLD };
  return { stored, conclusion: 'Placed', result, counts: result === 'Placed' ? { OrdersPlaced: 1 } : {} };
}

/** The entry with a number that nobody else has; it is written there before any order is. */
async function withNumber(
  stored: StoredEntry,
  number: string,
  shop: Shop,
): Promise<StoredEntry | 'none left' | undefined> {
  const { entry } = stored;
  if (entry.orderId !== undefined) return stored;
  const candidates = numbersFor(number, entry).filter((one) => !entry.takenIds.includes(one));
  for (const orderId of candidates) {
    if (!(await claimNumber(shop.store.id, orderId, entryKey(entry)))) continue;
    return rewritten(stored, { ...entry, orderId }, shop);
  }
  return 'none left';
}

/** Another order has the number: the webstore placed it itself. */
function giveUpNumber(stored: StoredEntry, shop: Shop): Promise<StoredEntry | undefined> {
  const { orderId = '', takenIds, ...entry } = stored.entry;
  return rewritten(stored, { ...entry, takenIds: [...takenIds, orderId] }, shop);
}

function rewritten(
  before: StoredEntry,
  entry: StoredEntry['entry'],
  { store }: Shop,
): Promise<StoredEntry | undefined> {
  return writeEntry(store.id, entry, { before, payload: before.payload });
}

function noNumber(stored: StoredEntry, number: string): Done {
  return notPlaced(stored, { reason: `Other orders of this store have the number ${number}.` });
}

function notPlaced(stored: StoredEntry, { reason }: { reason: string }): Done {
  return { stored, conclusion: 'NotUnderstood', result: 'NotUnderstood', reason };
}

/** Another version of an order that is here: it takes the place of the older one, or is a note. */
export async function changeInStore(stored: StoredEntry, shopOrder: ShopOrder, shop: Shop): Promise<Done> {
  const teller = tellerOf(stored, shop);
  const result = await change(stored, shop, (order) => changeByShop(order, shopOrder, teller));
  if (result === 'Gone' || result === 'Taken')
    return { ...gone(stored), conclusion: 'Ignored', result: 'Ignored', reason: REMOVED };
  return placed(stored, result);
}

export async function cancelInStore(
  stored: StoredEntry,
  { reason }: { reason: string },
  shop: Shop,
): Promise<Done> {
  const teller = tellerOf(stored, shop);
  const result = await change(stored, shop, (order) => cancelByShop(order, reason, teller));
  if (result === 'Gone') return { ...gone(stored), conclusion: 'Canceled', result: 'Canceled', reason };
  if (result === 'Outdated') return { stored, conclusion: 'Canceled', result, reason };
  if (result === 'Noted')
    return {
      stored,
      conclusion: 'Canceled',
      result: 'Unchanged',
      reason: 'It has shipped: a note on it says that the shop canceled it.',
    };
  return { stored, conclusion: 'Canceled', result: 'Canceled', reason, counts: { OrdersCanceled: 1 } };
}

/** News of an order that changes nothing here, but that staff should know. */
export async function noteInStore(
  stored: StoredEntry,
  { reason }: { reason: string },
  shop: Shop,
): Promise<Done> {
  const teller = tellerOf(stored, shop);
  const text = `${teller.title}: ${reason} Look at it there before it is shipped.`;
  const result = await change(stored, shop, (order) => noteByShop(order, text, teller));
  if (result === 'Gone') return { ...gone(stored), conclusion: 'Held', result: 'Held', reason };
  return { stored, conclusion: 'Placed', result: result === 'Outdated' ? result : 'Unchanged', reason };
}

/** Its number is claimed, but the order is not there: it is not written yet, or it was removed long after. */
function gone(stored: StoredEntry): Pick<Done, 'stored' | 'lookAgain'> {
  return { stored, lookAgain: stored.entry.concluded?.conclusion !== 'Placed' };
}

async function change(
  { entry: { orderId = '' } }: StoredEntry,
  { store }: Shop,
  step: Change<ShopResult>,
): Promise<ShopResult | 'Gone'> {
  try {
    return (await changeOrder({ store, by: 'webstore' }, orderId, step)).result;
  } catch (error) {
    if (error instanceof Failure && error.code === 'OrderNotFound') return 'Gone';
    throw error;
  }
}

function tellerOf({ entry }: StoredEntry, { platform, now }: Shop): Teller {
  const { ordinal, platformId, version } = entry;
  const shop = { platform: platform.name, ...(ordinal !== undefined && { ordinal }) };
  return { title: platform.title, source: { ...shop, platformId, version }, now };
}
