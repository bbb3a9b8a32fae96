import { beforeAll, expect, test } from '@jest/globals';
import { anOrderBody } from '../support/an-order-body.ts';
import { DEALER, openConsole, OPERATOR } from '../support/console.ts';

/* What an order's page says, in the words and the time of whoever reads it. */

const site = await openConsole();
const { changeOrder, putOrder } = await import('../../lib/database/orders.ts');
const { newOrder } = await import('../../lib/domain/place.ts');
const { acknowledge } = await import('../../lib/domain/acknowledge.ts');
const { ship } = await import('../../lib/domain/ship.ts');
const { orderContent } = await import('../../lib/schema/order-content.ts');
const { changeStore, getStore } = await import('../../lib/database/stores.ts');

const storeId = 'coolbike';

async function theStore() {
  const store = await getStore(storeId);
  if (!store) throw new Error('The store of the test is missing.');
  return store;
}

async function place(orderId: string, now: string): Promise<void> {
  const fresh = newOrder(orderId, orderContent.parse(anOrderBody({ placedAt: now })), now);
  await putOrder(
    { store: await theStore(), by: 'webstore' },
    { fresh, created: undefined, again: (order) => ({ order, result: undefined }) },
  );
}

async function acknowledged(orderId: string, now: string, errors: string[] = []): Promise<void> {
  const said = { orderId, failed: errors.length > 0, saysSuccess: errors.length === 0, errors };
  await changeOrder({ store: await theStore(), by: 'lightspeed' }, orderId, (order) =>
    acknowledge(order, said, now),
  );
}

const html = async (path: string, who = DEALER) =>
  (await site.get(`/console/stores/${storeId}${path}`, who)).body;

/** What can be read, without what is in attributes and without the XML. */
const seen = async (path: string) =>
  (await html(path))
    .replaceAll(/<pre.*?<\/pre>/gs, '')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ');

beforeAll(async () => {
  await changeStore(storeId, (store) => ({ ...store, timeZone: 'America/Boise' }));
});

test('every time is told in the store’s zone, with the exact one on hover', async () => {
  await place('2001', '2026-11-23T18:00:00Z');
  await acknowledged('2001', '2026-11-23T18:05:00Z', ['Unknown part KA-1']);
  await acknowledged('2001', '2026-11-23T18:10:00Z', ['Unknown part KA-1']);
  const text = await seen('/orders/2001');
  expect(text).toContain('Unknown part KA-1 (2 times, last at Nov 23, 2026, 11:10 AM)');
  expect(text).not.toMatch(/UTC|\d{4}-\d\d-\d\d/);
  expect(await html('/orders/2001')).toContain(
    'title="Monday, November 23, 2026 at 11:05:00 AM MST">Nov 23, 2026, 11:05 AM</time>',
  );
});

test('a shipment that tells its day alone keeps that day, whatever the zone; its tracking number is a link and copied by a click', async () => {
  await place('2002', '2026-11-23T18:00:00Z');
  await acknowledged('2002', '2026-11-23T18:05:00Z');
  const shipment = {
    trackingNumber: '1Z999AA10123456784',
    carrier: 'UPS',
    shippedAt: '2026-11-25T00:00:00Z',
    remarks: [],
  };
  await changeOrder({ store: await theStore(), by: 'lightspeed' }, '2002', (order) =>
    ship(order, [shipment], '2026-11-25T20:00:00Z'),
  );
  expect(await seen('/orders/2002')).toMatch(
    /UPS 1Z999AA10123456784 Copy 1Z999AA10123456784 shipped Nov 25, 2026 /,
  );
  const body = await html('/orders/2002');
  expect(body).toContain('href="https://www.ups.com/track?tracknum=1Z999AA10123456784"');
  expect(body).toContain('data-copy="1Z999AA10123456784"');
});

test('its number is copied by a click, and a country has its name', async () => {
  const body = await html('/orders/2001');
  expect(body).toContain('data-copy="2001"');
  expect(body).toContain('United States<br/>');
});

test('what Lightspeed calls downloaded is taken, as the tooltip says', async () => {
  await place('2003', '2026-11-23T18:00:00Z');
  await acknowledged('2003', '2026-11-23T18:05:00Z');
  expect(await html('/orders')).toContain('<span title="Lightspeed calls it downloaded">Taken</span>');
  expect(await html('/orders/2003')).toContain('<span title="Lightspeed calls it downloaded">Taken</span>');
});

test('a filter that finds nothing says so, and an empty store says what to do first', async () => {
  expect(await seen('/orders?status=Canceled')).toContain('No order is canceled.');
  const { body } = await site.get('/console/stores/otherbike/orders', OPERATOR);
  expect(body).toContain('<a href="/console/stores/otherbike/webstore">connect the webstore</a>');
});

test('the audit tells its times in the store’s zone, also those within a change', async () => {
  await site.post(`/console/stores/${storeId}/wire`, { act: 'record', hours: '1' }, { who: DEALER });
  const { body } = await site.get(`/console/audit?store=${storeId}`, OPERATOR);
  expect(body).toContain('Times are of America/Boise.');
  expect(body).toMatch(/until \w{3} \d+, \d{4}, \d+:\d\d [AP]M/);
});

test('calls are found by the number of an order only: no name of a customer gets into an address', async () => {
  expect(await seen('/wire?find=Dana%20Reyes')).toContain('An order number has 1 to 64 characters');
  expect(await seen('/wire?find=%232001')).toContain('None of the calls that were looked through names it.');
});

test('a name that no store can have is told at its field', async () => {
  const fields = { act: 'add', id: 'newbike', name: 'x'.repeat(201) };
  const { status, body } = await site.post('/console/stores', fields, { who: OPERATOR });
  expect(status).toBe(422);
  expect(body).toContain('<small id="name-fault" class="fault">A name has 1 to 200 characters');
});
