import { describe, expect, test } from '@jest/globals';
import type { Order, OrderStatus } from '../../../lib/domain/order.ts';
import {
  cancelByShop,
  changeByShop,
  newShopOrder,
  noteByShop,
  type Teller,
} from '../../../lib/domain/shop-order.ts';
import { aContent, aLine, anAddress, anOrder } from '../../support/an-order.ts';

const LATER = '2026-11-23T13:00:00Z';
const source = { platform: 'woocommerce', platformId: '123', version: '2' } as const;
const before = { ...source, version: '1' };
const teller = (version = '2'): Teller => ({
  title: 'WooCommerce',
  source: { ...source, version },
  now: LATER,
});
const shopOrder = (differs: Parameters<typeof aContent>[0] = {}, remarks: string[] = []) => ({
  content: aContent(differs),
  remarks,
});
const dearer = {
  totals: { subtotal: 6900, discount: 0, shipping: 895, tax: 414, total: 8209 },
  payments: [{ method: 'visa', amount: 8209 }],
};
const texts = ({ notes }: Order) => notes.map(({ source: from, text, count }) => `${from} ${count}: ${text}`);

test('a shop’s order is New, knows where it came from, and has a note for each remark', () => {
  const order = newShopOrder('1001', shopOrder({}, ['A tip of 5.00 is in shipping.']), teller());
  expect(order).toEqual({
    ...anOrder({ orderId: '1001', receivedAt: LATER, updatedAt: LATER, outstandingSince: LATER }),
    source,
    notes: [
      { source: 'system', text: 'A tip of 5.00 is in shipping.', firstAt: LATER, lastAt: LATER, count: 1 },
    ],
  });
});

describe('while Lightspeed has not taken the order', () => {
  const order = anOrder({ source: before });

  test('another content takes its place', () => {
    const { order: after, result } = changeByShop(order, shopOrder(dearer, ['A remark.']), teller());
    expect({ result, total: after.content.totals.total, source: after.source, notes: texts(after) }).toEqual({
      result: 'Replaced',
      total: 8209,
      source,
      notes: ['system 1: A remark.'],
    });
  });

  test('the same content changes nothing but the version that was looked at', () => {
    expect(changeByShop(order, shopOrder(), teller())).toEqual({
      order: { ...order, source },
      result: 'Unchanged',
    });
  });

  test('a cancellation cancels it, and the shop’s reason is a note', () => {
    const { order: after, result } = cancelByShop(order, 'its status is "cancelled".', teller());
    expect({ result, status: after.status, notes: texts(after) }).toEqual({
      result: 'Canceled',
      status: 'Canceled',
      notes: ['webstore 1: WooCommerce: its status is "cancelled".'],
    });
  });
});

describe('an older version, and an order of another origin, are left as they are', () => {
  const acts = {
    change: (order: Order) => changeByShop(order, shopOrder(dearer), teller('1')),
    cancel: (order: Order) => cancelByShop(order, 'gone', teller('1')),
    note: (order: Order) => noteByShop(order, 'Look.', teller('1')),
  };
  test.each(Object.entries(acts))('%s', (_, act) => {
    const newer = anOrder({ source });
    expect(act(newer)).toEqual({ order: newer, result: 'Outdated' });
    const others = anOrder({ source: { ...source, platformId: '124' } });
    expect(act(others)).toEqual({ order: others, result: 'Taken' });
    const webstores = anOrder();
    expect(act(webstores)).toEqual({ order: webstores, result: 'Taken' });
  });
});

describe('once Lightspeed has the order', () => {
  const downloaded = anOrder({ status: 'Downloaded', source: before });

  test('a change is a note that says what to do, and the content stays', () => {
    const { order, result } = changeByShop(
      downloaded,
      shopOrder({
        ...dearer,
        lines: [aLine({ quantity: 1 }), aLine({ sku: 'TR-1', unitPrice: 3450, quantity: 1 })],
      }),
      teller(),
    );
    expect({ result, content: order.content, notes: texts(order) }).toEqual({
      result: 'Noted',
      content: aContent(),
      notes: [
        'system 1: Changed in WooCommerce after Lightspeed got it: total 77.09 → 82.09; KA-49006-1234 2 → 1; ' +
          'TR-1 0 → 1; discount 5.00 → 0.00. Change it in Lightspeed too.',
      ],
    });
  });

  test('the same change again is no second note, in whichever version it comes', () => {
    const { order: once } = changeByShop(downloaded, shopOrder(dearer), teller());
    expect(changeByShop(once, shopOrder(dearer), teller('3'))).toEqual({ order: once, result: 'Unchanged' });
  });

  test('a change back is told, and the change after that as well', () => {
    let order = downloaded;
    for (const [version, content] of [
      ['2', shopOrder(dearer)],
      ['3', shopOrder()],
      ['4', shopOrder(dearer)],
    ] as const)
      order = changeByShop(order, content, teller(version)).order;
    expect(texts(order)).toEqual([
      'system 1: In WooCommerce the order is again as Lightspeed got it.',
      'system 2: Changed in WooCommerce after Lightspeed got it: total 77.09 → 82.09; discount 5.00 → 0.00. ' +
        'Change it in Lightspeed too.',
    ]);
  });

  test('the address that changed is named, and not quoted', () => {
    const moved = shopOrder({ shipTo: anAddress({ address1: '1 Oak Ave' }) });
    expect(texts(changeByShop(downloaded, moved, teller()).order)).toEqual([
      'system 1: Changed in WooCommerce after Lightspeed got it: the shipping address. Change it in Lightspeed too.',
    ]);
  });

  test('our own push that comes back changes nothing', () => {
    expect(changeByShop(downloaded, shopOrder(), teller())).toEqual({
      order: downloaded,
      result: 'Unchanged',
    });
  });

  test('a refund that left the figures as they were is told once, and a further one too', () => {
    const refunded = (...refunds: string[]) => ({ ...shopOrder({}, refunds), refunds });
    const first = changeByShop(downloaded, refunded('Refunded: 16.20.'), teller());
    expect({ result: first.result, source: first.order.source, notes: texts(first.order) }).toEqual({
      result: 'Noted',
      source,
      notes: ['system 1: Refunded: 16.20.'],
    });
    const again = refunded('Refunded: 16.20.');
    expect(changeByShop(first.order, again, teller('3'))).toEqual({
      order: first.order,
      result: 'Unchanged',
    });
    const second = changeByShop(first.order, refunded('Refunded: 16.20.', 'Refunded: 8.10.'), teller('4'));
    expect(texts(second.order)).toEqual(['system 1: Refunded: 16.20.', 'system 1: Refunded: 8.10.']);
  });

  test('a refund that changed the figures is told beside the change, and other remarks are not', () => {
    const { order } = changeByShop(
      downloaded,
      { ...shopOrder(dearer, ['Refunded: 5.00.', 'Coupons: fall5.']), refunds: ['Refunded: 5.00.'] },
      teller(),
    );
    expect(texts(order)).toEqual([
      'system 1: Changed in WooCommerce after Lightspeed got it: total 77.09 → 82.09; discount 5.00 → 0.00. ' +
        'Change it in Lightspeed too.',
      'system 1: Refunded: 5.00.',
    ]);
  });

  test('an order whose person was erased is compared with nothing', () => {
    const erased = { ...downloaded, erasedAt: LATER };
    expect(changeByShop(erased, shopOrder(dearer), teller())).toEqual({ order: erased, result: 'Unchanged' });
  });

  test('a cancellation cancels it here and says that it must be voided in Lightspeed too', () => {
    const { order, result } = cancelByShop(downloaded, 'refunded in full.', teller());
    expect({ result, status: order.status, notes: texts(order) }).toEqual({
      result: 'Canceled',
      status: 'Canceled',
      notes: [
        'webstore 1: WooCommerce: refunded in full.',
        'system 1: Canceled on the webstore: void it in Lightspeed too.',
      ],
    });
  });
});

test.each<OrderStatus>(['PartiallyShipped', 'Shipped'])(
  'what is %s stays so when it is canceled',
  (status) => {
    const order = anOrder({ status, source: before });
    const once = cancelByShop(order, 'refunded in full.', teller());
    expect({ result: once.result, status: once.order.status, notes: texts(once.order) }).toEqual({
      result: 'Noted',
      status,
      notes: [
        'system 1: Canceled in WooCommerce after it shipped: refunded in full. Settle it with the customer.',
      ],
    });
    expect(cancelByShop(once.order, 'refunded in full.', teller()).order).toBe(once.order);
  },
);

test('a canceled order that is canceled again has no second note', () => {
  const order = anOrder({ status: 'Canceled', source });
  expect(cancelByShop(order, 'again', teller())).toEqual({ order, result: 'Canceled' });
});

describe('a cancellation that the shop takes back', () => {
  const canceled = cancelByShop(anOrder({ source: before }), 'cancelled.', teller()).order;

  test('is a note for somebody to act on, once for each version', () => {
    const { order, result } = changeByShop(canceled, shopOrder(), teller('3'));
    expect({ result, status: order.status, notes: texts(order) }).toEqual({
      result: 'Restored',
      status: 'Canceled',
      notes: [
        'webstore 1: WooCommerce: cancelled.',
        'system 1: WooCommerce has taken the cancellation back. A canceled order does not go to Lightspeed again: ' +
          'enter it there by hand, or place it in the shop again.',
      ],
    });
    expect(changeByShop(order, shopOrder(), teller('4'))).toEqual({ order, result: 'Restored' });
  });

  test('is none if it was canceled in Lightspeed, whatever the shop says', () => {
    const voided = anOrder({ status: 'Canceled', source: before });
    expect(changeByShop(voided, shopOrder(), teller('3'))).toEqual({ order: voided, result: 'Unchanged' });
  });
});
