import { describe, expect, test } from '@jest/globals';
import type { Shipment } from '../../../lib/domain/order.ts';
import type { News, SendToShop, ShopRequest } from '../../../lib/platforms/api.ts';
import { bigcommerceApi } from '../../../lib/platforms/bigcommerce/call.ts';
import { carrierOf } from '../../../lib/platforms/carriers.ts';
import { parse, validate } from 'graphql';
import { shopifyApi } from '../../../lib/platforms/shopify/call.ts';
import { costOf, schema } from '../../../players/shop/shopify/schema.ts';

/** A shop that answers by what is asked, and writes down what it was asked. */
function aShop(
  answers: (request: ShopRequest) => { status?: number; headers?: Record<string, string>; json?: unknown },
): {
  send: SendToShop;
  asked: { method: string; url: string; json: unknown }[];
} {
  const asked: { method: string; url: string; json: unknown }[] = [];
  return {
    asked,
    send: (request) => {
      asked.push({
        method: request.method,
        url: request.url,
        json: request.body && JSON.parse(request.body),
      });
      const { status = 200, headers = {}, json } = answers(request);
      return Promise.resolve({ status, headers, body: json === undefined ? '' : JSON.stringify(json) });
    },
  };
}

const shipment: Shipment = {
  trackingNumber: '1Z999',
  carrier: 'UPS',
  shippedAt: '2026-11-24T00:00:00Z',
  recordedAt: '2026-11-24T12:00:00Z',
  items: [{ sku: 'KA-1', quantity: 1 }],
};
const shipped: News = { kind: 'shipped', shipments: [shipment], isComplete: false };

describe('Shopify', () => {
  const line = (id: string, sku: string, remainingQuantity: number) => ({
    id,
    remainingQuantity,
    lineItem: { sku },
  });
  const part = (id: string, status: string) => ({
    id,
    status,
    assignedLocation: { location: { id: 'L1' } },
  });
  const order = (numbers: string[]) => ({
    data: {
      order: {
        fulfillments: numbers.map((number) => ({ status: 'SUCCESS', trackingInfo: [{ number }] })),
        fulfillmentOrders: { nodes: [part('closed', 'CLOSED'), part('open', 'OPEN')] },
      },
    },
  });
  const page = (nodes: object[], endCursor: string | null) => ({
    data: {
      fulfillmentOrder: { lineItems: { nodes, pageInfo: { hasNextPage: endCursor !== null, endCursor } } },
    },
  });
  /** Two pages of lines. */
  const answer = ({ body = '' }: ShopRequest, numbers: string[] = []) => {
    if (!body.includes('fulfillmentOrder(id')) return order(numbers);
    return body.includes('"after":"c1"')
      ? page([line('1', 'KA-1', 2)], null)
      : page([line('2', 'TR-1', 1)], 'c1');
  };
  const api = (send: SendToShop) => shopifyApi({ shop: 'https://a.myshopify.com', token: 'shpat_x' }, send);
  const isMutation = ({ body = '' }: ShopRequest) => body.includes('mutation');

  test('gets one fulfillment for a tracking number, of the open lines that it names, and mails the customer', async () => {
    const { send, asked } = aShop((request) =>
      isMutation(request)
        ? { json: { data: { fulfillmentCreate: { fulfillment: { id: 'f' }, userErrors: [] } } } }
        : { json: answer(request) },
    );
    expect(await api(send).tell('1', shipped)).toEqual({
      ok: true,
      value: 'The tracking numbers are in the shop.',
    });
    expect(asked.map(({ json }) => (json as { variables: unknown }).variables)).toEqual([
      { id: 'gid://shopify/Order/1' },
      { id: 'open', after: null },
      { id: 'open', after: 'c1' },
      {
        fulfillment: {
          lineItemsByFulfillmentOrder: [
            { fulfillmentOrderId: 'open', fulfillmentOrderLineItems: [{ id: '1', quantity: 1 }] },
          ],
          trackingInfo: { company: 'UPS', number: '1Z999', url: 'https://www.ups.com/track?tracknum=1Z999' },
          notifyCustomer: true,
        },
      },
    ]);
  });

  test('is asked only what its schema has, and for less than the 1,000 points that a query may cost', async () => {
    const subscription = { id: 's', topic: 'ORDERS_CREATE', uri: 'https://a.example/other' };
    const { send, asked } = aShop((request) =>
      isMutation(request)
        ? {
            json: {
              data: { webhookSubscriptionCreate: { webhookSubscription: subscription, userErrors: [] } },
            },
          }
        : { json: { data: { ...answer(request).data, webhookSubscriptions: { nodes: [subscription] } } } },
    );
    const shop = api(send);
    await shop.check();
    await shop.makeWebhooks('https://a.example/platforms/shopify', 'secret');
    await shop.removeWebhooks(['s']);
    await shop.tell('1', shipped);
    await shop.tell('1', { kind: 'canceled', reason: 'Voided', cancelInShop: true });
    const queries = asked.map(({ json }) => parse((json as { query: string }).query));
    expect(queries.length).toBeGreaterThan(10);
    expect(queries.flatMap((query) => validate(schema, query))).toEqual([]);
    expect(queries.map(costOf).filter((cost) => cost > 1000)).toEqual([]);
  });

  test('of a parcel from two locations fulfills the larger part, and says first that the rest is for somebody', async () => {
    const partAt = (id: string, location: string) => ({
      ...part(id, 'OPEN'),
      assignedLocation: { location: { id: location } },
    });
    const nodes = [partAt('a', 'L1'), partAt('b', 'L2'), partAt('c', 'L2')];
    const lines: Record<string, object[]> = {
      a: [line('1', 'KA-1', 1)],
      b: [line('2', 'TR-1', 1)],
      c: [line('3', 'WPS-1', 4)],
    };
    const { send, asked } = aShop((request) => {
      if (isMutation(request))
        return { json: { data: { fulfillmentCreate: { userErrors: [] }, orderUpdate: { userErrors: [] } } } };
      const { query, variables } = JSON.parse(request.body ?? '') as {
        query: string;
        variables: { id: string };
      };
      if (query.includes('fulfillmentOrder(id')) return { json: page(lines[variables.id] ?? [], null) };
      if (query.includes('note tags'))
        return { json: { data: { order: { note: null, tags: ['wholesale'] } } } };
      return { json: { data: { order: { fulfillments: [], fulfillmentOrders: { nodes } } } } };
    });
    const { items: _, ...whole } = shipment;
    expect(await api(send).tell('1', { ...shipped, shipments: [whole] } as News)).toMatchObject({ ok: true });
    expect(
      asked.filter(({ json }) => JSON.stringify(json).includes('mutation')).map(({ json }) => json),
    ).toMatchObject([
      {
        variables: {
          input: {
            note: 'Lightspeed shipped it with UPS: 1Z999. What of it is at another location has to be fulfilled here by hand.',
            tags: ['wholesale', 'Lightspeed shipped'],
          },
        },
      },
      {
        variables: {
          fulfillment: {
            lineItemsByFulfillmentOrder: [
              { fulfillmentOrderId: 'b', fulfillmentOrderLineItems: [{ id: '2', quantity: 1 }] },
              { fulfillmentOrderId: 'c', fulfillmentOrderLineItems: [{ id: '3', quantity: 4 }] },
            ],
            trackingInfo: { number: '1Z999' },
          },
        },
      },
    ]);
  });

  test('gets no second one for a number that it has, however it is spelled', async () => {
    const { send, asked } = aShop(() => ({ json: order(['1z 999']) }));
    await api(send).tell('1', shipped);
    expect(asked).toHaveLength(1);
  });

  test('says no in an answer of status 200: user errors, too many points, a missing scope', async () => {
    const userErrors = [{ message: 'Fulfillment order is not open.' }];
    const refusing = aShop((request) =>
      isMutation(request)
        ? { json: { data: { fulfillmentCreate: { userErrors } } } }
        : { json: answer(request) },
    );
    expect(await api(refusing.send).tell('1', shipped)).toEqual({
      ok: false,
      why: 'invalid',
      reason: 'The shop answered: Fulfillment order is not open.',
    });
    const throttled = {
      errors: [{ message: 'Throttled', extensions: { code: 'THROTTLED' } }],
      extensions: {
        cost: { requestedQueryCost: 300, throttleStatus: { currentlyAvailable: 100, restoreRate: 50 } },
      },
    };
    expect(await api(aShop(() => ({ json: throttled })).send).check()).toEqual({
      ok: false,
      why: 'busy',
      reason: 'The shop answered: Throttled',
      retryAfter: 4,
    });
    const denied = { errors: [{ message: 'Access denied', extensions: { code: 'ACCESS_DENIED' } }] };
    expect(await api(aShop(() => ({ json: denied })).send).check()).toMatchObject({
      ok: false,
      why: 'refused',
    });
  });

  test('is asked for a token of its client credentials once, and again when that is refused', async () => {
    let revoked = false;
    const { send, asked } = aShop(({ url }) => {
      if (url.endsWith('/access_token')) return { json: { access_token: 'day', expires_in: 86_399 } };
      return revoked ? { status: 401, json: { errors: 'Invalid token' } } : { json: { orders: [] } };
    });
    const shop = shopifyApi({ shop: 'https://b.myshopify.com', clientId: 'c', clientSecret: 's' }, send);
    const since = '2026-11-24T12:00:00Z';
    await shop.changedSince(since);
    await shop.changedSince(since);
    revoked = true;
    await shop.changedSince(since);
    revoked = false;
    await shop.changedSince(since);
    expect(asked.map(({ url }) => url.replace(/\?.*/, '').split('/').at(-1))).toEqual([
      'access_token',
      'orders.json',
      'orders.json',
      'orders.json',
      'access_token',
      'orders.json',
    ]);
  });

  test('tells of the next page in a header', async () => {
    const link = '<https://c.myshopify.com/admin/api/2026-10/orders.json?page_info=abc&limit=50>; rel="next"';
    const { send, asked } = aShop(() => ({ headers: { link }, json: { orders: [{ id: 1 }] } }));
    const page = await api(send).changedSince('2026-11-24T12:00:00Z');
    expect(page).toEqual({ ok: true, value: { orders: ['{"id":1}'], next: 'abc' } });
    await api(send).changedSince('2026-11-24T12:00:00Z', 'abc');
    expect(asked[1]?.url).toBe(
      'https://a.myshopify.com/admin/api/2026-10/orders.json?limit=50&page_info=abc',
    );
  });
});

describe('BigCommerce', () => {
  const api = (send: SendToShop) =>
    bigcommerceApi({ shop: 'https://api.bigcommerce.com/stores/x', token: 't' }, send);
  const products = [
    { id: 5, sku: 'KA-1', quantity: 2, quantity_shipped: 0, order_address_id: 9 },
    { id: 6, sku: 'TR-1', quantity: 1, quantity_shipped: 0, order_address_id: 9 },
  ];

  test('gets one shipment for a tracking number, of the products that it names', async () => {
    const { send, asked } = aShop(({ method, url }) => {
      if (method === 'POST') return { status: 201, json: {} };
      return url.includes('/products') ? { json: products } : { status: 204 };
    });
    expect(await api(send).tell('7', shipped)).toMatchObject({ ok: true });
    expect(asked.at(-1)).toEqual({
      method: 'POST',
      url: 'https://api.bigcommerce.com/stores/x/v2/orders/7/shipments',
      json: {
        order_address_id: 9,
        tracking_number: '1Z999',
        shipping_provider: 'ups',
        items: [{ order_product_id: 5, quantity: 1 }],
      },
    });
  });

  test('gets no second one for a number that it has', async () => {
    const { send, asked } = aShop(() => ({ json: [{ tracking_number: '1Z999' }] }));
    await api(send).tell('7', shipped);
    expect(asked.map(({ method }) => method)).toEqual(['GET']);
  });

  test('is left alone for as many milliseconds as it says', async () => {
    const { send } = aShop(() => ({
      status: 429,
      headers: { 'x-rate-limit-time-reset-ms': '14500' },
      json: {},
    }));
    expect(await api(send).check()).toMatchObject({ ok: false, why: 'busy', retryAfter: 15 });
  });
});

test.each([
  ['U.P.S. Next Day', 'UPS'],
  ['Fed Ex Ground', 'FedEx'],
  ['USPS Priority', 'USPS'],
  ['Dan’s Truck', 'Dan’s Truck'],
  ['', 'Other'],
])('the carrier "%s" is %s', (carrier, name) => {
  expect(carrierOf({ carrier, trackingNumber: '1' }).name).toBe(name);
});
