import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { toItem } from '../../../lib/database/stored-order.ts';
import { acknowledge } from '../../../lib/domain/acknowledge.ts';
import { cancelInLightspeed } from '../../../lib/domain/cancel.ts';
import { Failure } from '../../../lib/domain/failure.ts';
import { type Acting, type Outbox, outboxAfter } from '../../../lib/domain/messages.ts';
import { addNote } from '../../../lib/domain/note.ts';
import { leaveOut, offer } from '../../../lib/domain/offer.ts';
import type { Order } from '../../../lib/domain/order.ts';
import { newOrder } from '../../../lib/domain/place.ts';
import { ship } from '../../../lib/domain/ship.ts';
import { orderContent } from '../../../lib/schema/order-content.ts';
import { validate } from '../../../lib/webstore/validate.ts';
import { dynamodbSize } from '../../support/dynamodb-size.ts';

const MAX_BODY_BYTES = 256 * 1024;
const MAX_ITEM_BYTES = 400 * 1024;
const now = '2026-11-23T18:04:05.123Z';

const address = { lastName: 'R', address1: 'a', city: 'b', country: 'U' };
const zero = { subtotal: '0', total: '0' };

/** As many of these into one body as it may hold. */
const bodies = {
  lines: () => aBody({ lines: filled(41, () => ({ sku: 'a', quantity: 1, unitPrice: '0' })) }),
  payments: () => aBody({ payments: filled(28, () => ({ method: 'a', amount: '0' })) }),
  japanese: () => aBody({ lines: [{ sku: 'あ'.repeat(87_000), quantity: 1, unitPrice: '0' }] }),
  text: () => aBody({ billTo: { ...address, company: 'x'.repeat(261_700) } }),
};

function aBody(differs: object): string {
  const line = { sku: 'a', quantity: 1, unitPrice: '0' };
  return JSON.stringify({
    placedAt: now,
    currency: 'USD',
    billTo: address,
    lines: [line],
    totals: zero,
    payments: [],
    ...differs,
  });
}

function filled(bytes: number, one: () => object): object[] {
  return Array.from({ length: Math.floor((MAX_BODY_BYTES - 300) / bytes) }, one);
}

function orderFrom(body: string): Order {
  return newOrder('x'.repeat(64), validate(orderContent, JSON.parse(body)), now);
}

const text = fc.oneof(
  fc.string(),
  fc
    .tuple(fc.nat(1e6), fc.constantFrom('x', 'あ', '\u0001', '"', '😀'), fc.nat(2500))
    .map(([n, unit, length]) => `${n}${unit.repeat(length)}`),
);
const shipment = fc.record({
  trackingNumber: fc.nat(1e9).map(String),
  carrier: fc.option(
    text.map((one) => one.slice(0, 100)),
    { nil: undefined },
  ),
  items: fc.option(
    fc
      .nat(1500)
      .map((count) => Array.from({ length: count }, (_, index) => ({ sku: `${index}`, quantity: 0 }))),
    { nil: undefined },
  ),
  remarks: fc.array(text, { maxLength: 3 }),
});
const growth = fc.oneof(
  fc.record({ kind: fc.constant('note' as const), text, times: fc.nat(60) }),
  fc.record({
    kind: fc.constant('ship' as const),
    shipments: fc.array(shipment, { minLength: 1, maxLength: 30 }),
  }),
  fc.record({ kind: fc.constant('refuse' as const), errors: fc.array(text, { maxLength: 40 }) }),
  fc.record({ kind: fc.constantFrom('offer' as const, 'leaveOut' as const, 'cancel' as const), text }),
);
type Growth = typeof growth extends fc.Arbitrary<infer T> ? T : never;

function grow(order: Order, by: Growth): Order {
  switch (by.kind) {
    case 'note':
      return Array.from({ length: by.times }).reduce<Order>(
        (so, _, index) => addNote(so, { source: 'lightspeed', text: `${index} ${by.text}`, now }),
        order,
      );
    case 'ship':
      try {
        return ship(order, by.shipments, now).order;
      } catch (error) {
        if (error instanceof Failure && error.code === 'InvalidRequest') return order;
        throw error;
      }
    case 'refuse':
      return acknowledge(order, { orderId: '1', saysSuccess: false, failed: true, errors: by.errors }, now)
        .order;
    case 'offer':
      return offer(order, now);
    case 'leaveOut':
      return leaveOut(order, by.text, now);
    case 'cancel':
      return cancelInLightspeed(order, by.text, now).order;
  }
}

const webhook = {
  url: 'https://x.example',
  enabled: true,
  secrets: [{ sealed: 'x', since: now }],
  since: now,
};
const acting: Acting = { store: { id: 'x', webhook }, by: 'lightspeed' };

/** What is to be told grows with the order, as the database writes both; nobody takes anything away. */
interface Grown {
  order: Order;
  outbox: Outbox | undefined;
}

function growTold({ order, outbox }: Grown, by: Growth): Grown {
  const after = grow(order, by);
  return { order: after, outbox: outboxAfter(outbox, { before: order, after, acting }) };
}

function itemBytes({ order, outbox }: Grown): number {
  const revision = 'x'.repeat(36);
  const before = { order, revision, earlierRevisions: Array.from({ length: 8 }, () => revision) };
  return dynamodbSize(toItem('x'.repeat(63), order, { revision, before, outbox }));
}

test('the size of an item is what the developer guide makes of it', () => {
  expect(
    dynamodbSize({ store: 'coolbike', n: 123, list: ['ä', true], map: { a: null }, gone: undefined }),
  ).toBe(5 + 8 + (1 + 3) + (4 + 3 + (1 + 2) + (1 + 1)) + (3 + 3 + (1 + 1 + 1)));
});

describe.each(Object.entries(bodies))('an order from the largest body full of %s', (_, body) => {
  const order = orderFrom(body());

  test('fills the body that the webstore may send', () => {
    expect(Buffer.byteLength(body())).toBeLessThanOrEqual(MAX_BODY_BYTES);
    expect(Buffer.byteLength(body())).toBeGreaterThan(MAX_BODY_BYTES - 1200);
  });

  test('fits into an item with the most that notes and shipments may take', () => {
    // Each refusal says something new, and so does each shipment.
    const noted = Array.from({ length: 60 }).reduce<Grown>(
      (so, _, index) => growTold(so, { kind: 'refuse', errors: [`${index} ${'あ'.repeat(650)}`] }),
      { order, outbox: undefined },
    );
    const items = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ sku: `${1000 + index}`, quantity: 0 }));
    const full = Array.from({ length: 46 }).reduce<Grown>(
      (so, _, index) =>
        growTold(so, {
          kind: 'ship',
          shipments: [{ trackingNumber: `1Z${index}`, carrier: undefined, items: items(46), remarks: [] }],
        }),
      noted,
    );

    expect(Buffer.byteLength(JSON.stringify(full.order.shipments))).toBeGreaterThan(62 * 1024);
    expect(Buffer.byteLength(JSON.stringify(full.order.notes))).toBeGreaterThan(46 * 1024);
    expect(Buffer.byteLength(JSON.stringify(full.outbox))).toBeGreaterThan(8 * 1024);
    expect(itemBytes(full)).toBeLessThan(MAX_ITEM_BYTES);
  });

  test('fits into an item whatever happens to it', () => {
    fc.assert(
      fc.property(fc.array(growth, { minLength: 1, maxLength: 12 }), (growths) => {
        const grown = growths.reduce<Grown>(growTold, { order, outbox: undefined });
        expect(itemBytes(grown)).toBeLessThan(MAX_ITEM_BYTES);
      }),
      { numRuns: 15 },
    );
  });
});
