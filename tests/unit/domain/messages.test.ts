import { describe, expect, test } from '@jest/globals';
import { acknowledge } from '../../../lib/domain/acknowledge.ts';
import { cancelInLightspeed, cancelInWebstore } from '../../../lib/domain/cancel.ts';
import {
  type Acting,
  MAX_PENDING,
  messageBody,
  messagesOf,
  type Outbox,
  outboxAfter,
  without,
} from '../../../lib/domain/messages.ts';
import { addNote } from '../../../lib/domain/note.ts';
import { leaveOut, offer } from '../../../lib/domain/offer.ts';
import type { Order } from '../../../lib/domain/order.ts';
import { placeAgain } from '../../../lib/domain/place.ts';
import { requeue } from '../../../lib/domain/requeue.ts';
import { ship } from '../../../lib/domain/ship.ts';
import { aContent, anOrder } from '../../support/an-order.ts';

const now = '2026-11-24T18:04:05Z';
const later = '2026-11-24T18:09:05Z';

const webhook = {
  url: 'https://shop.example.com/hooks',
  enabled: true,
  secrets: [{ sealed: 'local1.x', since: now }],
  since: now,
};
const told: Acting = { store: { id: 'coolbike', webhook }, by: 'lightspeed' };

const taken = { orderId: '100234', saysSuccess: true, failed: false, errors: [] };
const refused = (...errors: string[]) => ({ orderId: '100234', saysSuccess: false, failed: true, errors });
const parcel = (trackingNumber: string, more: object = {}) => ({ trackingNumber, remarks: [], ...more });

const steps: [string, Partial<Order>, (order: Order) => Order, object[]][] = [
  [
    'an acknowledgement',
    {},
    (order) => acknowledge(order, taken, now).order,
    [{ type: 'order.downloaded', at: now, status: 'Downloaded' }],
  ],
  [
    'a repeated acknowledgement',
    { status: 'Downloaded' },
    (order) => acknowledge(order, taken, now).order,
    [],
  ],
  [
    'a refusal',
    {},
    (order) => acknowledge(order, refused('Unknown part KA-1', 'No such customer'), now).order,
    [{ type: 'order.refused', at: now, status: 'New', errors: ['Unknown part KA-1', 'No such customer'] }],
  ],
  [
    'a refusal without a reason',
    {},
    (order) => acknowledge(order, refused(), now).order,
    [{ type: 'order.refused', at: now, status: 'New', errors: ['Refused without a reason.'] }],
  ],
  [
    'an error for an order that Lightspeed has already',
    { status: 'Downloaded' },
    (order) => acknowledge(order, refused('Unknown part'), now).order,
    [],
  ],
  [
    'a shipment of a downloaded order',
    { status: 'Downloaded' },
    (order) => ship(order, [parcel('1Z1')], now).order,
    [{ type: 'order.shipped', at: now, status: 'Shipped', shipments: { from: 0, to: 1 } }],
  ],
  [
    'a shipment that proves the download',
    {},
    (order) => ship(order, [parcel('1Z1', { items: [{ sku: 'KA-49006-1234', quantity: 1 }] })], now).order,
    [
      { type: 'order.downloaded', at: now, status: 'PartiallyShipped' },
      { type: 'order.shipped', at: now, status: 'PartiallyShipped', shipments: { from: 0, to: 1 } },
    ],
  ],
  [
    'two packages in one call',
    { status: 'Downloaded' },
    (order) => ship(order, [parcel('1Z1'), parcel('1Z2')], now).order,
    [{ type: 'order.shipped', at: now, status: 'Shipped', shipments: { from: 0, to: 2 } }],
  ],
  [
    'a shipment of a canceled order',
    { status: 'Canceled' },
    (order) => ship(order, [parcel('1Z1')], now).order,
    [{ type: 'order.shipped', at: now, status: 'Canceled', shipments: { from: 0, to: 1 } }],
  ],
  [
    'a cancellation',
    { status: 'Downloaded' },
    (order) => cancelInLightspeed(order, 'Voided: discontinued part', now).order,
    [{ type: 'order.canceled', at: now, status: 'Canceled', reason: 'Voided: discontinued part' }],
  ],
  [
    'a cancellation without a reason',
    {},
    (order) => cancelInLightspeed(order, undefined, now).order,
    [
      {
        type: 'order.canceled',
        at: now,
        status: 'Canceled',
        reason: 'Canceled in Lightspeed without a reason.',
      },
    ],
  ],
  [
    'a repeated cancellation',
    { status: 'Canceled' },
    (order) => cancelInLightspeed(order, 'x', now).order,
    [],
  ],
  [
    'a cancellation of what has shipped',
    { status: 'Shipped' },
    (order) => cancelInLightspeed(order, 'x', now).order,
    [],
  ],
  [
    'a cancellation by staff, of an order that Lightspeed has',
    { status: 'Downloaded' },
    (order) => cancelInWebstore(order, 'Customer called', now),
    [{ type: 'order.canceled', at: now, status: 'Canceled', reason: 'Customer called' }],
  ],
  [
    'a requeue',
    { status: 'Downloaded' },
    (order) => requeue(order, 'Deleted in Lightspeed', { source: 'webstore', now }),
    [{ type: 'order.requeued', at: now, status: 'New', reason: 'Deleted in Lightspeed' }],
  ],
  ['a requeue of an outstanding order', {}, (order) => requeue(order, 'x', { source: 'staff', now }), []],
  [
    'a requeue of a refused order by staff',
    { failedDownloads: 2 },
    (order) => requeue(order, 'The part is there now', { source: 'staff', now }),
    [{ type: 'order.requeued', at: now, status: 'New', reason: 'The part is there now' }],
  ],
  [
    'a requeue of a refused order by the webstore',
    { failedDownloads: 2 },
    (order) => requeue(order, 'x', { source: 'webstore', now }),
    [],
  ],
  ['an offer', {}, (order) => offer(order, now), []],
  ['an order left out', {}, (order) => leaveOut(order, 'no SKU', now), []],
  ['a note', {}, (order) => addNote(order, { source: 'staff', text: 'x', now }), []],
  ['a replacement', {}, (order) => placeAgain(order, aContent({ currency: 'CAD' }), now).order, []],
];

test.each(steps)('%s gives to tell what happened, and nothing else', (_, differs, change, messages) => {
  const before = anOrder(differs);
  expect(messagesOf(before, change(before))).toEqual(messages);
});

test('a cancellation for what Lightspeed had said before has its reason', () => {
  const before = acknowledge(anOrder(), refused('Void'), now).order;
  expect(messagesOf(before, cancelInLightspeed(before, 'Void', later).order)).toEqual([
    { type: 'order.canceled', at: later, status: 'Canceled', reason: 'Void' },
  ]);
});

describe('a refused order is refused again at every poll', () => {
  const first = acknowledge(anOrder(), refused('Unknown part'), now).order;

  test('the same errors again are not told again', () => {
    const again = acknowledge(first, refused('Unknown part'), later).order;
    expect(again.failedDownloads).toBe(2);
    expect(messagesOf(first, again)).toEqual([]);
  });

  test('a new one beside them is told, with all that was said', () => {
    const again = acknowledge(first, refused('Unknown part', 'No such customer'), later).order;
    expect(messagesOf(first, again)).toEqual([
      { type: 'order.refused', at: later, status: 'New', errors: ['Unknown part', 'No such customer'] },
    ]);
  });

  test('the same errors of an order that staff made outstanding again are told', () => {
    const back = requeue(acknowledge(first, taken, later).order, 'Again', {
      source: 'staff',
      now: '2026-11-25T00:00:00Z',
    });
    const again = acknowledge(back, refused('Unknown part'), '2026-11-25T00:05:00Z').order;
    expect(messagesOf(back, again)).toMatchObject([{ type: 'order.refused', errors: ['Unknown part'] }]);
  });
});

test('the same errors of a refused order that staff requeued are told', () => {
  const first = acknowledge(anOrder(), refused('Unknown part'), now).order;
  const back = requeue(first, 'Put right', { source: 'staff', now: later });
  const again = acknowledge(back, refused('Unknown part'), '2026-11-25T00:05:00Z').order;
  expect(messagesOf(back, again)).toMatchObject([{ type: 'order.refused', errors: ['Unknown part'] }]);
});

describe('who is told', () => {
  const before = anOrder();
  const after = acknowledge(before, taken, now).order;

  test.each([
    ['lightspeed', 1],
    ['staff', 1],
    ['webstore', undefined],
    ['system', undefined],
  ] as const)('what was done by %s', (by, count) => {
    expect(outboxAfter(undefined, { before, after, acting: { ...told, by } })?.count).toBe(count);
  });

  test('a store without a URL pays nothing', () => {
    const acting: Acting = { store: { id: 'coolbike' }, by: 'lightspeed' };
    expect(outboxAfter(undefined, { before, after, acting })).toBeUndefined();
  });

  test('a store whose URL is off keeps what it will be told', () => {
    const acting: Acting = { ...told, store: { id: 'coolbike', webhook: { ...webhook, enabled: false } } };
    expect(outboxAfter(undefined, { before, after, acting })?.pending).toHaveLength(1);
  });

  test('a change that gives nothing to tell keeps what waits', () => {
    const outbox: Outbox = {
      count: 3,
      pending: [{ sequence: 3, type: 'order.downloaded', at: now, status: 'Downloaded' }],
    };
    const noted = addNote(before, { source: 'staff', text: 'x', now });
    for (const by of ['lightspeed', 'system'] as const)
      expect(outboxAfter(outbox, { before, after: noted, acting: { ...told, by } })).toBe(outbox);
  });
});

/** Applies changes one after the other, as the database does, with nobody to take messages away. */
function history(changes: ((order: Order, n: number) => Order)[]): { order: Order; outbox: Outbox } {
  let order = anOrder();
  let outbox: Outbox | undefined;
  for (const [n, change] of changes.entries()) {
    const after = change(order, n);
    outbox = outboxAfter(outbox, { before: order, after, acting: told });
    order = after;
  }
  return { order, outbox: outbox ?? { count: 0, pending: [] } };
}

test('messages are numbered as they happen, and what is taken away leaves the numbers', () => {
  const { outbox } = history([
    (order) => acknowledge(order, refused('Unknown part'), now).order,
    (order) => ship(order, [parcel('1Z1')], later).order,
  ]);
  expect(outbox).toEqual({
    count: 3,
    pending: [
      { sequence: 1, type: 'order.refused', at: now, status: 'New', errors: ['Unknown part'] },
      { sequence: 2, type: 'order.downloaded', at: later, status: 'Shipped' },
      { sequence: 3, type: 'order.shipped', at: later, status: 'Shipped', shipments: { from: 0, to: 1 } },
    ],
  });
  expect(without(outbox, new Set([1, 3]))).toEqual({ count: 3, pending: [outbox.pending[1]] });
});

describe('an outbox that nobody empties', () => {
  const item = { sku: 'KA-49006-1234', quantity: 0 };
  const shipPart = (order: Order, n: number) => ship(order, [parcel(`1Z${n}`, { items: [item] })], now).order;

  test('names every shipment, in no more messages than it may hold', () => {
    const { order, outbox } = history(Array.from({ length: 100 }, () => shipPart));
    expect(outbox.count).toBe(101);
    expect(outbox.pending).toHaveLength(MAX_PENDING);
    const named = outbox.pending.flatMap(
      (untold) => messageBody('coolbike', order, untold).data.shipments ?? [],
    );
    expect(new Set(named.map(({ trackingNumber }) => trackingNumber)).size).toBe(100);
    const numbers = outbox.pending.map(({ sequence }) => sequence);
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    expect(numbers.at(-1)).toBe(101);
  });

  test('has the newest errors first, and says that there were more', () => {
    const { outbox } = history(
      Array.from({ length: 200 }, () => (order, n) => acknowledge(order, refused(`Error ${n}`), now).order),
    );
    expect(outbox.pending).toHaveLength(MAX_PENDING);
    const errors = outbox.pending.at(-1)?.errors ?? [];
    expect(errors.slice(0, 2)).toEqual(['Error 199', 'Error 198']);
    expect(errors.at(-1)).toMatch(/^… and \d+ more\.$/);
  });

  test('keeps the newest of each kind, whatever else happened', () => {
    const { outbox } = history(
      Array.from({ length: 60 }, (_, n) =>
        n % 2 === 0
          ? (order) => acknowledge(order, taken, now).order
          : (order) => requeue(order, `Reason ${n}`, { source: 'staff', now }),
      ),
    );
    expect(outbox.pending).toHaveLength(MAX_PENDING);
    expect(outbox.pending.at(-1)).toEqual({
      sequence: 60,
      type: 'order.requeued',
      at: now,
      status: 'New',
      reason: 'Reason 59',
    });
  });
});

describe('a message', () => {
  const shipped = ship(
    anOrder({ status: 'Downloaded' }),
    [parcel('1Z999AA10123456784', { carrier: 'UPS', shippedAt: '2026-11-24T00:00:00Z' })],
    now,
  ).order;

  test('says what the contract says, and no name, address or email', () => {
    const untold = {
      sequence: 3,
      type: 'order.shipped',
      at: now,
      status: 'Shipped',
      shipments: { from: 0, to: 1 },
    } as const;
    expect(messageBody('coolbike', shipped, untold)).toEqual({
      type: 'order.shipped',
      timestamp: '2026-11-24T18:04:05Z',
      data: {
        store: 'coolbike',
        sequence: 3,
        order: { orderId: '100234', status: 'Shipped', updatedAt: '2026-11-24T18:04:05Z' },
        shipments: [
          { trackingNumber: '1Z999AA10123456784', carrier: 'UPS', shippedAt: '2026-11-24T00:00:00Z' },
        ],
      },
    });
  });

  test('has long texts cut, without half a character', () => {
    const { outbox } = history([(order) => acknowledge(order, refused('😀'.repeat(900), 'b'), now).order]);
    expect(outbox.pending[0]?.errors).toEqual([`${'😀'.repeat(375)}…`, '… and 1 more.']);
  });
});
