import type { Instant } from './instant.ts';
import type { PlatformName } from './platform.ts';

/** Something of a shop's that only `lib/vault.ts` can read. */
export interface Sealed {
  sealed: string;
  since: Instant;
}

/** A store's own shop on a platform, whose orders come to us (contract 10). A store has at most one a platform. */
export interface Connection {
  platform: PlatformName;
  /** `https://shop.example`, `coolbike.myshopify.com`, `stores/abc123`; absent where only the shop itself knows it. */
  shop?: string | undefined;
  /** What its deliveries are signed with. Newest first; the second one is on its way out. */
  secrets: Sealed[];
  /** What the shop's API is called with; absent: only its webhook is connected, nothing is asked and nothing goes back. */
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

/** What is known of a connection from what came and what was asked. */
export interface ConnectionActivity {
  lastPingAt?: Instant | undefined;
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
