import type { Instant } from './instant.ts';
import type { PlatformName } from './platform.ts';

/** Something of a shop's that only `lib/vault.ts` can read. */
export interface Sealed {
  sealed: string;
  since: Instant;
}

/** A shop that a store is, or was, connected to. */
export interface KnownShop {
  platform: PlatformName;
  /** `https://shop.example`, `coolbike.myshopify.com`, `stores/abc123`; absent where only the shop itself knows it. */
  shop?: string | undefined;
  /**
   * Which of the platform's shops that the store was ever connected to it is: 2 for the second one; absent: the first.
   */
  ordinal?: number | undefined;
}

/** A store's own shop on a platform, whose orders come to us (contract 10). A store has at most one a platform. */
export interface Connection extends KnownShop {
  /** What its deliveries are signed with. Newest first; the second one is on its way out. */
  secrets: Sealed[];
  /**
   * What the shop's API is called with; absent: only its webhook is connected, nothing is asked and nothing goes back.
   */
  api?: Sealed | undefined;
  /** The shop's own ids of the webhooks that we made there. */
  webhookIds: string[];
  /** In which of the platform's states an order goes to Lightspeed; absent: in those in which it is paid. */
  offeredStates?: string[] | undefined;
  testOrders: boolean;
  numberPrefix: string;
  /** An order that is canceled in Lightspeed is canceled in the shop as well; otherwise it gets a note there. */
  cancelInShop: boolean;
  /** The sweep asks for what changed since then. */
  importSince: Instant;
  connectedAt: Instant;
}

/** Whether anything can be asked of the shop, or told to it. */
export function isTwoWay({ api }: Pick<Connection, 'api'>): boolean {
  return api !== undefined;
}

/** The name of a shop in its store, forever: `woocommerce`, and `woocommerce.2` for the next one of that platform. */
export function shopKey({ platform, ordinal = 1 }: Pick<KnownShop, 'platform' | 'ordinal'>): string {
  return ordinal === 1 ? platform : `${platform}.${ordinal}`;
}

/** A store's connection to a very shop; `undefined` if it is connected to another one of that platform, or to none. */
export function connectionTo(
  shop: Pick<KnownShop, 'platform' | 'ordinal'>,
  { connections = [] }: { connections?: Connection[] | undefined },
): Connection | undefined {
  return connections.find((one) => shopKey(one) === shopKey(shop));
}

/** The host and path of a shop, however it is written: `shop.example/eu` of `https://www.Shop.example/eu/`. */
export function shopAddress(shop: string): string {
  const lower = shop.trim().toLowerCase();
  const url = URL.canParse(lower) ? new URL(lower) : undefined;
  const address = url ? `${url.host}${url.pathname}` : lower;
  return address.replace(/^www\./, '').replace(/\/+$/, '');
}

/**
 * Which of the platform's shops a store means by this one: one that it was connected to before, or the next. Who does
 * not say which shop it is means the one before. Two shops have the same keys for different orders.
 * @param known every shop that the store is or was connected to, the newest last
 */
export function ordinalOf(
  { platform, shop }: Pick<KnownShop, 'platform' | 'shop'>,
  known: readonly KnownShop[],
): number | undefined {
  const ofPlatform = known.filter((one) => one.platform === platform);
  const before = ofPlatform.at(-1);
  if (shop === undefined || before === undefined) return before?.ordinal;
  // One that nobody knows by name has sent nothing yet: it may be this one.
  const same = ofPlatform.find((one) => one.shop === undefined || isSameShop(one.shop, shop));
  return same ? same.ordinal : Math.max(...ofPlatform.map(({ ordinal = 1 }) => ordinal)) + 1;
}

function isSameShop(one: string, other: string): boolean {
  return shopAddress(one) === shopAddress(other);
}

/** What is known of a connection from what came and what was asked. */
export interface ConnectionActivity {
  lastPingAt?: Instant | undefined;
  /** What the shop calls itself, as its first delivery said. */
  shop?: string | undefined;
  lastDeliveryAt?: Instant | undefined;
  /** What the last delivery came to. */
  lastResult?: string | undefined;
  deliveries: number;
  /** Deliveries whose signature was missing or wrong: of those only the count is kept. */
  rejected: number;
  lastRejectedAt?: Instant | undefined;
  /** What is wrong with the connection itself, and since when it was last seen so. */
  fault?: string | undefined;
  faultAt?: Instant | undefined;
  /** The sweep has asked for everything that changed before this time. */
  sweptTo?: Instant | undefined;
  /** One that had no time for all pages: when it began, and where it goes on. */
  sweepBegunAt?: Instant | undefined;
  sweepPage?: string | undefined;
  lastSweptAt?: Instant | undefined;
  /** The newest change of an order that a sweep was told of. */
  newestChangeAt?: Instant | undefined;
  lastSweepFailure?: string | undefined;
  nextSweepAt?: Instant | undefined;
  /** Payment methods that are booked as OTHER because nobody said what they are. */
  unknownMethods: string[];
}

/** How many of a shop's orders wait for the shop, and for somebody who makes sense of them. */
export interface Waiting {
  held: number;
  notUnderstood: number;
}
