import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { call } from '../support/call.ts';
import { setClock, stopClock } from '../support/clock.ts';
import { emptyTables } from '../support/empty-tables.ts';
import { aWooOrder, connectShop, wooHeaders } from '../support/shop-orders.ts';
import { openStore } from '../support/store.ts';
import { tell } from '../support/tell.ts';
import { openWooShop, wooApiOf } from '../support/woo-shop.ts';

// What Lightspeed did reaches the shop that the order came from (contract 10), by the same messages as a webstore's
// URL.

const { handlers, lightspeed, lookUp, place, poll, webstore } = await openStore();
const NOW = '2026-11-24T12:00:00Z';
stopClock(NOW);

const shop = await openWooShop();
afterAll(() => shop.close());

beforeEach(async () => {
  await emptyTables(['INBOX_TABLE', 'MESSAGES_TABLE']);
  for (const map of [shop.orders, shop.notes]) map.clear();
  shop.calls = [];
  delete shop.fail;
  delete shop.trackings;
  delete shop.fulfillments;
  await connectShop('woocommerce', { api: await wooApiOf(shop) });
  shop.orders.set('123', aWooOrder());
  await deliver(aWooOrder());
});

async function deliver(order: Record<string, unknown>): Promise<void> {
  const body = JSON.stringify(order);
  const path = '/platforms/woocommerce';
  await call(handlers.receiveWoocommerce, {
    method: 'POST',
    path,
    headers: { ...wooHeaders(body), 'x-wc-webhook-source': shop.url },
    body,
  });
}

const ship = (xml: string) => lightspeed('POST', '/LightSpeed/Order/1001/Shipment', xml);
const notes = () =>
  (shop.notes.get('123') ?? []).map(
    (note) => `${note['customer_note'] ? 'customer' : 'staff'}: ${String(note['note'])}`,
  );
const status = () => shop.orders.get('123')?.['status'];

test('a shop that was connected since the teller last looked is told', async () => {
  const { relay } = await import('../../lib/outgoing/relay.ts');
  const { KnownStores } = await import('../../lib/outgoing/known-stores.ts');
  await connectShop('woocommerce');
  const stores = new KnownStores();
  expect((await stores.store('coolbike'))?.connections).toHaveLength(1);
  await connectShop('woocommerce', { api: await wooApiOf(shop) });
  await ship('<S TrackingNumber="1Z999"/>');
  const failures: unknown[] = [];
  const onKept = () => Promise.resolve();
  await relay({ stores, now: () => NOW, onKept, onFailure: (_, error) => void failures.push(error) });
  expect(failures).toEqual([]);
  await tell();
  expect(notes()).toEqual(['customer: Shipped with Other: 1Z999']);
});

describe('a shipment', () => {
  test('reaches a shop without a plug-in as a note that the customer is sent, and completes the order', async () => {
    await ship('<S TrackingNumber="1Z999" Carrier="U.P.S. Ground"/>');
    await tell();
    expect(notes()).toEqual(['customer: Shipped with UPS: 1Z999 https://www.ups.com/track?tracknum=1Z999']);
    expect(status()).toBe('completed');
  });

  test('of a part does not complete it, and the rest does; each number is told once', async () => {
    await ship('<S TrackingNumber="T1"><Items><Item Sku="KA-49006-1234" Quantity="1"/></Items></S>');
    await tell();
    expect({ notes: notes(), status: status() }).toEqual({
      notes: ['customer: Shipped with Other: T1'],
      status: 'processing',
    });
    await ship('<S TrackingNumber="T2"><Items><Item Sku="KA-49006-1234" Quantity="1"/></Items></S>');
    await tell();
    expect({ notes: notes(), status: status() }).toEqual({
      notes: ['customer: Shipped with Other: T1', 'customer: Shipped with Other: T2'],
      status: 'completed',
    });
  });

  test('goes to the plug-in Shipment Tracking where it is installed', async () => {
    shop.trackings = new Map();
    await ship('<S TrackingNumber="9400" Carrier="USPS" ShipDate="2026-11-23"/>');
    await tell();
    expect(shop.trackings.get('123')).toEqual([
      {
        custom_tracking_provider: 'USPS',
        custom_tracking_link: 'https://tools.usps.com/go/TrackConfirmAction?tLabels=9400',
        tracking_number: '9400',
        date_shipped: '2026-11-23',
      },
    ]);
    expect(notes()).toEqual([]);
  });

  describe('in a shop with WooCommerce’s own fulfillments', () => {
    const fulfillments = () =>
      (shop.fulfillments?.get('123') ?? []).map(({ meta_data: metas, ...more }) => ({
        ...more,
        ...Object.fromEntries(
          (metas as { key: string; value: unknown }[]).map(({ key, value }) => [key, value]),
        ),
      }));
    beforeEach(() => {
      shop.fulfillments = new Map();
      shop.trackings = new Map();
    });

    test('is one of them, with the lines that are in the parcel, and no plug-in is told', async () => {
      await ship('<S TrackingNumber="1Z999" Carrier="UPS"/>');
      await tell();
      expect(fulfillments()).toEqual([
        {
          status: 'fulfilled',
          is_fulfilled: true,
          _items: [{ item_id: 11, qty: 2 }],
          _tracking_number: '1Z999',
          _shipment_provider: 'ups',
          _shipping_provider: 'ups',
          _tracking_url: 'https://www.ups.com/track?tracknum=1Z999',
        },
      ]);
      expect(shop.calls).toContain('POST /wp-json/wc/v3/orders/123/fulfillments');
      expect({ notes: notes(), trackings: shop.trackings?.size, status: status() }).toEqual({
        notes: [],
        trackings: 0,
        status: 'completed',
      });
    });

    test('in two parcels is two, by a carrier that WooCommerce does not know too; the rest is in the second', async () => {
      await ship(
        '<S TrackingNumber="T1" Carrier="Truck"><Items><Item Sku="KA-49006-1234" Quantity="1"/></Items></S>',
      );
      await tell();
      expect(status()).toBe('processing');
      await ship('<S TrackingNumber="T2" Carrier="FedEx"/>');
      await tell();
      expect(fulfillments()).toMatchObject([
        {
          _tracking_number: 'T1',
          _items: [{ item_id: 11, qty: 1 }],
          _shipping_provider: 'other',
          _provider_name: 'Truck',
        },
        { _tracking_number: 'T2', _items: [{ item_id: 11, qty: 1 }], _shipping_provider: 'fedex' },
      ]);
      expect(status()).toBe('completed');
    });

    test('of which no line is left is told in the next way: a second number for the whole order', async () => {
      await ship('<S><TrackingNumber>T1</TrackingNumber><TrackingNumber>T2</TrackingNumber></S>');
      await tell();
      expect(fulfillments()).toMatchObject([{ _tracking_number: 'T1', _items: [{ item_id: 11, qty: 2 }] }]);
      expect(shop.trackings?.get('123')).toMatchObject([{ tracking_number: 'T2' }]);
    });

    test('is made once though the answer to our call was lost', async () => {
      let losses = 0;
      const lost = 'POST /wp-json/wc/v3/orders/123/fulfillments';
      shop.fail = (one) => (one === lost && (losses += 1) === 1 ? 'lost' : undefined);
      await ship('<S TrackingNumber="1Z999"/>');
      await tell();
      setClock('2026-11-24T12:01:00Z');
      await tell();
      expect({ losses, made: fulfillments().length, status: status() }).toEqual({
        losses: 1,
        made: 1,
        status: 'completed',
      });
    });

    test('goes on to the next way where the key may not use them', async () => {
      shop.fail = (one) => (one.endsWith('/fulfillments') ? { status: 403 } : undefined);
      await ship('<S TrackingNumber="1Z999"/>');
      await tell();
      expect(shop.trackings?.get('123')).toMatchObject([{ tracking_number: '1Z999' }]);
    });
  });

  test.each([
    ['the note', () => undefined, 'POST /wp-json/wc/v3/orders/123/notes'],
    [
      'the plug-in',
      () => void (shop.trackings = new Map()),
      'POST /wp-json/wc-shipment-tracking/v3/orders/123/shipment-trackings',
    ],
    ['the status', () => undefined, 'PUT /wp-json/wc/v3/orders/123'],
  ])('is told once though the answer to our call was lost: %s', async (_, prepare, lost) => {
    prepare();
    let losses = 0;
    shop.fail = (one) => (one === lost && (losses += 1) === 1 ? 'lost' : undefined);
    await ship('<S TrackingNumber="1Z999"/>');
    await tell();
    setClock('2026-11-24T12:01:00Z');
    await tell();
    expect(losses).toBeGreaterThanOrEqual(1);
    const told = [...(shop.trackings?.get('123') ?? []), ...(shop.notes.get('123') ?? [])];
    expect({ told: told.length, status: status() }).toEqual({ told: 1, status: 'completed' });
  });

  test('waits while the shop is away, and is told when it is back', async () => {
    shop.fail = () => ({ status: 503 });
    await ship('<S TrackingNumber="1Z999"/>');
    await tell();
    expect(notes()).toEqual([]);
    delete shop.fail;
    setClock('2026-11-24T12:10:00Z');
    await tell();
    expect(notes()).toHaveLength(1);
  });

  test('that comes back as the shop’s own change changes nothing', async () => {
    await ship('<S TrackingNumber="1Z999"/>');
    await tell();
    const before = await lookUp('1001');
    await deliver({ ...shop.orders.get('123'), date_modified_gmt: '2026-11-24T12:00:05' });
    expect(await lookUp('1001')).toEqual(before);
  });
});

describe('what else Lightspeed does', () => {
  const refuse = () =>
    lightspeed(
      'POST',
      '/LightSpeed/AcknowledgeRequest',
      '<A><Order Id="1001" Error="Unknown part KA-1"/></A>',
    );

  test('a refusal is a note for staff, once however often it is refused', async () => {
    for (const _ of [1, 2, 3]) {
      await poll();
      await refuse();
      await tell();
    }
    expect(notes()).toEqual(['staff: Lightspeed refused the order: Unknown part KA-1']);
  });

  test('a cancellation is a note, and the order in the shop stays as it is', async () => {
    await lightspeed('POST', '/LightSpeed/Order/1001/Cancel', '<C Reason="Discontinued"/>');
    await tell();
    expect({ notes: notes(), status: status() }).toEqual({
      notes: ['staff: Canceled in Lightspeed: Discontinued'],
      status: 'processing',
    });
  });

  test('a cancellation cancels the order in a shop that wants that, and comes back without a change', async () => {
    await connectShop('woocommerce', { api: await wooApiOf(shop), cancelInShop: true });
    await lightspeed('POST', '/LightSpeed/Order/1001/Cancel', '<C Reason="Discontinued"/>');
    await tell();
    expect(status()).toBe('cancelled');
    const before = await lookUp('1001');
    await deliver({ ...shop.orders.get('123'), date_modified_gmt: '2026-11-24T12:00:05' });
    const { notes: _, ...rest } = await lookUp('1001');
    const { notes: _notes, ...restBefore } = before;
    expect(rest).toEqual(restBefore);
  });
});

test('an order that no shop sent, and a shop of which only the webhook is connected, are told nothing', async () => {
  await place('7', { ...(await import('../support/an-order-body.ts')).anOrderBody() });
  await lightspeed('POST', '/LightSpeed/Order/7/Shipment', '<S TrackingNumber="1Z"/>');
  await connectShop('woocommerce');
  shop.calls = [];
  await ship('<S TrackingNumber="1Z999"/>');
  await tell();
  expect(shop.calls).toEqual([]);
  expect((await webstore('GET', '/orders/7')).status).toBe(200);
});
