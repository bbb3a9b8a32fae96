import { afterAll, describe, expect, test } from '@jest/globals';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { anOrderBody } from '../support/an-order-body.ts';
import { stopClock } from '../support/clock.ts';
import { DEALER, openConsole, OPERATOR } from '../support/console.ts';
import { startReceiver } from '../support/receiver.ts';
import { connectShop } from '../support/shop-orders.ts';
import { nameUrl, tell } from '../support/tell.ts';

/* What needs a person, on the first page that anybody sees. */

const site = await openConsole();
const { changeOrder, putOrder } = await import('../../lib/database/orders.ts');
const { newOrder } = await import('../../lib/domain/place.ts');
const { documents } = await import('../../lib/database/client.ts');
const { ship } = await import('../../lib/domain/ship.ts');
const { acknowledge } = await import('../../lib/domain/acknowledge.ts');
const { leaveOut } = await import('../../lib/domain/offer.ts');
const { conclude, keep } = await import('../../lib/domain/inbox.ts');
const { writeEntry } = await import('../../lib/database/inbox.ts');
const { orderContent } = await import('../../lib/schema/order-content.ts');
const { getStore } = await import('../../lib/database/stores.ts');

const receiver = await startReceiver();
afterAll(receiver.close);
const NOW = '2026-11-23T18:00:00Z';
stopClock(NOW);
const storeId = 'coolbike';

async function acting(by: 'webstore' | 'lightspeed') {
  const store = await getStore(storeId);
  if (!store) throw new Error('The store of the test is missing.');
  return { store, by };
}

async function place(orderId: string, now = NOW): Promise<void> {
  const fresh = newOrder(orderId, orderContent.parse(anOrderBody({ placedAt: now })), now);
  await putOrder(await acting('webstore'), {
    fresh,
    created: undefined,
    again: (order) => ({ order, result: undefined }),
  });
}

async function acknowledgeOne(orderId: string, error?: string, now = NOW): Promise<void> {
  const errors = error === undefined ? [] : [error];
  const said = { orderId, failed: error !== undefined, saysSuccess: error === undefined, errors };
  await changeOrder(await acting('lightspeed'), orderId, (order) => acknowledge(order, said, now));
}

const seen = async () =>
  (await site.get(`/console/stores/${storeId}`, DEALER)).body
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ');

describe('the last month', () => {
  /** Placed, taken and shipped at those times of November 23. */
  async function handle(orderId: string, [placed, taken, shipped]: [string, string, string?]): Promise<void> {
    await place(orderId, `2026-11-23T${placed}Z`);
    await acknowledgeOne(orderId, undefined, `2026-11-23T${taken}Z`);
    if (shipped === undefined) return;
    const told = [{ trackingNumber: `1Z-${orderId}`, shippedAt: '2026-11-20T00:00:00Z', remarks: [] }];
    const now = `2026-11-23T${shipped}Z`;
    await changeOrder(await acting('lightspeed'), orderId, (order) => ship(order, told, now));
  }

  test('is counted and timed from the indexes alone', async () => {
    await handle('900', ['10:00:00', '10:02:00', '17:00:00']);
    await handle('901', ['11:00:00', '11:04:00']);
    await handle('902', ['12:00:00', '12:10:00']);
    const page = await seen();
    expect(page).toContain(
      'Waiting 0 Oldest – Refused 0 Taken today 3 Shipped today 1 Time until taken, median 4 minutes',
    );
    expect(page).toContain('Nov 23, 2026: 3');
    expect(page).toContain('Nov 23, 2026: 4 minutes');
    expect(page).toContain('Nov 22, 2026: none was taken');
    expect(page).toContain('Nov 23, 2026 3 4 minutes Nov 22, 2026 0 –');
  });
});

test('a store where nothing is amiss says so', async () => {
  await place('1000');
  expect(await seen()).toContain('Nothing. No order is refused or left out, and everything was told.');
});

test('what is refused, left out, not understood or not told is there, with whose words they are and what to do', async () => {
  await nameUrl(storeId, receiver.url);
  await connectShop('woocommerce');
  receiver.react((_, response) => void response.writeHead(500).end('<b>down</b>'));
  await place('1001');
  await acknowledgeOne('1001', 'Unknown part <KA-1>');
  await place('1002');
  await changeOrder(await acting('lightspeed'), '1002', (order) => ({
    order: leaveOut(order, 'its City is empty.', NOW),
    result: undefined,
  }));
  await place('1003');
  await acknowledgeOne('1003');
  await tell();
  await documents.send(
    new PutCommand({
      TableName: process.env['ORDERS_TABLE'],
      Item: { store: storeId, orderId: '1004', turn: NOW, outstandingSince: `${NOW}#left out`, order: {} },
    }),
  );
  const identity = { platform: 'woocommerce', platformId: '77', now: NOW } as const;
  const kept = keep(undefined, { kind: 'order', version: NOW, digest: 'x' }, identity);
  const why = { conclusion: 'NotUnderstood', reason: 'It has no address.' } as const;
  if ('entry' in kept) await writeEntry(storeId, conclude(kept.entry, why, NOW), {});

  const text = await seen();
  expect(text).toContain('Needs a person (6)');
  expect(text).toMatch(
    /1001 refused 1 time, last [^:]+: Unknown part &lt;KA-1> Put that right in Lightspeed/,
  );
  expect(text).toContain('1002 is left out of the answers, because it cannot be written: its City is empty.');
  expect(text).toContain(
    '1004 is damaged in the database and cannot be read Tell whoever runs this service.',
  );
  expect(text).toContain(
    '77 of WooCommerce was not understood: It has no address. Mend the order in the shop',
  );
  expect(text).toMatch(/1003 the webstore was not told that Lightspeed took it, next try/);
  expect(text).toContain('It answered 500 Internal Server Error: &lt;b>down&lt;/b>');
});

test('the list of stores tells which webstore was not told', async () => {
  const { body } = await site.get('/console/stores', OPERATOR);
  expect(body).toContain('<td class="labeled" data-label="Messages">2 not told yet</td>');
});

test('of many refused orders the first five are there, and a link to all', async () => {
  for (let n = 1; n <= 6; n += 1) {
    await place(`20${n}`);
    await acknowledgeOne(`20${n}`, 'Unknown part KA-1');
  }
  const { body } = await site.get(`/console/stores/${storeId}`, DEALER);
  expect(body.match(/refused 1 time/g)).toHaveLength(5);
  expect(body).toContain(`<a href="/console/stores/${storeId}/orders?status=Refused">All refused orders</a>`);
});
