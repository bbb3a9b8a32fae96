import * as z from 'zod/mini';
import {
  amount,
  amountIfAny,
  amountOrZero,
  flag,
  id,
  list,
  mailInstant,
  optional,
  quantity,
  quantityIfAny,
  requiredList,
  text,
} from '../fields.ts';

/*
 * What we read of `GET /v2/orders/{id}?include=consignments.line_items,fees&consignment_structure=object`
 * (https://docs.bigcommerce.com/developer/api-reference/rest/admin/management/orders). Where an order was asked for
 * without its consignments, its products and shipping addresses can stand in the fields of their names.
 */

const address = z.looseObject({
  first_name: text,
  last_name: text,
  company: text,
  street_1: text,
  street_2: text,
  city: text,
  state: text,
  zip: text,
  country: text,
  country_iso2: text,
  phone: text,
  email: text,
});

const product = z.looseObject({
  name: text,
  sku: text,
  type: text,
  brand: text,
  quantity,
  quantity_shipped: quantityIfAny,
  quantity_refunded: quantityIfAny,
  total_ex_tax: amount,
  product_options: list(z.looseObject({ display_name: text, display_value: text })),
});

const shipping = z.looseObject({
  ...address.shape,
  shipping_method: text,
  line_items: requiredList(product),
});

const pickup = z.looseObject({
  pickup_method_display_name: text,
  location: optional(z.looseObject({ name: text })),
  line_items: requiredList(product),
});

const consignments = z.looseObject({
  shipping: list(shipping),
  pickups: list(pickup),
  downloads: list(z.looseObject({ line_items: list(product) })),
  email: optional(z.looseObject({ gift_certificates: list(z.looseObject({ line_items: list(product) })) })),
});

const fee = z.looseObject({
  display_name_merchant: text,
  display_name_customer: text,
  cost_ex_tax: amountOrZero,
});

/** A part of the order that was not asked for is a link (`{ url, resource }`). */
function unlessLink<T>(field: z.ZodMiniType<T>): z.ZodMiniType<T | undefined> {
  return z.pipe(
    z.pipe(
      z.nullish(z.unknown()),
      z.transform((value) => (isLink(value) ? undefined : value)),
    ),
    optional(field),
  );
}

function isLink(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'url' in value && 'resource' in value;
}

export const orderVersion = z.looseObject({ id, date_modified: mailInstant });

/** Decides whether the order is read on. Shops rename the states; their ids are fixed. */
export const orderState = z.looseObject({
  id,
  status_id: z.pipe(text, z.string().check(z.regex(/^\d{1,4}$/, 'must be the number of a state'))),
  is_deleted: flag,
  order_is_digital: flag,
  payment_method: text,
  date_shipped: text,
});

export const order = z.looseObject({
  status_id: text,
  date_created: mailInstant,
  default_currency_code: text,
  currency_code: text,
  store_default_currency_code: text,
  total_inc_tax: amount,
  total_ex_tax: amountIfAny,
  total_tax: amountIfAny,
  subtotal_tax: amountOrZero,
  shipping_cost_tax: amountOrZero,
  handling_cost_tax: amountOrZero,
  wrapping_cost_tax: amountOrZero,
  shipping_cost_ex_tax: amountOrZero,
  handling_cost_ex_tax: amountOrZero,
  wrapping_cost_ex_tax: amountOrZero,
  discount_amount: amountOrZero,
  coupon_discount: amountOrZero,
  gift_certificate_amount: amountOrZero,
  store_credit_amount: amountOrZero,
  payment_method: text,
  credit_card_type: text,
  customer_message: text,
  staff_notes: text,
  billing_address: optional(address),
  consignments: unlessLink(consignments),
  products: unlessLink(list(product)),
  shipping_addresses: unlessLink(list(address)),
  fees: unlessLink(list(fee)),
});

export type Order = z.infer<typeof order>;
export type OrderState = z.infer<typeof orderState>;
export type Address = z.infer<typeof address>;
export type Product = z.infer<typeof product>;
