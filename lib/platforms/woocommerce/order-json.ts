import * as z from 'zod/mini';
import {
  amount,
  amountOrZero,
  flag,
  gmtInstant,
  id,
  list,
  optional,
  quantity,
  requiredList,
  text,
} from '../fields.ts';

/*
 * What we read of an order of WooCommerce's REST API v3, the version of its webhooks
 * (https://woocommerce.github.io/woocommerce-rest-api-docs/#orders). Everything else is let through.
 */

const address = z.looseObject({
  first_name: text,
  last_name: text,
  company: text,
  address_1: text,
  address_2: text,
  city: text,
  state: text,
  postcode: text,
  country: text,
  email: text,
  phone: text,
});

/** Values of plug-ins can be anything; only texts and numbers are shown. */
const meta = z.looseObject({
  key: z.optional(z.unknown()),
  value: z.optional(z.unknown()),
  display_key: z.optional(z.unknown()),
  display_value: z.optional(z.unknown()),
});

const line = z.looseObject({
  name: text,
  quantity,
  subtotal: amount,
  sku: text,
  meta_data: list(meta),
});

/** `order.deleted` sends the id alone. */
export const orderId = z.looseObject({ id });

export const orderVersion = z.looseObject({ id, date_modified_gmt: gmtInstant });

/**
 * What decides whether the order is read on: less than the whole, so that an odd order that is not paid is only held.
 */
export const orderState = z.looseObject({
  id,
  number: text,
  status: z.string(),
  needs_processing: flag,
  meta_data: z.optional(z.unknown()),
});

export const order = z.looseObject({
  date_created_gmt: gmtInstant,
  currency: z.string(),
  total: amount,
  total_tax: amountOrZero,
  discount_total: amountOrZero,
  shipping_total: amountOrZero,
  billing: optional(address),
  shipping: optional(address),
  payment_method: text,
  payment_method_title: text,
  customer_note: text,
  line_items: requiredList(line),
  fee_lines: list(z.looseObject({ name: text, total: amount })),
  coupon_lines: list(z.looseObject({ code: text })),
  gift_cards: list(z.looseObject({ amount })),
  refunds: list(z.looseObject({ reason: text, total: amount })),
  meta_data: list(meta),
});

export type Order = z.infer<typeof order>;
export type OrderState = z.infer<typeof orderState>;
export type Address = z.infer<typeof address>;
export type Line = z.infer<typeof line>;
export type Meta = z.infer<typeof meta>;
