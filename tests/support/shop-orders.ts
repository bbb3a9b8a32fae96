import { createHmac } from 'node:crypto';
import type { Connection } from '../../lib/domain/connection.ts';
import type { PlatformName } from '../../lib/domain/platform.ts';

/* What the test shops send, in the forms that their platforms document. All people are invented. */

export const SECRET = 'ThisSecretIsOfTheTestsOnly42';

/** Connects a store to a shop of a platform by its webhook, on the database that is open. */
export async function connectShop(
  platform: PlatformName,
  {
    storeId = 'coolbike',
    keys = [SECRET],
    ...differs
  }: Partial<Connection> & { storeId?: string; keys?: string[] } = {},
): Promise<void> {
  const { changeStore } = await import('../../lib/database/stores.ts');
  const { seal } = await import('../../lib/vault.ts');
  const since = '2026-01-01T00:00:00Z';
  const sealedFor = { store: storeId, purpose: `${platform} webhook` };
  const sealed = await Promise.all(keys.map(async (one) => ({ sealed: await seal(one, sealedFor), since })));
  const connection: Connection = {
    platform,
    secrets: sealed,
    webhookIds: [],
    testOrders: false,
    numberPrefix: '',
    cancelInShop: false,
    importSince: since,
    connectedAt: since,
    ...differs,
  };
  await changeStore(storeId, (store) => ({
    ...store,
    connections: [...(store.connections ?? []).filter((one) => one.platform !== platform), connection],
  }));
}

/** A store without any shop again. */
export async function disconnectShops(storeId = 'coolbike'): Promise<void> {
  const { changeStore } = await import('../../lib/database/stores.ts');
  await changeStore(storeId, ({ connections: _, ...store }) => store);
}

/** A paid order of WooCommerce's REST API v3, with the given differences: 2 × 34.50 − 5.00 + 8.95 + 4.14 = 77.09. */
export function aWooOrder(differs: Record<string, unknown> = {}): Record<string, unknown> {
  const address = {
    first_name: 'Dana',
    last_name: 'Reyes',
    company: '',
    address_1: '12 Elm St',
    address_2: '',
    city: 'Boise',
    state: 'ID',
    postcode: '83702',
    country: 'US',
    phone: '208-555-0142',
  };
  return {
    id: 123,
    parent_id: 0,
    status: 'processing',
    currency: 'USD',
    version: '10.3.0',
    prices_include_tax: false,
    date_created: '2026-11-23T11:04:05',
    date_created_gmt: '2026-11-23T18:04:05',
    date_modified: '2026-11-23T11:04:05',
    date_modified_gmt: '2026-11-23T18:04:05',
    discount_total: '5.00',
    discount_tax: '0.00',
    shipping_total: '8.95',
    shipping_tax: '0.00',
    cart_tax: '4.14',
    total: '77.09',
    total_tax: '4.14',
    customer_id: 7,
    order_key: 'wc_order_x',
    billing: { ...address, email: 'dana@example.com' },
    shipping: address,
    payment_method: 'stripe',
    payment_method_title: 'Visa credit card',
    created_via: 'checkout',
    customer_note: '',
    number: '1001',
    meta_data: [],
    line_items: [
      {
        id: 11,
        name: 'Boot, front fork',
        product_id: 93,
        variation_id: 0,
        quantity: 2,
        tax_class: '',
        subtotal: '69.00',
        subtotal_tax: '4.14',
        total: '64.00',
        total_tax: '4.14',
        taxes: [],
        meta_data: [],
        sku: 'KA-49006-1234',
        price: 32,
      },
    ],
    tax_lines: [],
    shipping_lines: [
      {
        id: 12,
        method_title: 'Flat rate',
        method_id: 'flat_rate',
        total: '8.95',
        total_tax: '0.00',
        taxes: [],
      },
    ],
    fee_lines: [],
    coupon_lines: [],
    refunds: [],
    payment_url: '',
    is_editable: false,
    needs_payment: false,
    needs_processing: true,
    ...differs,
  };
}

/** WooCommerce's clock, a number of seconds after the order was placed. */
export function wooTime(seconds: number): string {
  return new Date(Date.parse('2026-11-23T18:04:05Z') + seconds * 1000).toISOString().slice(0, 19);
}

export function signed(body: string | Buffer, secret = SECRET): string {
  return createHmac('sha256', secret).update(body).digest('base64');
}

/** The headers with which WooCommerce delivers a body. */
export function wooHeaders(
  body: string,
  { secret = SECRET, topic = 'order.updated' } = {},
): Record<string, string> {
  return {
    'content-type': 'application/json',
    'x-wc-webhook-source': 'https://shop.example/',
    'x-wc-webhook-topic': topic,
    'x-wc-webhook-resource': 'order',
    'x-wc-webhook-event': topic.replace('order.', ''),
    'x-wc-webhook-signature': signed(body, secret),
    'x-wc-webhook-id': '3',
    'x-wc-webhook-delivery-id': '0a1b2c3d',
  };
}

/** A paid order as Shopify's webhooks send it (REST Admin API), with the given differences. */
export function aShopifyOrder(differs: Record<string, unknown> = {}): Record<string, unknown> {
  const money = (amount: string) => ({
    shop_money: { amount, currency_code: 'USD' },
    presentment_money: { amount, currency_code: 'USD' },
  });
  const address = {
    first_name: 'Dana',
    last_name: 'Reyes',
    name: 'Dana Reyes',
    company: null,
    address1: '12 Elm St',
    address2: null,
    city: 'Boise',
    province: 'Idaho',
    province_code: 'ID',
    zip: '83702',
    country: 'United States',
    country_code: 'US',
    phone: '208-555-0142',
  };
  return {
    id: 820982911,
    admin_graphql_api_id: 'gid://shopify/Order/820982911946154508',
    name: '#1001',
    number: 1,
    order_number: 1001,
    test: false,
    confirmed: true,
    currency: 'USD',
    presentment_currency: 'USD',
    taxes_included: false,
    email: 'dana@example.com',
    contact_email: 'dana@example.com',
    phone: null,
    note: null,
    note_attributes: [],
    created_at: '2026-11-23T11:04:05-07:00',
    processed_at: '2026-11-23T11:04:04-07:00',
    updated_at: '2026-11-23T11:04:05-07:00',
    cancelled_at: null,
    financial_status: 'paid',
    fulfillment_status: null,
    payment_gateway_names: ['visa'],
    subtotal_price: '64.00',
    total_discounts: '5.00',
    total_line_items_price: '69.00',
    total_price: '77.09',
    total_tax: '4.14',
    total_tip_received: '0.00',
    current_subtotal_price: '64.00',
    current_total_discounts: '5.00',
    current_total_price: '77.09',
    current_total_price_set: money('77.09'),
    current_total_tax: '4.14',
    current_total_tax_set: money('4.14'),
    current_total_duties_set: null,
    current_total_additional_fees_set: null,
    billing_address: address,
    shipping_address: address,
    line_items: [
      {
        id: 487817672,
        title: 'Boot, front fork',
        name: 'Boot, front fork',
        sku: 'KA-49006-1234',
        vendor: 'Kawasaki',
        quantity: 2,
        current_quantity: 2,
        fulfillable_quantity: 2,
        price: '34.50',
        price_set: money('34.50'),
        requires_shipping: true,
        gift_card: false,
        properties: [],
        tax_lines: [{ title: 'Tax', price: '4.14', price_set: money('4.14'), rate: 0.06 }],
        total_discount: '0.00',
        discount_allocations: [{ amount: '5.00', amount_set: money('5.00'), discount_application_index: 0 }],
      },
    ],
    discount_applications: [
      {
        target_type: 'line_item',
        type: 'manual',
        value: '5.0',
        value_type: 'fixed_amount',
        allocation_method: 'across',
        target_selection: 'all',
      },
    ],
    shipping_lines: [
      {
        id: 271878346,
        title: 'Ground',
        price: '8.95',
        price_set: money('8.95'),
        discounted_price: '8.95',
        discounted_price_set: money('8.95'),
        discount_allocations: [],
        tax_lines: [],
      },
    ],
    refunds: [],
    fulfillments: [],
    ...differs,
  };
}

/** The headers with which Shopify delivers a body. */
export function shopifyHeaders(
  body: string,
  { secret = SECRET, topic = 'orders/updated', triggeredAt = '2026-11-23T18:04:06.123456789Z' } = {},
): Record<string, string> {
  return {
    'content-type': 'application/json',
    'x-shopify-topic': topic,
    'x-shopify-hmac-sha256': signed(body, secret),
    'x-shopify-shop-domain': 'coolbike.myshopify.com',
    'x-shopify-api-version': '2026-10',
    'x-shopify-webhook-id': 'b54557e4-bdd9-4b37-8a5f-bf7d70bcd043',
    'x-shopify-triggered-at': triggeredAt,
  };
}

/** BigCommerce's delivery, which only names the order. */
export function aBigCall(id = 173331, scope = 'store/order/updated'): Record<string, unknown> {
  return {
    store_id: '1025646',
    producer: 'stores/abc123',
    scope,
    data: { type: 'order', id },
    hash: '3f9ea420af83450d7ef9f78b08c8af25b2213637',
    created_at: 1764007445,
  };
}

/** The headers with which BigCommerce delivers a body. */
export function bigHeaders(body: string, secret = SECRET): Record<string, string> {
  const [id, timestamp] = ['msg_1', '1764007445'];
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signed(`${id}.${timestamp}.${body}`, secret)}`,
  };
}
