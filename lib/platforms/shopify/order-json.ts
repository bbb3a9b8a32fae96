import * as z from 'zod/mini';
import type { Amount } from '../draft.ts';
import {
  amount,
  amountIfAny,
  flag,
  id,
  isoInstant,
  list,
  optional,
  quantity,
  quantityIfAny,
  requiredList,
  text,
} from '../fields.ts';

/*
 * What we read of an order of Shopify's REST Admin API, which is what its webhooks send
 * (https://shopify.dev/docs/api/admin-rest/latest/resources/order). Everything else is let through.
 */

const address = z.looseObject({
  first_name: text,
  last_name: text,
  name: text,
  company: text,
  address1: text,
  address2: text,
  city: text,
  province: text,
  province_code: text,
  zip: text,
  country: text,
  country_code: text,
  phone: text,
});

/** An amount in the shop's currency, and in that of the customer, which does not count. */
const moneySet: z.ZodMiniType<Amount | undefined> = z.pipe(
  optional(z.looseObject({ shop_money: optional(z.looseObject({ amount: amountIfAny })) })),
  z.transform((set) => set?.shop_money?.amount),
);

const taxLine = z.looseObject({ price: amountIfAny, price_set: moneySet });
const allocation = z.looseObject({ amount: amountIfAny, amount_set: moneySet });

const line = z.looseObject({
  title: text,
  name: text,
  sku: text,
  vendor: text,
  quantity,
  current_quantity: quantityIfAny,
  price: amount,
  price_set: moneySet,
  requires_shipping: flag,
  gift_card: flag,
  properties: z.optional(z.unknown()),
  tax_lines: list(taxLine),
  discount_allocations: list(allocation),
  /** There, if only as null, on lines that are a tip. */
  tip_payment_gateway: z.optional(z.unknown()),
  tip_payment_method: z.optional(z.unknown()),
});

const shippingLine = z.looseObject({
  title: text,
  price: amountIfAny,
  price_set: moneySet,
  discounted_price: amountIfAny,
  discounted_price_set: moneySet,
  current_discounted_price_set: moneySet,
  is_removed: flag,
  tax_lines: list(taxLine),
  discount_allocations: list(allocation),
});

const transaction = z.looseObject({
  kind: text,
  status: text,
  gateway: text,
  amount: amountIfAny,
  currency: text,
  payment_details: optional(z.looseObject({ credit_card_company: text })),
});

export const orderId = z.looseObject({ id });

export const orderVersion = z.looseObject({ id, updated_at: isoInstant });

/** What decides whether the order is read on. */
export const orderState = z.looseObject({
  id,
  name: text,
  test: flag,
  confirmed: flag,
  cancelled_at: text,
  financial_status: text,
  fulfillment_status: text,
});

export const order = z.looseObject({
  created_at: isoInstant,
  processed_at: optional(isoInstant),
  currency: z.string(),
  presentment_currency: text,
  total_price: amount,
  current_total_price: amountIfAny,
  total_tax: amountIfAny,
  current_total_tax: amountIfAny,
  total_discounts: amountIfAny,
  current_total_discounts: amountIfAny,
  current_shipping_price_set: moneySet,
  total_tip_received: amountIfAny,
  current_total_duties_set: moneySet,
  original_total_duties_set: moneySet,
  current_total_additional_fees_set: moneySet,
  original_total_additional_fees_set: moneySet,
  taxes_included: flag,
  email: text,
  contact_email: text,
  phone: text,
  note: text,
  note_attributes: list(z.looseObject({ name: z.optional(z.unknown()), value: z.optional(z.unknown()) })),
  billing_address: optional(address),
  shipping_address: optional(address),
  customer: optional(
    z.looseObject({
      first_name: text,
      last_name: text,
      email: text,
      phone: text,
      default_address: optional(address),
    }),
  ),
  payment_gateway_names: list(z.string()),
  discount_codes: list(z.looseObject({ code: text })),
  line_items: requiredList(line),
  shipping_lines: list(shippingLine),
  refunds: list(z.looseObject({ note: text, transactions: list(transaction) })),
  /** Not in a webhook's body; an order that we ask for may have them. */
  transactions: list(transaction),
});

export type Order = z.infer<typeof order>;
export type OrderState = z.infer<typeof orderState>;
export type Address = z.infer<typeof address>;
export type Line = z.infer<typeof line>;
export type ShippingLine = z.infer<typeof shippingLine>;
export type TaxLine = z.infer<typeof taxLine>;
export type Allocation = z.infer<typeof allocation>;
export type Transaction = z.infer<typeof transaction>;
