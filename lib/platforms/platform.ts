import type { Fault } from '../domain/failure.ts';
import type { Instant } from '../domain/instant.ts';
import type { OrderContent } from '../domain/order.ts';
import type { PlatformName, PlatformSettings } from '../domain/platform.ts';

/** What every platform's folder provides. All of it is pure: no clock, no network, no database. Nothing here throws. */
export interface Platform {
  name: PlatformName;
  /** Its name for people: `WooCommerce`. */
  title: string;
  /**
   * Reads one call of the platform's webhook.
   * @param secrets every secret that is valid now, the newest first; the delivery may be signed with any of them
   */
  readDelivery(delivery: Delivery, secrets: readonly string[]): ReadDelivery;
  /** Which order, and which version of it, the platform gave us when we asked for it. Undefined: it is no order. */
  identify(payload: unknown, askedAt: Instant): OrderVersion | undefined;
  /** Reads the platform's JSON of one order, as `readJson` made it. The payload's own state decides, never a topic. */
  readOrder(payload: unknown, settings: PlatformSettings): ReadOrder;
}

/** One call, as it arrived. */
export interface Delivery {
  /** Names in any letter case. */
  headers: Readonly<Record<string, string | undefined>>;
  /** The bytes that were signed. */
  body: Buffer;
}

export interface OrderVersion {
  /** The platform's own key of the order: a text of digits, never the number that people see. */
  platformId: string;
  /**
   * The platform's own time of change, and where there is one a finer time after it. Versions of one order are compared
   * as texts (`<`). A smaller one is outdated; an equal or greater one is newer, or the same again.
   */
  version: string;
}

interface Signed {
  topic: string;
  /** The shop that sent it, if the call says so: `https://shop.example/`, `example.myshopify.com`, `stores/abc123`. */
  shop?: string | undefined;
}

export type ReadDelivery =
  /** WooCommerce's first call, which is not signed. Answer 200; keep the time, nothing else. */
  | { kind: 'ping'; reason: string }
  /** No signature, or an unknown one: answer 401. */
  | { kind: 'unsigned'; reason: string }
  /** The whole order. `payload` is what `readOrder` takes. */
  | ({ kind: 'order'; payload: unknown } & OrderVersion & Signed)
  /** Only the order's id: ask the platform for the order. */
  | ({ kind: 'thin'; platformId: string } & Signed)
  /** The order is in the trash, or gone. */
  | ({ kind: 'deleted'; platformId: string } & Signed)
  /** Not about an order. */
  | ({ kind: 'other'; reason: string } & Signed)
  /** The connection itself is broken and somebody must look at it: the webhook's user may no longer read orders. */
  | ({ kind: 'fault'; reason: string } & Signed)
  /** Signed, and no order that we can name or date. Keep it with the reason. */
  | ({ kind: 'notUnderstood'; platformId?: string | undefined; reason: string } & Signed);

/** An order that can be stored as it is: it has passed the schema and the sums of `PUT /orders/{orderId}`. */
export interface MappedOrder {
  content: OrderContent;
  /** What is worth a note on the order, oldest first: fees in shipping, differences, the customer's own remark. */
  remarks: string[];
  /**
   * Those of the remarks that tell of a refund. Staff should hear of it after Lightspeed has the order, too: not every
   * shop changes the order's figures.
   */
  refunds: string[];
  /** Payment methods that became `OTHER` because they are unknown; in the platform's spelling. */
  unknownMethods: string[];
}

/** `number` is what people see, cleaned to an order id (contract 8), with the store's prefix. */
export type ReadOrder =
  /** Goes to Lightspeed now. */
  | ({ state: 'offer'; number: string } & MappedOrder)
  /**
   * Paid, and already sent by the shop, or not to be sent. An order that we do not have is ignored, with `reason`;
   * one that we have may have changed, as with `offer`.
   */
  | ({ state: 'shipped'; number: string; reason: string } & MappedOrder)
  /** Not paid yet. A newer version will decide. */
  | { state: 'held'; number: string; reason: string }
  /**
   * Nothing for Lightspeed: a test order, a draft, nothing in it to ship. One that we have is canceled, unless
   * `isShipped`: the shop has sent it, and cannot tell us any more what it was (a customer who was erased there).
   */
  | { state: 'ignored'; number?: string | undefined; isShipped?: true; reason: string }
  /** Canceled, refunded in full, failed. One that we have is canceled; one that we do not have is ignored. */
  | { state: 'canceled'; number?: string | undefined; reason: string }
  /** Cannot be mapped. `faults` say where; their pointers are into the payload where they can be. */
  | { state: 'notUnderstood'; number?: string | undefined; reason: string; faults: Fault[] };
