import * as z from 'zod/mini';
import { toInstant } from '../domain/instant.ts';
import type { Outbox } from '../domain/messages.ts';
import type { Order } from '../domain/order.ts';
import { expiryOf } from '../domain/retention.ts';
import { indexAttributes, untoldAttributes } from './keys.ts';

/** An order as the table holds it, and what its next write needs. */
export interface StoredOrder {
  order: Order;
  /** A random mark of the last write; the next write's condition. */
  revision: string;
  /** The marks before it, newest first: a writer whose answer got lost finds its own here. */
  earlierRevisions: string[];
  /** Its waiting messages; absent: it never had one. */
  outbox?: Outbox | undefined;
}

const EARLIER_REVISIONS = 8;

const text = z.string();
const instant = z.iso.datetime();
const whole = z.int().check(z.gte(0));
const optionalText = z.optional(text);
const optionalInstant = z.optional(instant);

const address = z.object({
  firstName: optionalText,
  lastName: optionalText,
  company: optionalText,
  address1: text,
  address2: optionalText,
  city: text,
  state: optionalText,
  postalCode: optionalText,
  country: text,
  phone: optionalText,
  email: optionalText,
});

const content = z.object({
  placedAt: instant,
  currency: text,
  billTo: address,
  shipTo: z.optional(address),
  lines: z.array(
    z.object({
      sku: text,
      quantity: whole,
      unitPrice: whole,
      manufacturer: optionalText,
      description: optionalText,
    }),
  ),
  totals: z.object({ subtotal: whole, discount: whole, shipping: whole, tax: whole, total: whole }),
  payments: z.array(z.object({ method: text, amount: whole })),
});

const shipment = z.object({
  trackingNumber: text,
  carrier: optionalText,
  service: optionalText,
  shippedAt: instant,
  recordedAt: instant,
  items: z.optional(z.array(z.object({ sku: text, quantity: whole }))),
});

export const storedNote = z.object({
  source: z.enum(['lightspeed', 'webstore', 'staff', 'system']),
  text,
  by: optionalText,
  firstAt: instant,
  lastAt: instant,
  count: whole,
});

const source = z.object({
  platform: z.enum(['woocommerce', 'shopify', 'bigcommerce']),
  ordinal: z.optional(whole),
  platformId: text,
  version: text,
  canceled: z.optional(z.boolean()),
  told: optionalText,
});

const untold = z.object({
  sequence: whole,
  type: z.enum(['order.downloaded', 'order.refused', 'order.shipped', 'order.canceled', 'order.requeued']),
  at: instant,
  status: z.enum(['New', 'Downloaded', 'PartiallyShipped', 'Shipped', 'Canceled']),
  shipments: z.optional(z.object({ from: whole, to: whole })),
  errors: z.optional(z.array(text)),
  reason: optionalText,
});

/** A message that cannot be read is left out: neither its order nor the others must suffer from it. */
const outbox = z.pipe(
  z.object({ count: whole, pending: z.array(z.unknown()) }),
  z.transform(({ count, pending }): Outbox => {
    const read = pending.map((one) => z.safeParse(untold, one).data).filter((one) => one !== undefined);
    const damaged = pending.length - read.length;
    return { count, pending: read, ...(damaged > 0 && { damaged }) };
  }),
);

const storedOrder: z.ZodMiniType<StoredOrder> = z.object({
  revision: text,
  earlierRevisions: z.array(text),
  outbox: z.optional(outbox),
  order: z.object({
    orderId: text,
    source: z.optional(source),
    status: z.enum(['New', 'Downloaded', 'PartiallyShipped', 'Shipped', 'Canceled']),
    content,
    shipments: z.array(shipment),
    notes: z.array(storedNote),
    notesDropped: whole,
    failedDownloads: whole,
    offers: z.object({ count: whole, firstAt: optionalInstant, lastAt: optionalInstant }),
    receivedAt: instant,
    updatedAt: instant,
    replacedAt: optionalInstant,
    outstandingSince: optionalInstant,
    leftOutAt: optionalInstant,
    movedTo: optionalInstant,
    downloadedAt: optionalInstant,
    shippedAt: optionalInstant,
    canceledAt: optionalInstant,
    erasedAt: optionalInstant,
  }),
});

/** Throws if the item is not a valid order. */
export function fromItem(item: Record<string, unknown>): StoredOrder {
  const stored = z.parse(storedOrder, item);
  if (stored.order.orderId !== item['orderId']) throw new Error('The item holds the order of another id.');
  return stored;
}

/** `undefined` if the item is not a valid order. */
export function tryFromItem(item: Record<string, unknown>): StoredOrder | undefined {
  const stored = z.safeParse(storedOrder, item).data;
  // Somebody may have copied it: its next write would go to the other one's item.
  return stored?.order.orderId === item['orderId'] ? stored : undefined;
}

/** The table's item for the next state of an order, marked with a new revision. */
export function toItem(
  storeId: string,
  order: Order,
  {
    revision,
    before,
    settledDays,
    outbox,
  }: {
    revision: string;
    before?: StoredOrder | undefined;
    settledDays?: number | undefined;
    outbox?: Outbox | undefined;
  },
): Record<string, unknown> {
  const earlierRevisions = before
    ? [before.revision, ...before.earlierRevisions].slice(0, EARLIER_REVISIONS)
    : [];
  return {
    store: storeId,
    orderId: order.orderId,
    revision,
    earlierRevisions,
    ...indexAttributes(order),
    ...untoldAttributes(outbox),
    // An order with waiting messages must not expire; taking them sets the time.
    expiresAt: hasPending(outbox) ? undefined : expiryOf(order, { settledDays, now: toInstant(new Date()) }),
    outbox: outbox && { count: outbox.count, pending: outbox.pending },
    order,
  };
}

function hasPending(outbox: Outbox | undefined): boolean {
  return outbox !== undefined && outbox.pending.length > 0;
}

/** Whether an item has expired. DynamoDB removes it some days late; until then reads skip it. */
export function hasExpired({ expiresAt }: Record<string, unknown>): boolean {
  return typeof expiresAt === 'number' && expiresAt <= nowSeconds();
}

export function nowSeconds(): number {
  return Math.floor(Date.now() / 1000);
}

/** Whether the write with this mark is among the order's last ones. */
export function carries(stored: StoredOrder, revision: string): boolean {
  return stored.revision === revision || stored.earlierRevisions.includes(revision);
}
