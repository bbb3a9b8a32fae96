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
