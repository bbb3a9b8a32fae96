import { setClock } from './clock.ts';
import { type ConsoleHere, openConsole } from './console.ts';
import { basic, type OpenStore } from './history/callers.ts';
import { Dealership } from './history/dealership.ts';
import { Moments } from './history/moments.ts';
import { connectShop, damage, openStore } from './history/open-store.ts';
import { DEALER, inviteFirst, planPeople, switchOff } from './history/people.ts';
import type { Receivers } from './history/receivers.ts';
import { STORES } from './history/stores.ts';
import { Teller } from './history/teller.ts';
import {
  deliver,
  type Planned,
  plannedOrders,
  sendNote,
  sendOrder,
  shopStory,
  withoutStreet,
} from './history/webstore.ts';
import { DAY, MINUTE } from './history/zoned.ts';

interface Filling {
  /** When the history ends, in milliseconds since 1970. */
  end: number;
  /** Of the console and, without a store's name in front, of the service. */
  origin: string;
  receivers: Receivers;
}

interface Happening extends Filling {
  moments: Moments;
  teller: Teller;
  console: ConsoleHere;
}

/**
 * Fills the database that is open with a month of history, by the product's own functions at the times at which things happen.
 * The clock stands at the end of the history afterwards. Throws a sentence if one of the stores is there already.
 */
export async function fill({ end, origin, receivers }: Filling): Promise<OpenStore[]> {
  process.env['LOG_LEVEL'] = 'SILENT';
  await refuseTwice();
  setClock(end - 31 * DAY);
  await inviteFirst([STORES[0].id]);
  const console = await openConsole(origin);
  const moments = new Moments(end);
  const teller = new Teller(moments, { from: end - 30 * DAY, end });
  const stores: OpenStore[] = [];
  for (const store of STORES) {
    setClock(end - store.days * DAY - MINUTE);
    stores.push(await openStore(store, { receivers, origin }));
  }
  const happening = { end, origin, receivers, moments, teller, console };
  for (const store of stores) planStore(store, happening);
  planPeople(console, { moments, end });
  await moments.run();
  return stores;
}

async function refuseTwice(): Promise<void> {
  const { getStore } = await import('../../lib/database/stores.ts');
  for (const { id } of STORES)
    if (await getStore(id))
      throw new Error(`There is a store ${id} already: this service was filled before.`);
}

/** Everything that will happen in one store. */
function planStore(store: OpenStore, happening: Happening): void {
  const { moments, end, origin, teller, console } = happening;
  const dealership = new Dealership(store, { moments, end, changed: () => teller.soon() });
  let shop: Promise<string> | undefined;
  const { shopSince = 0, offSince } = store;
  const shopFrom = end - shopSince;
  if (shopSince > 0)
    moments.add(shopFrom, () => (shop = connectShop(store, `${new URL(origin).protocol}//${store.host}`)));
  if (offSince !== undefined) moments.add(end - offSince, () => switchOff(console, store));
  for (const planned of plannedOrders(store, end)) {
    dealership.expect(planned.orderId, planned.order, planned);
    const isFromShop = shopSince > 0 && planned.arrives > shopFrom;
    if (isFromShop) planDeliveries(store, planned, { moments, secret: () => shop ?? Promise.resolve('') });
    else moments.add(planned.arrives, () => sendOrder(store, planned));
    planSpecial(store, planned, { ...happening, dealership });
  }
  dealership.pollRegularlyUntilTheEnd();
  planTries(store.id, dealership, happening);
}

/** What a shop delivers of one order. */
function planDeliveries(
  store: OpenStore,
  planned: Planned,
  { moments, secret }: { moments: Moments; secret: () => Promise<string> },
): void {
  const story = store.orders?.[planned.fromNewest]?.shop;
  const sent = story === 'no street' ? withoutStreet(planned) : planned;
  for (const { after, status } of shopStory(story))
    moments.add(planned.arrives + after, async () =>
      deliver(store, sent, { status, secret: await secret() }),
    );
}

/** What happens to one order besides. */
function planSpecial(
  store: OpenStore,
  { orderId, fromNewest, arrives }: Planned,
  { moments, console, dealership, teller }: Happening & { dealership: Dealership },
): void {
  const { staff, webstoreNote, damaged } = store.orders?.[fromNewest] ?? {};
  const arrived = arrives + MINUTE / 2;
  if (damaged) moments.add(arrived, () => damage(store, orderId));
  if (webstoreNote) moments.add(arrived + MINUTE, () => sendNote(store, orderId, webstoreNote));
  if (!staff) return;
  moments.add(arrived + staff.after, async () => {
    const fields = { act: staff.act, text: staff.text, reason: staff.text };
    await console.post(`/console/stores/${store.id}/orders/${orderId}`, fields, DEALER);
    dealership.pollSoon();
    teller.soon();
  });
}

/** Somebody set Lightspeed up anew an hour ago, and mistyped the user first. */
function planTries(storeId: string, dealership: Dealership, { moments, end }: Happening): void {
  if (storeId !== STORES[0].id) return;
  const wrong = basic('ligthspeed', 'local-password');
  moments.add(end - 51 * MINUTE, () => dealership.tryToCall('/LightSpeed', wrong));
  moments.add(end - 50 * MINUTE, () => dealership.tryToCall('/LightSpeed'));
}
