import { createHmac } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import '@shopify/shopify-api/adapters/node';
import { ApiVersion, shopifyApi } from '@shopify/shopify-api';
import { platforms } from '../../../lib/platforms/all.ts';
import { OWN_HEADER, ownHeaderValue } from '../../../lib/platforms/bigcommerce/read-delivery.ts';
import type { Delivery } from '../../../lib/platforms/platform.ts';

const SECRET = 'kJ83hsPq01VnTz7c';
const NEWER = 'b2Lw94XyRr5mQe6d';
/** Another key, as an attacker would have one. */
const OTHER = 'kJ83hsPq01VnTz7C';

function signed(bytes: string | Buffer, key = SECRET): string {
  return createHmac('sha256', key).update(bytes).digest('base64');
}

/** The same bytes with one bit of one byte turned over. */
function flipped(bytes: Buffer, bit: number): Buffer {
  const copy = Buffer.from(bytes);
  const at = Math.floor(bit / 8) % copy.length;
  copy[at] = (copy[at] ?? 0) ^ (1 << (bit % 8));
  return copy;
}

describe('WooCommerce', () => {
  const { readDelivery } = platforms.woocommerce;
  const order = {
    id: 727,
    number: '727',
    status: 'processing',
    date_modified_gmt: '2026-11-23T18:04:05',
    total: 29.350000000000001,
  };
  const body =
    '{"id":727,"number":"727","status":"processing","date_modified_gmt":"2026-11-23T18:04:05","total":29.350000000000001}';

  function delivery(differs: { body?: string; headers?: Record<string, string> } = {}): Delivery {
    const bytes = Buffer.from(differs.body ?? body);
    return {
      body: bytes,
      headers: {
        'X-WC-Webhook-Topic': 'order.updated',
        'X-WC-Webhook-Source': 'https://shop.example/',
        'X-WC-Webhook-Signature': signed(bytes),
        ...differs.headers,
      },
    };
  }

  test('an order is read with its version, and with the texts of its numbers', () => {
    expect(readDelivery(delivery(), [SECRET])).toEqual({
      kind: 'order',
      topic: 'order.updated',
      shop: 'https://shop.example/',
      platformId: '727',
      version: '2026-11-23T18:04:05.000Z',
      payload: { ...order, total: '29.350000000000001' },
    });
  });

  test('the signature is HMAC-SHA256 in base64 (RFC 4231, test case 2)', () => {
    const body = 'what do ya want for nothing?';
    const signature = Buffer.from(
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
      'hex',
    ).toString('base64');
    expect(
      readDelivery(delivery({ body, headers: { 'X-WC-Webhook-Signature': signature } }), ['Jefe']),
    ).toEqual({
      kind: 'notUnderstood',
      topic: 'order.updated',
      shop: 'https://shop.example/',
      reason: 'The body is not JSON.',
    });
  });

  test('the old secret is accepted beside the new one', () => {
    expect(readDelivery(delivery(), [NEWER, SECRET]).kind).toBe('order');
  });

  test.each([
    ['with another secret', { headers: { 'X-WC-Webhook-Signature': signed(body, OTHER) } }, [SECRET]],
    ['with no secret at all', {}, []],
    ['with an empty secret', { headers: { 'X-WC-Webhook-Signature': signed(body, '') } }, ['']],
    [
      'with hexadecimal digits',
      { headers: { 'X-WC-Webhook-Signature': Buffer.from(signed(body), 'base64').toString('hex') } },
      [SECRET],
    ],
  ])('a delivery signed %s is not signed', (_, differs, secrets) => {
    expect(readDelivery(delivery(differs), secrets)).toEqual({
      kind: 'unsigned',
      reason: 'The signature is not made with the secret of this connection.',
    });
  });

  test('a delivery without a signature is not signed, also if it has a topic and the form of a ping', () => {
    const reason = 'The header X-WC-Webhook-Signature is missing.';
    const headers = { 'X-WC-Webhook-Signature': '' };
    expect(readDelivery(delivery({ headers }), [SECRET])).toEqual({ kind: 'unsigned', reason });
    expect(readDelivery(delivery({ headers, body: 'webhook_id=3' }), [SECRET])).toEqual({
      kind: 'unsigned',
      reason,
    });
    expect(readDelivery({ headers: {}, body: Buffer.from('webhook_id=3&id=9') }, [SECRET])).toEqual({
      kind: 'unsigned',
      reason,
    });
  });

  test('the first call, a form without signature and topic, is a ping', () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    expect(readDelivery({ headers, body: Buffer.from('webhook_id=14') }, [SECRET])).toEqual({
      kind: 'ping',
      reason: 'WooCommerce tried the address.',
    });
  });

  test('one flipped bit anywhere in the body is noticed', () => {
    const genuine = delivery();
    fc.assert(
      fc.property(fc.nat(genuine.body.length * 8 - 1), (bit) => {
        const forged = { ...genuine, body: flipped(genuine.body, bit) };
        expect(readDelivery(forged, [SECRET]).kind).toBe('unsigned');
      }),
    );
  });

  test('the error that comes signed in place of an order is a fault of the connection', () => {
    const body =
      '{"code":"woocommerce_rest_cannot_view","message":"Sorry, you cannot view this resource.","data":{"status":401}}';
    expect(readDelivery(delivery({ body }), [SECRET])).toEqual({
      kind: 'fault',
      topic: 'order.updated',
      shop: 'https://shop.example/',
      reason:
        'WooCommerce sent an error in place of the order: woocommerce_rest_cannot_view. The user of the webhook may no longer read orders.',
    });
  });

  test('a deleted order is named by its id', () => {
    const headers = { 'X-WC-Webhook-Topic': 'order.deleted' };
    expect(readDelivery(delivery({ headers, body: '{"id":727}' }), [SECRET])).toEqual({
      kind: 'deleted',
      topic: 'order.deleted',
      shop: 'https://shop.example/',
      platformId: '727',
    });
  });

  test.each([
    ['product.updated', 'other', 'The topic product.updated is not about orders.'],
    [
      'action.woocommerce_add_to_cart',
      'other',
      'The topic action.woocommerce_add_to_cart is not about orders.',
    ],
  ])('the topic %s is %s', (topic, kind, reason) => {
    expect(readDelivery(delivery({ headers: { 'X-WC-Webhook-Topic': topic } }), [SECRET])).toEqual({
      kind,
      topic,
      shop: 'https://shop.example/',
      reason,
    });
  });

  test.each([
    ['no JSON', '{"id":7', { reason: 'The body is not JSON.' }],
    [
      'JSON in JSON in JSON',
      '['.repeat(200_000) + ']'.repeat(200_000),
      { reason: 'The body is nested too deeply.' },
    ],
    ['no object', 'null', { reason: 'The order has no id.' }],
    [
      'an order without a time',
      '{"id":7}',
      { platformId: '7', reason: 'The order does not say when it was changed.' },
    ],
    [
      'an order with a time of no zone that we know',
      '{"id":7,"date_modified_gmt":"yesterday"}',
      { platformId: '7', reason: 'The order does not say when it was changed.' },
    ],
  ])('a signed body of %s is not understood', (_, body, expected) => {
    expect(readDelivery(delivery({ body }), [SECRET])).toEqual({
      kind: 'notUnderstood',
      topic: 'order.updated',
      shop: 'https://shop.example/',
      ...expected,
    });
  });
});

describe('Shopify', () => {
  const { readDelivery, identify } = platforms.shopify;
  const body =
    '{"id":820982911946154508,"name":"#1001","updated_at":"2026-11-23T11:04:05-07:00","total_price":"29.35"}';

  function delivery(differs: { body?: Buffer; headers?: Record<string, string> } = {}): Delivery {
    const bytes = differs.body ?? Buffer.from(body);
    return {
      body: bytes,
      headers: {
        'X-Shopify-Topic': 'orders/updated',
        'X-Shopify-Shop-Domain': 'coolbike.myshopify.com',
        'X-Shopify-Triggered-At': '2026-11-23T18:04:05.714128563Z',
        'X-Shopify-API-Version': '2026-10',
        'X-Shopify-Webhook-Id': 'b54557e4-bdd9-4b37-8a5f-bf7d70bcd043',
        'X-Shopify-Hmac-SHA256': signed(bytes),
        ...differs.headers,
      },
    };
  }

  /** What Shopify's own library says of a call. */
  let shopifySays: (delivery: Delivery) => Promise<boolean>;
  beforeAll(() => {
    const shopify = shopifyApi({
      apiKey: 'key',
      apiSecretKey: SECRET,
      hostName: 'coolbike.example',
      apiVersion: ApiVersion.October25,
      isEmbeddedApp: false,
      logger: { log: () => {} },
    });
    shopifySays = async ({ headers, body }) => {
      const rawRequest = { method: 'POST', url: '/', headers };
      return (
        await shopify.webhooks.validate({ rawBody: body.toString('utf8'), rawRequest, rawResponse: {} })
      ).valid;
    };
  });

  test('an order is read with its id of 60 bits, and the time of the event is the finer part of its version', () => {
    expect(readDelivery(delivery(), [SECRET])).toEqual({
      kind: 'order',
      topic: 'orders/updated',
      shop: 'coolbike.myshopify.com',
      platformId: '820982911946154508',
      version: '2026-11-23T18:04:05.000Z/2026-11-23T18:04:05.714Z',
      payload: {
        id: '820982911946154508',
        name: '#1001',
        updated_at: '2026-11-23T11:04:05-07:00',
        total_price: '29.35',
      },
    });
  });

  test('versions are in the order of the changes, whatever zone they are told in', () => {
    const at = (updated: string, asked: string): string =>
      identify({ id: 1, updated_at: updated }, asked)?.version ?? '';
    const versions = [
      at('2026-11-23T18:04:05Z', ''),
      at('2026-11-23T11:04:05-07:00', '2026-11-23T18:04:05.100Z'),
      at('2026-11-23T18:04:05Z', '2026-11-23T18:09:00Z'),
      at('2026-11-23T19:04:06+01:00', '2026-11-23T18:04:06Z'),
      at('2026-11-23T18:04:10Z', ''),
    ];
    expect([...versions].sort()).toEqual(versions);
    expect(new Set(versions).size).toBe(5);
  });

  test("Shopify's own library and we agree on what is signed, with one bit flipped too", async () => {
    const genuine = delivery();
    expect(await shopifySays(genuine)).toBe(true);
    // The library takes text, so the bits that are turned over leave text: the lower seven of a byte.
    const bits = fc.tuple(fc.nat(genuine.body.length - 1), fc.nat(6)).map(([byte, bit]) => byte * 8 + bit);
    await fc.assert(
      fc.asyncProperty(fc.option(bits), async (bit) => {
        const sent = bit === null ? genuine : { ...genuine, body: flipped(genuine.body, bit) };
        expect(readDelivery(sent, [SECRET]).kind !== 'unsigned').toBe(bit === null);
        expect(await shopifySays(sent)).toBe(bit === null);
      }),
    );
  });

  test('a signature of the right length that is another one is not accepted', () => {
    expect(
      readDelivery(delivery({ headers: { 'X-Shopify-Hmac-SHA256': signed(body, OTHER) } }), [SECRET]),
    ).toEqual({
      kind: 'unsigned',
      reason: 'The signature is not made with the signing key of this connection.',
    });
    expect(readDelivery(delivery({ headers: { 'X-Shopify-Hmac-SHA256': '' } }), [SECRET])).toEqual({
      kind: 'unsigned',
      reason: 'The header X-Shopify-Hmac-SHA256 is missing.',
    });
  });

  test.each([
    ['orders/delete', { kind: 'deleted', platformId: '820982911946154508' }],
    ['products/update', { kind: 'other', reason: 'The topic products/update is not about orders.' }],
    ['', { kind: 'other', reason: 'The call names no topic.' }],
  ])('the topic "%s"', (topic, expected) => {
    expect(readDelivery(delivery({ headers: { 'X-Shopify-Topic': topic } }), [SECRET])).toEqual({
      topic,
      shop: 'coolbike.myshopify.com',
      ...expected,
    });
  });
});

describe('BigCommerce', () => {
  const { readDelivery, identify } = platforms.bigcommerce;
  const body =
    '{"scope":"store/order/statusUpdated","store_id":"1025646","data":{"type":"order","id":250,"status":{"previous_status_id":0,"new_status_id":11}},"hash":"7ee67cd1cf2ca60bc1aa9e5fe957d2de373be4ca","created_at":1561479335,"producer":"stores/a1b2c3"}';
  const thin = { kind: 'thin', topic: 'store/order/statusUpdated', shop: 'stores/a1b2c3', platformId: '250' };

  /** Signed by the library of Standard Webhooks, with the client secret encoded as BigCommerce's documentation says. */
  function delivery(differs: { body?: string; at?: Date; key?: string } = {}): Delivery {
    const bytes = differs.body ?? body;
    const at = differs.at ?? new Date();
    const webhook = new Webhook(Buffer.from(differs.key ?? SECRET).toString('base64'));
    return {
      body: Buffer.from(bytes),
      headers: {
        'webhook-id': 'msg_2KWPBgLlAfxdpx2AI54pPJ85f4W',
        'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
        'webhook-signature': webhook.sign('msg_2KWPBgLlAfxdpx2AI54pPJ85f4W', at, bytes),
      },
    };
  }

  test("a call signed by Standard Webhooks' own library names the order to ask for", () => {
    expect(readDelivery(delivery(), [SECRET])).toEqual(thin);
    expect(readDelivery(delivery(), [NEWER, SECRET])).toEqual(thin);
  });

  test('a call that is repeated a day later counts: it only makes us ask', () => {
    expect(readDelivery(delivery({ at: new Date('2026-11-23T18:04:05Z') }), [SECRET])).toEqual(thin);
  });

  test('of several signatures one is enough, and those of another version do not count', () => {
    const { headers, body: bytes } = delivery();
    const signature = headers['webhook-signature'] ?? '';
    const other = signed('something else');
    const several = { ...headers, 'webhook-signature': `v1a,${other} v1,${other} ${signature}` };
    const none = { ...headers, 'webhook-signature': signature.replace('v1,', 'v1a,') };
    expect(readDelivery({ headers: several, body: bytes }, [SECRET])).toEqual(thin);
    expect(readDelivery({ headers: none, body: bytes }, [SECRET]).kind).toBe('unsigned');
  });

  test('the library and we agree on what is signed, with one bit flipped too', () => {
    const genuine = delivery();
    const library = new Webhook(Buffer.from(SECRET).toString('base64'));
    const librarySays = ({ headers, body }: Delivery): boolean => {
      try {
        library.verify(body, headers as Record<string, string>);
        return true;
      } catch {
        return false;
      }
    };
    expect(librarySays(genuine)).toBe(true);
    fc.assert(
      fc.property(fc.nat(genuine.body.length * 8 - 1), (bit) => {
        const forged = { ...genuine, body: flipped(genuine.body, bit) };
        expect(librarySays(forged)).toBe(false);
        expect(readDelivery(forged, [SECRET]).kind).toBe('unsigned');
      }),
    );
  });

  test('another id or another time under the same signature is noticed', () => {
    const { headers, body: bytes } = delivery();
    for (const name of ['webhook-id', 'webhook-timestamp']) {
      const changed = { ...headers, [name]: `${headers[name]}1` };
      expect(readDelivery({ headers: changed, body: bytes }, [SECRET]).kind).toBe('unsigned');
    }
  });

  test('where a shop does not sign, our own header lets the call in; a wrong signature is not made good by it', () => {
    const own = { [OWN_HEADER]: ownHeaderValue(SECRET) };
    expect(readDelivery({ headers: own, body: Buffer.from(body) }, [NEWER, SECRET])).toEqual(thin);
    expect(readDelivery({ headers: own, body: Buffer.from(body) }, [OTHER])).toEqual({
      kind: 'unsigned',
      reason: 'The header x-web-orders-key is not that of this connection.',
    });
    expect(readDelivery({ headers: {}, body: Buffer.from(body) }, [SECRET])).toEqual({
      kind: 'unsigned',
      reason: 'The headers webhook-signature and x-web-orders-key are missing.',
    });
    const forged = delivery({ key: OTHER });
    expect(readDelivery({ ...forged, headers: { ...forged.headers, ...own } }, [SECRET]).kind).toBe(
      'unsigned',
    );
    expect(own[OWN_HEADER]).not.toContain(SECRET);
  });

  test.each([
    [
      'store/order/refund/created',
      '{"scope":"store/order/refund/created","data":{"type":"order","id":250,"refund":{"refund_id":3}},"producer":"stores/a1b2c3"}',
      { ...thin, topic: 'store/order/refund/created' },
    ],
    [
      'a product',
      '{"scope":"store/product/updated","data":{"type":"product","id":7},"producer":"stores/a1b2c3"}',
      {
        kind: 'other',
        topic: 'store/product/updated',
        shop: 'stores/a1b2c3',
        reason: 'The topic store/product/updated is not about an order.',
      },
    ],
    ['nothing', '{}', { kind: 'notUnderstood', topic: '', reason: 'The call names no order.' }],
    ['no JSON', 'x', { kind: 'notUnderstood', topic: '', reason: 'The body is not JSON.' }],
  ])('a call about %s', (_, body, expected) => {
    expect(readDelivery(delivery({ body }), [SECRET])).toEqual(expected);
  });

  test('an order that we asked for has the version of its change, and then of our question', () => {
    const order = { id: 250, date_modified: 'Wed, 05 Dec 2018 20:16:55 +0000' };
    expect(identify(order, '2026-11-23T18:04:05Z')).toEqual({
      platformId: '250',
      version: '2018-12-05T20:16:55.000Z/2026-11-23T18:04:05.000Z',
    });
    expect(identify({ id: 250, date_modified: '05/12/2018' }, '2026-11-23T18:04:05Z')).toBeUndefined();
  });
});

test.each(Object.values(platforms).map((platform) => [platform.title, platform] as const))(
  'whatever bytes and headers reach %s, the answer is one of the kinds',
  (_, { readDelivery }) => {
    const headers = fc.dictionary(
      fc.constantFrom(
        'x-wc-webhook-topic',
        'x-shopify-topic',
        'x-shopify-triggered-at',
        'webhook-id',
        'webhook-timestamp',
      ),
      fc.oneof(
        fc.string(),
        fc.constantFrom('order.updated', 'order.deleted', 'orders/updated', 'orders/delete'),
      ),
    );
    const bodies = fc.oneof(
      fc.uint8Array().map((bytes) => Buffer.from(bytes)),
      fc.json().map((text) => Buffer.from(text)),
    );
    fc.assert(
      fc.property(headers, bodies, (given, body) => {
        const id = given['webhook-id']?.trim() || 'undefined';
        const time = given['webhook-timestamp']?.trim() || 'undefined';
        const signatures = {
          'x-wc-webhook-signature': signed(body),
          'x-shopify-hmac-sha256': signed(body),
          'webhook-signature': `v1,${signed(Buffer.concat([Buffer.from(`${id}.${time}.`), body]))}`,
        };
        const { kind } = readDelivery({ headers: { ...given, ...signatures }, body }, [SECRET]);
        expect(['order', 'thin', 'deleted', 'other', 'fault', 'notUnderstood']).toContain(kind);
      }),
    );
  },
);
