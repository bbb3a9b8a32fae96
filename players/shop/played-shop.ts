import type { Random } from '../seeded-random.ts';
import type { Deliveries } from './deliveries.ts';
import type { OrderBook, ShopOrder } from './order-book.ts';
import type { Ways } from './sale.ts';

/** A shop of one platform, open on this machine. */
export type PlayedShop = {
  book: OrderBook;
  deliveries: Deliveries;
  ways: Ways;
  /** What `npm run platforms -- connect … --shop` takes. */
  shop: string;
  /** The secrets that it asks for, in this order. */
  keys: { name: string; value: string }[];
  /** Whether a webhook was made that is still on. */
  isConnected(): boolean;
  /** What people see, and Lightspeed has as the order's id. */
  numberOf(order: ShopOrder): string;
  /** What the shop's own books say that Lightspeed is to book for it: in hundredths. */
  totalOf(order: ShopOrder): number;
  /** Makes the webhooks like a person who pastes the URL and the secret. */
  pasteWebhooks(url: string, secret: string): Promise<void>;
  close(): Promise<void>;
};

export type Opening = {
  random: Random;
  port: number;
  firstId: number;
  /** How the shop is told of packages, where its platform has several ways. */
  tracking: string;
  /** Whether the answer to a change of this order gets lost. */
  loses: (order: number) => boolean;
};

/** Every tracking number that the shop was told of, as often as it was told: in its packages and in its notes. */
export function trackingNumbers({ packages, notes }: ShopOrder): string[] {
  const inNotes = notes.flatMap(
    ({ text }) => /[Ss]hipped (?:it )?with [^:]+: ([A-Za-z0-9 ]+?)(?: https?:\S+)?$/.exec(text)?.[1] ?? [],
  );
  return [...packages.map(({ trackingNumber }) => trackingNumber), ...inNotes].map(plainNumber).toSorted();
}

/** White space and letter case do not matter. */
export function plainNumber(trackingNumber: string): string {
  return trackingNumber.replaceAll(/\s/g, '').toUpperCase();
}
