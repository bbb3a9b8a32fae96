import type { Instant } from './instant.ts';
import type { PlatformName } from './platform.ts';

/** A shop's secret that only `lib/vault.ts` can read. */
export interface Sealed {
  sealed: string;
  since: Instant;
}

/** A shop that a store is, or was, connected to. */
export interface KnownShop {
  platform: PlatformName;
  /** `https://shop.example`, `coolbike.myshopify.com`, `stores/abc123`; absent where only the shop itself knows it. */
  shop?: string | undefined;
  /** Its number among the shops of this platform that the store was ever connected to: 2, 3, …; absent: the first. */
  ordinal?: number | undefined;
}

/** A store's own shop on a platform, whose orders come to us (contract 10). A store has at most one a platform. */
export interface Connection extends KnownShop {
  /** The secrets that sign its deliveries. Newest first; the second one is being replaced. */
  secrets: Sealed[];
  /**
   * The credentials of the shop's API; absent: only its webhook is connected, nothing is asked and nothing goes back.
   */
  api?: Sealed | undefined;
  /** The shop's own ids of the webhooks that we made there. */
  webhookIds: string[];
  /** The platform's states in which an order goes to Lightspeed; absent: those in which it is paid. */
  offeredStates?: string[] | undefined;
  testOrders: boolean;
  numberPrefix: string;
  /** An order that is canceled in Lightspeed is canceled in the shop as well; otherwise it gets a note there. */
  cancelInShop: boolean;
  /** The sweep asks for what changed since then. */
  importSince: Instant;
  connectedAt: Instant;
}

/** Whether the shop's API can be called. */
export function isTwoWay({ api }: Pick<Connection, 'api'>): boolean {
  return api !== undefined;
}

/** The permanent key of a shop in its store: `woocommerce`, and `woocommerce.2` for the next one of that platform. */
export function shopKey({ platform, ordinal = 1 }: Pick<KnownShop, 'platform' | 'ordinal'>): string {
  return ordinal === 1 ? platform : `${platform}.${ordinal}`;
}

/** A store's connection to this shop; `undefined` if it is connected to another one of the platform, or to none. */
export function connectionTo(
  shop: Pick<KnownShop, 'platform' | 'ordinal'>,
  { connections = [] }: { connections?: Connection[] | undefined },
): Connection | undefined {
  return connections.find((one) => shopKey(one) === shopKey(shop));
}

/** The normalized host and path of a shop: `shop.example/eu` for `https://www.Shop.example/eu/`. */
export function shopAddress(shop: string): string {
  const lower = shop.trim().toLowerCase();
  const url = URL.canParse(lower) ? new URL(lower) : undefined;
  const address = url ? `${url.host}${url.pathname}` : lower;
  return address.replace(/^www\./, '').replace(/\/+$/, '');
}

/**
 * The shop that a store means: one that it was connected to before, or a new one. Without a name it is the previous
 * one. Two shops have the same keys for different orders.
 * @param known every shop that the store is or was connected to, the newest last
 */
export function ordinalOf(
  { platform, shop }: Pick<KnownShop, 'platform' | 'shop'>,
  known: readonly KnownShop[],
): number | undefined {
  const ofPlatform = known.filter((one) => one.platform === platform);
  const before = ofPlatform.at(-1);
  if (shop === undefined || before === undefined) return before?.ordinal;
  // An unnamed shop has sent nothing yet: it may be this one.
  const same = ofPlatform.find((one) => one.shop === undefined || isSameShop(one.shop, shop));
  return same ? same.ordinal : Math.max(...ofPlatform.map(({ ordinal = 1 }) => ordinal)) + 1;
}

function isSameShop(one: string, other: string): boolean {
  return shopAddress(one) === shopAddress(other);
}

/** What is known about a connection from its deliveries and sweeps. */
export interface ConnectionActivity {
  lastPingAt?: Instant | undefined;
  /** The shop's own name, from its first delivery. */
  shop?: string | undefined;
  lastDeliveryAt?: Instant | undefined;
  /** The result of the last delivery. */
  lastResult?: string | undefined;
  deliveries: number;
  /** Deliveries whose signature was missing or wrong: only the count is kept. */
  rejected: number;
  lastRejectedAt?: Instant | undefined;
  /** What is wrong with the connection itself, and since when it was last seen so. */
  fault?: string | undefined;
  faultAt?: Instant | undefined;
  /** The sweep has asked for everything that changed before this time. */
  sweptTo?: Instant | undefined;
  /** An unfinished sweep: when it began, and where it goes on. */
  sweepBegunAt?: Instant | undefined;
  sweepPage?: string | undefined;
  lastSweptAt?: Instant | undefined;
  /** The newest change of an order in a sweep. */
  newestChangeAt?: Instant | undefined;
  lastSweepFailure?: string | undefined;
  nextSweepAt?: Instant | undefined;
  /** Payment methods that are booked as OTHER because they are unknown. */
  unknownMethods: string[];
}

/** How many of a shop's orders are held, and how many are not understood. */
export interface Waiting {
  held: number;
  notUnderstood: number;
}
