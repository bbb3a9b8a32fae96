import { randomBytes } from 'node:crypto';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { anOrderBody } from '../support/an-order-body.ts';
import { call, type HttpAnswer, REQUEST_ID, toContext } from '../support/call.ts';
import { stopClock } from '../support/clock.ts';
import { emptyTables } from '../support/empty-tables.ts';
import {
  aWooOrder,
  connectShop,
  disconnectShops,
  SECRET,
  signed,
  wooHeaders,
  wooTime,
} from '../support/shop-orders.ts';
import { openStore } from '../support/store.ts';

// The webhooks of dealers' shops (contract 10), through the handlers.

const store = await openStore();
const { handlers, lightspeed, lookUp, place, poll } = store;
const { documents } = await import('../../lib/database/client.ts');
const { findByNumber, findEntry, waitingEntries } = await import('../../lib/database/inbox.ts');
const { setEntryAside } = await import('../../lib/desk/shop-entries.ts');
const { getConnectionActivity } = await import('../../lib/database/connections.ts');
const NOW = '2026-11-24T12:00:00Z';
stopClock(NOW);

beforeEach(async () => {
  await emptyTables(['INBOX_TABLE']);
  await connectShop('woocommerce', { shop: 'https://shop.example' });
});

interface Post {
  path?: string;
  headers?: Record<string, string>;
  handler?: keyof typeof handlers;
}

const post = (body: string | Buffer, { path = '/platforms/woocommerce', headers = {}, handler }: Post = {}) =>
  call(handlers[handler ?? 'anyOtherPath'], { method: 'POST', path, headers, body });

async function deliver(
  order: Record<string, unknown>,
  topic = 'order.updated',
): Promise<Record<string, unknown>> {
  const body = JSON.stringify(order);
  const answer = await post(body, { headers: wooHeaders(body, { topic }), handler: 'receiveWoocommerce' });
  expect(answer).toMatchObject({
    status: 200,
    headers: { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' },
  });
  return JSON.parse(answer.body);
}

const acknowledge = (orderId: string) =>
  lightspeed('POST', '/LightSpeed/AcknowledgeRequest', `<A><Order Id="${orderId}"/></A>`);
const notes = async (orderId: string) =>
  ((await lookUp(orderId))['notes'] as { text: string }[]).map(({ text }) => text);

function problem({ status, headers, body }: HttpAnswer): unknown {
  const { requestId, code } = JSON.parse(body);
  expect({ requestId, type: headers['Content-Type'] }).toEqual({
    requestId: REQUEST_ID,
    type: 'application/problem+json; charset=utf-8',
  });
  return { status, code };
}

async function inboxItems(): Promise<Record<string, unknown>[]> {
  const { Items = [] } = await documents.send(new ScanCommand({ TableName: process.env['INBOX_TABLE'] }));
  return Items.filter(({ key }) => !String(key).startsWith('connection#'));
}

describe('a paid order', () => {
  test('is placed under the number that people see, and the very next poll offers it, to the cent', async () => {
    expect(await deliver(aWooOrder(), 'order.created')).toEqual({ result: 'Placed', orderId: '1001' });
    const { body } = await lightspeed('GET', '/LightSpeed/OutstandingActivity');
    expect(body).toContain('<OrderId>1001</OrderId>');
    expect(body).toContain(
      '<Totals><Subtotal>69.00</Subtotal><Discount>5.00</Discount><Shipping>8.95</Shipping><Tax>4.14</Tax>' +
        '<Total>77.09</Total></Totals><Payments><Payment><Type>VISA</Type><Amount>77.09</Amount></Payment></Payments>',
    );
  });

  test('that comes twice is one order; its change replaces it; an older version is Outdated', async () => {
    const first = aWooOrder();
    const changed = aWooOrder({
      date_modified_gmt: wooTime(60),
      shipping_total: '10.00',
      total: '78.14',
    });
    expect([
      await deliver(first),
      await deliver(first),
      await deliver(changed),
      await deliver(first),
    ]).toEqual([
      { result: 'Placed', orderId: '1001' },
      { result: 'Unchanged', orderId: '1001' },
      { result: 'Replaced', orderId: '1001' },
      { result: 'Outdated', orderId: '1001', reason: 'A newer version of the order is here.' },
    ]);
    expect(await poll()).toEqual(['1001']);
    expect(await lookUp('1001')).toMatchObject({ totals: { shipping: '10.00', total: '78.14' } });
  });

  test('that changes without a change for Lightspeed is Unchanged', async () => {
    await deliver(aWooOrder());
    expect(await deliver(aWooOrder({ date_modified_gmt: wooTime(5), cart_hash: 'x' }))).toEqual({
      result: 'Unchanged',
      orderId: '1001',
    });
  });
});

describe('an order that is not paid', () => {
  const unpaid = aWooOrder({ status: 'on-hold', date_modified_gmt: wooTime(0) });

  test('is held and goes when it is paid, whatever the topic says', async () => {
    expect(await deliver(unpaid, 'order.created')).toEqual({
      result: 'Held',
      reason: 'It is not paid: its status in the shop is on-hold.',
    });
    expect(await poll()).toEqual([]);
    expect(await deliver(aWooOrder({ date_modified_gmt: wooTime(10) }), 'order.created')).toMatchObject({
      result: 'Placed',
    });
    expect(await poll()).toEqual(['1001']);
  });

  test('that is paid within the same second goes, whichever comes first', async () => {
    expect(await deliver(aWooOrder())).toMatchObject({ result: 'Placed' });
    expect(await deliver(unpaid)).toMatchObject({ result: 'Outdated', orderId: '1001' });
    expect(await poll()).toEqual(['1001']);
    expect(await deliver(aWooOrder({ date_modified_gmt: wooTime(10) }))).toMatchObject({
      result: 'Unchanged',
    });
  });

  test('and was canceled never goes', async () => {
    await deliver(unpaid);
    expect(await deliver(aWooOrder({ status: 'cancelled', date_modified_gmt: wooTime(9) }))).toEqual({
      result: 'Canceled',
      reason: 'Its status in the shop is cancelled.',
    });
    expect(await poll()).toEqual([]);
  });

  test('whose payment failed goes once it is paid after all', async () => {
    await deliver(aWooOrder({ status: 'failed' }));
    expect(await deliver(aWooOrder({ date_modified_gmt: wooTime(9) }))).toMatchObject({ result: 'Placed' });
    expect(await poll()).toEqual(['1001']);
  });
});

describe('an order that is canceled in the shop', () => {
  const canceled = aWooOrder({ status: 'cancelled', date_modified_gmt: wooTime(60) });

  test('while it is New is no longer offered', async () => {
    await deliver(aWooOrder());
    expect(await deliver(canceled)).toMatchObject({ result: 'Canceled', orderId: '1001' });
    expect(await deliver(canceled)).toMatchObject({ result: 'Canceled', orderId: '1001' });
    expect(await poll()).toEqual([]);
    expect(await lookUp('1001')).toMatchObject({ status: 'Canceled' });
  });

  test('after Lightspeed took it has a note to void it there too', async () => {
    await deliver(aWooOrder());
    await acknowledge('1001');
    await deliver(canceled);
    expect(await notes('1001')).toEqual([
      'WooCommerce: Its status in the shop is cancelled.',
      'Canceled on the webstore: void it in Lightspeed too.',
    ]);
  });

  test('after it shipped stays Shipped, with a note', async () => {
    await deliver(aWooOrder());
    await lightspeed('POST', '/LightSpeed/Order/1001/Shipment', '<S TrackingNumber="1Z"/>');
    expect(await deliver(canceled)).toMatchObject({ result: 'Unchanged', orderId: '1001' });
    expect(await lookUp('1001')).toMatchObject({ status: 'Shipped' });
    expect(await notes('1001')).toEqual([
      'Canceled in WooCommerce after it shipped: Its status in the shop is cancelled. Settle it with the customer.',
    ]);
  });

  test('is canceled also by being thrown away, and a late delivery does not bring it back', async () => {
    await deliver(aWooOrder());
    expect(await deliver({ id: 123 }, 'order.deleted')).toMatchObject({
      result: 'Canceled',
      orderId: '1001',
    });
    expect(await deliver(aWooOrder())).toMatchObject({ result: 'Outdated' });
    expect(await poll()).toEqual([]);
  });

  test('is not canceled by products that were deleted from the catalog', async () => {
    expect(await deliver(aWooOrder({ needs_processing: false }))).toEqual({
      result: 'Ignored',
      reason: 'There is nothing to ship in it.',
    });
    await deliver(aWooOrder({ date_modified_gmt: wooTime(1) }));
    await lightspeed('POST', '/LightSpeed/AcknowledgeRequest', '<A><Order Id="1001"/></A>');
    for (const changed of [
      { status: 'processing', date_modified_gmt: wooTime(2) },
      { status: 'completed', date_modified_gmt: wooTime(3) },
    ])
      expect(await deliver(aWooOrder({ needs_processing: false, ...changed }))).toEqual({
        result: 'Unchanged',
        orderId: '1001',
      });
    expect(await lookUp('1001')).toMatchObject({ status: 'Downloaded', notes: [] });
  });

  test('and restored is for somebody to look at, until somebody has', async () => {
    await deliver(aWooOrder());
    await deliver(canceled);
    expect(await deliver(aWooOrder({ date_modified_gmt: wooTime(99) }))).toMatchObject({
      result: 'NotUnderstood',
      orderId: '1001',
    });
    expect(await poll()).toEqual([]);
    expect(await notes('1001')).toContain(
      'WooCommerce has taken the cancellation back. A canceled order does not go to Lightspeed again: enter it ' +
        'there by hand, or place it in the shop again.',
    );
    const place = { storeId: 'coolbike', key: 'woocommerce#123' };
    const stored = await findEntry(place);
    if (!stored) throw new Error('The entry is missing.');
    expect(await setEntryAside('coolbike', stored.entry, NOW)).toBe(true);
    expect(await waitingEntries('coolbike', 'NotUnderstood', 10)).toEqual([]);
    expect(await deliver(aWooOrder({ date_modified_gmt: wooTime(120), customer_note: 'Now!' }))).toEqual({
      result: 'Ignored',
      orderId: '1001',
      reason:
        'Set aside by hand. A canceled order does not go to Lightspeed again: enter it there by hand, or place it ' +
        'in the shop again.',
    });
    expect(await waitingEntries('coolbike', 'NotUnderstood', 10)).toEqual([]);
  });
});

describe('a change after Lightspeed took the order', () => {
  test('is a note, once, and nothing is offered again', async () => {
    await deliver(aWooOrder());
    await acknowledge('1001');
    const edit = { shipping_total: '10.00', total: '78.14' };
    for (const seconds of [10, 20]) {
      expect(await deliver(aWooOrder({ ...edit, date_modified_gmt: wooTime(seconds) }))).toMatchObject({
        result: 'Unchanged',
        orderId: '1001',
      });
    }
    expect(await notes('1001')).toEqual([
      'Changed in WooCommerce after Lightspeed got it: total 77.09 → 78.14; shipping 8.95 → 10.00. Change it in ' +
        'Lightspeed too.',
    ]);
    expect(await poll()).toEqual([]);
  });

  test('our own push that comes back changes nothing', async () => {
    await deliver(aWooOrder());
    await lightspeed('POST', '/LightSpeed/Order/1001/Shipment', '<S TrackingNumber="1Z"/>');
    const before = await lookUp('1001');
    const echo = aWooOrder({ status: 'completed', date_modified_gmt: wooTime(60) });
    expect(await deliver(echo)).toEqual({ result: 'Unchanged', orderId: '1001' });
    expect(await lookUp('1001')).toEqual(before);
  });

  test('a refund that leaves WooCommerce’s figures as they were is a note', async () => {
    await deliver(aWooOrder());
    await acknowledge('1001');
    const refunds = [{ id: 7, reason: 'Scratched', total: '-10.00' }];
    const refunded = aWooOrder({ refunds, date_modified_gmt: wooTime(60) });
    expect(await deliver(refunded)).toMatchObject({ result: 'Unchanged', orderId: '1001' });
    expect(await notes('1001')).toEqual([
      "Refunded in the shop: 10.00 (Scratched). The order's total is the one before.",
    ]);
  });

  test('an order that the shop has sent and can no longer tell stays what it is', async () => {
    await deliver(aWooOrder());
    await acknowledge('1001');
    const gone = { status: 'completed', billing: {}, shipping: {}, date_modified_gmt: wooTime(60) };
    expect(await deliver(aWooOrder(gone))).toMatchObject({ result: 'Unchanged', orderId: '1001' });
    expect(await lookUp('1001')).toMatchObject({ status: 'Downloaded', notes: [] });
  });
});

describe('order numbers', () => {
  test('never collide within a store: a taken one gets the shop’s own key behind it, and a note says so', async () => {
    await place('1001', anOrderBody());
    expect(await deliver(aWooOrder())).toEqual({ result: 'Placed', orderId: '1001-123' });
    expect(await deliver(aWooOrder({ id: 124 }))).toEqual({ result: 'Placed', orderId: '1001-124' });
    expect((await poll()).toSorted()).toEqual(['1001', '1001-123', '1001-124']);
    expect(await notes('1001-123')).toEqual([
      'Its number in WooCommerce is 1001, which another order of this store has.',
    ]);
  });

  test('two orders of a shop with one number are two orders', async () => {
    expect([await deliver(aWooOrder()), await deliver(aWooOrder({ id: 124 }))]).toEqual([
      { result: 'Placed', orderId: '1001' },
      { result: 'Placed', orderId: '1001-124' },
    ]);
  });

  test('are stable: a plug-in that renumbers makes no second order', async () => {
    await deliver(aWooOrder());
    const renumbered = aWooOrder({ number: 'A-77', date_modified_gmt: wooTime(5) });
    expect(await deliver(renumbered)).toMatchObject({ result: 'Unchanged', orderId: '1001' });
    expect(await poll()).toEqual(['1001']);
  });
});

test('bytes before an order, and a signature that came twice, lose no order', async () => {
  const marked = `\uFEFF${JSON.stringify(aWooOrder())}`;
  const headers = wooHeaders(marked);
  const twice = `${signed(marked)},${signed(marked)}`;
  const answer = await post(marked, { headers: { ...headers, 'x-wc-webhook-signature': twice } });
  expect(JSON.parse(answer.body)).toEqual({ result: 'Placed', orderId: '1001' });
});

test('bytes that are no UTF-8 are signed as they are, not as they are read', async () => {
  const [begin, end] = JSON.stringify(aWooOrder({ customer_note: '#mark#' })).split('#mark#') as [
    string,
    string,
  ];
  const body = Buffer.concat([Buffer.from(begin), Buffer.from([0xe9, 0xff]), Buffer.from(end)]);
  const headers = { ...wooHeaders(''), 'x-wc-webhook-signature': signed(body) };
  const answer = await post(body, { headers });
  expect(JSON.parse(answer.body)).toEqual({ result: 'Placed', orderId: '1001' });
});

describe('what cannot be mapped is kept whole with the reason, and answered 200', () => {
  test('an order that makes no sense', async () => {
    const odd = aWooOrder({ total: 'many' });
    expect(await deliver(odd)).toMatchObject({
      result: 'NotUnderstood',
      reason: expect.stringContaining('/total'),
    });
    const kept = await findEntry({ storeId: 'coolbike', key: 'woocommerce#123' });
    expect(kept?.payload?.toString()).toBe(JSON.stringify(odd));
    expect(kept?.entry.concluded).toMatchObject({ conclusion: 'NotUnderstood', at: NOW });
  });

  test('and its next version, which does, is placed', async () => {
    await deliver(aWooOrder({ total: 'many' }));
    expect(await deliver(aWooOrder({ date_modified_gmt: wooTime(1) }))).toMatchObject({ result: 'Placed' });
  });

  test.each(['[]', 'false', '0', 'null', '"x"', '{}', 'not json', ''])(
    'a body that is no order: %s',
    async (body) => {
      const answer = await post(body, { headers: wooHeaders(body) });
      expect({ status: answer.status, result: JSON.parse(answer.body).result }).toEqual({
        status: 200,
        result: 'NotUnderstood',
      });
      expect(await inboxItems()).toHaveLength(1);
    },
  );

  test.each<[string, unknown, string]>([
    ['null', null, 'null'],
    ['a text', 'x', '"x"'],
    ['nothing', null, ''],
  ])('%s as serverless-offline hands it over, by the bytes that were signed', async (_, body, bytes) => {
    const event = {
      version: '2.0',
      rawPath: '/platforms/woocommerce',
      rawQueryString: '',
      headers: { host: 'coolbike.example.com', ...wooHeaders(bytes) },
      requestContext: { http: { method: 'POST', path: '', sourceIp: '192.0.2.1' }, requestId: REQUEST_ID },
      isBase64Encoded: false,
      body,
    };
    const answer = await handlers.receiveWoocommerce(event as never, toContext({}) as never);
    expect(answer).toMatchObject({ statusCode: 200 });
    expect(JSON.parse(String(answer.body))).toMatchObject({ result: 'NotUnderstood' });
  });

  test('what a copy of the shop sends is not taken for the shop’s own', async () => {
    const body = JSON.stringify(aWooOrder());
    const headers = { ...wooHeaders(body), 'x-wc-webhook-source': 'https://staging.shop.example/' };
    expect(JSON.parse((await post(body, { headers })).body)).toEqual({
      result: 'NotUnderstood',
      reason: 'It came from another shop, staging.shop.example.',
    });
    expect(await poll()).toEqual([]);
  });
});

describe('who is not let in', () => {
  const body = JSON.stringify(aWooOrder());

  test.each<[string, Record<string, string>]>([
    ['no signature', { 'x-wc-webhook-topic': 'order.updated' }],
    ['another secret’s', wooHeaders(body, { secret: 'another' })],
    ['another body’s', wooHeaders(`${body} `)],
  ])('%s: 401, and nothing is kept but a count', async (_, headers) => {
    expect(problem(await post(body, { headers }))).toEqual({ status: 401, code: 'Unauthorized' });
    expect(await inboxItems()).toEqual([]);
    expect(await getConnectionActivity({ storeId: 'coolbike', shop: 'woocommerce' })).toMatchObject({
      rejected: 1,
      lastRejectedAt: NOW,
      deliveries: 0,
    });
  });

  test('a platform that is not connected, and a store that there is not: 404', async () => {
    expect(problem(await post(body, { path: '/platforms/shopify' }))).toEqual({
      status: 404,
      code: 'NotFound',
    });
    const headers = { ...wooHeaders(body), host: 'nobody.weborders.example.com' };
    expect(problem(await post(body, { headers }))).toEqual({ status: 404, code: 'NotFound' });
    expect(problem(await post(body, { path: '/platforms/magento' }))).toEqual({
      status: 404,
      code: 'NotFound',
    });
  });

  test('more than 1 MiB: 413, and exactly 1 MiB is read', async () => {
    const bytes = (size: number) => Buffer.alloc(size, ' ');
    const sent = (raw: Buffer) => post(raw, { headers: wooHeaders(raw.toString()) });
    expect(problem(await sent(bytes(1024 * 1024 + 1)))).toEqual({ status: 413, code: 'PayloadTooLarge' });
    expect(JSON.parse((await sent(bytes(1024 * 1024))).body)).toMatchObject({ result: 'NotUnderstood' });
  });

  test('another method: 405 with Allow', async () => {
    const answer = await call(handlers.anyOtherPath, { method: 'GET', path: '/platforms/woocommerce' });
    expect(problem(answer)).toEqual({ status: 405, code: 'MethodNotAllowed' });
    expect(answer.headers['Allow']).toBe('POST');
  });
});

test('another spelling of the path answers the same', async () => {
  const body = JSON.stringify(aWooOrder());
  const answer = await post(body, { headers: wooHeaders(body), path: '//Platforms/WooCommerce/' });
  expect(JSON.parse(answer.body)).toEqual({ result: 'Placed', orderId: '1001' });
});

describe('the ping, which nobody signs', () => {
  test.each([
    ['as text', 'webhook_id=3'],
    ['in base64, as API Gateway hands over forms', Buffer.from('webhook_id=3')],
  ])('%s is answered exactly 200, and its time is kept', async (_, body) => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await post(body, { headers });
    expect({ status: answer.status, said: JSON.parse(answer.body) }).toEqual({
      status: 200,
      said: { result: 'Ignored', reason: 'WooCommerce tried the address.' },
    });
    expect(await getConnectionActivity({ storeId: 'coolbike', shop: 'woocommerce' })).toMatchObject({
      lastPingAt: NOW,
      deliveries: 0,
    });
    expect(await inboxItems()).toEqual([]);
  });

  test('with anything else in it is none: 401', async () => {
    expect(problem(await post('webhook_id=3&x=y'))).toEqual({ status: 401, code: 'Unauthorized' });
  });
});

test('a delivery in base64, as API Gateway hands over what is no text, is read', async () => {
  const body = JSON.stringify(aWooOrder());
  const answer = await post(Buffer.from(body), { headers: wooHeaders(body) });
  expect(JSON.parse(answer.body)).toEqual({ result: 'Placed', orderId: '1001' });
});

test('what a shop told of an order is found by the number that people see, also while it is held', async () => {
  const found = async () => (await findByNumber('coolbike', '1001'))?.concluded?.conclusion;
  expect(await found()).toBeUndefined();
  await deliver(aWooOrder({ status: 'on-hold' }));
  expect(await found()).toBe('Held');
  await deliver(aWooOrder({ date_modified_gmt: wooTime(9) }));
  expect(await found()).toBe('Placed');
});

describe('a change of the connection counts at once', () => {
  test('a store that was called before it was connected', async () => {
    const body = JSON.stringify(aWooOrder());
    const path = '/platforms/bigcommerce';
    expect((await post(body, { path })).status).toBe(404);
    await connectShop('bigcommerce');
    expect((await post(body, { path })).status).toBe(401);
  });

  test('a secret that was changed a moment ago, and the one before it', async () => {
    await deliver(aWooOrder());
    await connectShop('woocommerce', { keys: ['TheNewOne', SECRET] });
    const newer = JSON.stringify(aWooOrder({ date_modified_gmt: wooTime(5) }));
    const headers = { ...wooHeaders(newer), 'x-wc-webhook-signature': signed(newer, 'TheNewOne') };
    expect(JSON.parse((await post(newer, { headers })).body)).toMatchObject({ result: 'Unchanged' });
    expect(await deliver(aWooOrder({ date_modified_gmt: wooTime(6) }))).toMatchObject({
      result: 'Unchanged',
    });
  });
});

test('a webhook whose user may no longer read orders is not understood, and is a fault of the connection', async () => {
  const error = {
    code: 'woocommerce_rest_cannot_view',
    message: 'Sorry, you cannot view this resource.',
    data: { status: 401 },
  };
  for (let time = 1; time <= 2; time += 1)
    expect(await deliver(error)).toEqual({
      result: 'NotUnderstood',
      reason:
        'WooCommerce sent an error in place of the order: woocommerce_rest_cannot_view. The user of the webhook may no longer read orders.',
    });
  const seen = await getConnectionActivity({ storeId: 'coolbike', shop: 'woocommerce' });
  expect(seen).toMatchObject({
    faultAt: NOW,
    fault: expect.stringContaining('woocommerce_rest_cannot_view'),
  });
  await deliver(aWooOrder());
  expect(await getConnectionActivity({ storeId: 'coolbike', shop: 'woocommerce' })).toMatchObject({
    fault: undefined,
    lastResult: 'Placed',
    deliveries: 3,
  });
});

test('a payload too large to keep is placed all the same', async () => {
  const random = randomBytes(450_000).toString('base64');
  const order = aWooOrder({ meta_data: [{ id: 1, key: '_blob', value: random }] });
  expect(await deliver(order)).toMatchObject({ result: 'Placed' });
  const kept = await findEntry({ storeId: 'coolbike', key: 'woocommerce#123' });
  expect(kept).toMatchObject({ tooLarge: true, entry: { concluded: { conclusion: 'Placed' } } });
  expect(kept?.payload).toBeUndefined();
});

test('deliveries of one order in parallel are one order', async () => {
  const versions = Array.from({ length: 12 }, (_, n) =>
    aWooOrder({
      date_modified_gmt: wooTime(n),
      customer_note: '',
      shipping_total: `${10 + n}.00`,
      total: `${78 + n}.14`,
    }),
  );
  await Promise.all(versions.map((order) => deliver(order)));
  expect(await poll()).toEqual(['1001']);
  expect(await lookUp('1001')).toMatchObject({ totals: { shipping: '21.00', total: '89.14' } });
});

test('GET /status tells how the shop does, and what waits', async () => {
  await disconnectShops();
  await connectShop('woocommerce', { shop: 'https://shop.example' });
  await deliver(aWooOrder({ id: 1, number: '1', payment_method: 'klarna', payment_method_title: 'Later' }));
  await deliver(aWooOrder({ id: 2, number: '2', status: 'pending' }));
  await deliver(aWooOrder({ id: 3, number: '3', billing: {}, shipping: {} }));
  await post('{}', { headers: wooHeaders('{}', { secret: 'wrong' }) });
  const { body } = await store.webstore('GET', '/status', undefined, { handler: handlers.getStatus });
  expect(JSON.parse(body).platforms).toEqual([
    {
      platform: 'woocommerce',
      shop: 'https://shop.example',
      webhookOnly: true,
      connectedAt: '2026-01-01T00:00:00Z',
      health: 'working',
      problems: [],
      lastDeliveryAt: NOW,
      lastResult: 'NotUnderstood',
      unsigned: 1,
      lastUnsignedAt: NOW,
      lastSweptAt: null,
      sweptTo: null,
      held: 1,
      notUnderstood: 1,
      unknownPayments: ['klarna'],
    },
  ]);
});
