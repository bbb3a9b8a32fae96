import type { Instant } from './instant.ts';
import type { Money } from './money.ts';
import type { Note } from './note.ts';
import type { PlatformName } from './platform.ts';

/** An order's place in its life; `life-cycle.ts` says which follows which (contract 7). */
export type OrderStatus = 'New' | 'Downloaded' | 'PartiallyShipped' | 'Shipped' | 'Canceled';

export interface Address {
  firstName?: string | undefined;
  lastName?: string | undefined;
  company?: string | undefined;
  address1: string;
  address2?: string | undefined;
  city: string;
  state?: string | undefined;
  postalCode?: string | undefined;
  country: string;
  phone?: string | undefined;
  email?: string | undefined;
}

export interface Line {
  sku: string;
  quantity: number;
  unitPrice: Money;
  manufacturer?: string | undefined;
  description?: string | undefined;
}

export interface Totals {
  subtotal: Money;
  discount: Money;
  shipping: Money;
  tax: Money;
  total: Money;
}

export interface Payment {
  /** As the webstore calls it; `payment-type.ts` maps it to one of Lightspeed's six. */
  method: string;
  amount: Money;
}

/** What the webstore sent: the part of an order that a replacement replaces (contract 8). */
export interface OrderContent {
  placedAt: Instant;
  currency: string;
  billTo: Address;
  /** Absent: the same as `billTo`. */
  shipTo?: Address | undefined;
  lines: Line[];
  totals: Totals;
  payments: Payment[];
}

export interface ShippedItem {
  sku: string;
  /** Whole units; 0 where Lightspeed's figure could not be read (a note keeps it). */
  quantity: number;
}

export interface Shipment {
  trackingNumber: string;
  carrier?: string | undefined;
  service?: string | undefined;
  shippedAt: Instant;
  recordedAt: Instant;
  /** Absent: the whole order. Empty: a further package of a shipment whose items another one names. */
  items?: ShippedItem[] | undefined;
}

/** How often, and when, Lightspeed was offered this order. */
export interface Offers {
  count: number;
  firstAt?: Instant | undefined;
  lastAt?: Instant | undefined;
}

/** The shop that an order came from by its platform's webhook (contract 10). */
export interface OrderSource {
  platform: PlatformName;
  /** Of which of the platform's shops that the store was ever connected to; absent: of the first. */
  ordinal?: number | undefined;
  /** The platform's own key of the order. */
  platformId: string;
  /** The newest version of it that was looked at; an older one changes nothing. */
  version: string;
  /** The shop canceled it, and nobody else had before. */
  canceled?: boolean | undefined;
  /** A mark of the content that staff were last told of, once Lightspeed has the order. */
  told?: string | undefined;
}

export interface Order {
  orderId: string;
  /** Absent: the webstore placed it by itself (contract 8). */
  source?: OrderSource | undefined;
  status: OrderStatus;
  content: OrderContent;
  shipments: Shipment[];
  notes: Note[];
  /** Notes that were dropped, oldest first, to keep the order storable. */
  notesDropped: number;
  /** How often Lightspeed refused the order since it last became outstanding. */
  failedDownloads: number;
  offers: Offers;
  receivedAt: Instant;
  updatedAt: Instant;
  /** When the content that Lightspeed was last offered was replaced; absent if it is still the content. */
  replacedAt?: Instant | undefined;
  /** When it last became `New`; absent in every other status. */
  outstandingSince?: Instant | undefined;
  /** When it was last left out of an answer because it could not be written. */
  leftOutAt?: Instant | undefined;
  /** Its turn in the queue, if the time of its last offer would not put it at the end (`turnOf`). */
  movedTo?: Instant | undefined;
  downloadedAt?: Instant | undefined;
  shippedAt?: Instant | undefined;
  canceledAt?: Instant | undefined;
  /** When the person was erased from it, on request. */
  erasedAt?: Instant | undefined;
}

/** What a list may be asked for: `Refused` is `New` with at least one failed download (contract 8). */
export type ListedStatus = OrderStatus | 'Refused';

export const listedStatuses = [
  'New',
  'Refused',
  'Downloaded',
  'PartiallyShipped',
  'Shipped',
  'Canceled',
] as const satisfies ListedStatus[];

const ORDER_ID = /^[A-Za-z0-9._-]{1,64}$/;

/** 1 to 64 characters of `A-Z a-z 0-9 . _ -` (contract 8). Anything else is not an order id. */
export function isOrderId(text: string): boolean {
  return ORDER_ID.test(text);
}

/** An outstanding order that Lightspeed has refused at least once. Staff should look at it. */
export function isRefused(order: Order): boolean {
  return order.status === 'New' && order.failedDownloads > 0;
}
