import { describe, expect, test } from '@jest/globals';
import type { Note } from '../../../lib/domain/note.ts';
import type { Order, Shipment, ShippedItem } from '../../../lib/domain/order.ts';
import { ship, type ToldShipment } from '../../../lib/domain/ship.ts';
import { aContent, aLine, anOrder, NOON } from '../../support/an-order.ts';

const LATER = '2026-11-23T13:00:00Z';

function told(differs: Partial<ToldShipment> = {}): ToldShipment {
  return { trackingNumber: '1Z1', remarks: [], ...differs };
}

function recorded(differs: Partial<Shipment> = {}): Shipment {
  return { trackingNumber: '1Z1', shippedAt: LATER, recordedAt: LATER, ...differs };
}

function ordered(...lines: [sku: string, quantity: number][]): Order {
  const content = aContent({ lines: lines.map(([sku, quantity]) => aLine({ sku, quantity })) });
  return anOrder({ status: 'Downloaded', content });
}

function items(...some: [sku: string, quantity: number][]): ShippedItem[] {
  return some.map(([sku, quantity]) => ({ sku, quantity }));
}

function aNote(text: string): Note {
  return { source: 'system', text, firstAt: LATER, lastAt: LATER, count: 1 };
}

describe('a shipment', () => {
  test('without items ships the whole order and is recorded with all that was said', () => {
    const all = {
      trackingNumber: '1Z9',
      carrier: 'UPS',
      service: 'Ground',
      shippedAt: '2026-11-24T00:00:00Z',
    };

    expect(ship(anOrder({ status: 'Downloaded' }), [told(all)], LATER)).toEqual({
      order: anOrder({
        status: 'Shipped',
        shipments: [recorded(all)],
        shippedAt: '2026-11-24T00:00:00Z',
        updatedAt: LATER,
      }),
      result: 'Recorded',
    });
  });

  test('of an outstanding order proves that Lightspeed has it', () => {
    expect(ship(anOrder(), [told({ items: items(['KA-49006-1234', 1]) })], LATER).order).toEqual(
      anOrder({
        status: 'PartiallyShipped',
        shipments: [recorded({ items: items(['KA-49006-1234', 1]) })],
        downloadedAt: LATER,
        updatedAt: LATER,
      }),
    );
  });

  test('of a canceled order is recorded with a note, and the order stays canceled', () => {
    expect(ship(anOrder({ status: 'Canceled' }), [told()], LATER)).toEqual({
      order: anOrder({
        status: 'Canceled',
        shipments: [recorded()],
        notes: [aNote('Shipped after it was canceled: 1Z1.')],
        updatedAt: LATER,
      }),
      result: 'Recorded',
    });
  });

  test('never replaces an earlier one', () => {
    const once = ship(anOrder(), [told({ items: items(['KA-49006-1234', 1]) })], NOON).order;
    const twice = ship(
      once,
      [told({ trackingNumber: '1Z2', items: items(['KA-49006-1234', 1]) })],
      LATER,
    ).order;

    expect(twice).toMatchObject({
      status: 'Shipped',
      shippedAt: LATER,
      shipments: [{ trackingNumber: '1Z1' }, { trackingNumber: '1Z2' }],
    });
  });

  test('after everything has shipped is recorded and leaves the time at which everything had', () => {
    const shipped = anOrder({
      status: 'Shipped',
      shipments: [recorded({ recordedAt: NOON, shippedAt: NOON })],
    });

    expect(ship(shipped, [told({ trackingNumber: '1Z2' })], LATER).order).toEqual(
      anOrder({
        status: 'Shipped',
        shipments: [recorded({ recordedAt: NOON, shippedAt: NOON }), recorded({ trackingNumber: '1Z2' })],
        updatedAt: LATER,
      }),
    );
  });

  test('that the order has no room for is refused, and changes nothing', () => {
    const many = Array.from({ length: 2000 }, (_, index) => told({ trackingNumber: `1Z${index}` }));

    expect(() => ship(anOrder(), many, LATER)).toThrow(
      expect.objectContaining({
        code: 'InvalidRequest',
        message: 'Order 100234 has no room for that many shipments.',
      }),
    );
  });
});

describe('a repeat', () => {
  test('within one request is recorded once', () => {
    const twice = [told({ trackingNumber: 'abc' }), told({ trackingNumber: 'ABC' })];

    expect(ship(anOrder(), twice, LATER).order.shipments).toEqual([recorded({ trackingNumber: 'abc' })]);
  });

  test('beside a new tracking number lets that one be recorded', () => {
    const order = ship(anOrder(), [told()], NOON).order;

    expect(ship(order, [told(), told({ trackingNumber: '1Z2' })], LATER)).toMatchObject({
      result: 'Recorded',
      order: { shipments: [{ trackingNumber: '1Z1' }, { trackingNumber: '1Z2' }] },
    });
  });
});

describe('an order is covered', () => {
  const A2B1 = ordered(['A', 2], ['B', 1]);

  test.each<[string, ShippedItem[][], string]>([
    ['nothing', [[]], 'PartiallyShipped'],
    ['some of a line', [items(['A', 1], ['B', 1])], 'PartiallyShipped'],
    ['one line', [items(['A', 2])], 'PartiallyShipped'],
    ['every line', [items(['A', 2], ['B', 1])], 'Shipped'],
    ['every line, unit by unit', [items(['A', 1], ['B', 1], ['A', 1])], 'Shipped'],
    ['every line, over several packages', [items(['A', 1]), items(['B', 1]), items(['A', 1])], 'Shipped'],
    ['more than every line', [items(['A', 3], ['B', 1])], 'Shipped'],
    ['too much of one and none of another', [items(['A', 9])], 'PartiallyShipped'],
    ['something else', [items(['C', 3])], 'PartiallyShipped'],
    ['figures that could not be read', [items(['A', 0], ['B', 0])], 'PartiallyShipped'],
    ['SKUs with other white space', [items([' A', 2], ['B ', 1])], 'Shipped'],
  ])('by %s: %#', (_, packages, status) => {
    const shipments = packages.map((some, index) => told({ trackingNumber: `1Z${index}`, items: some }));

    expect(ship(A2B1, shipments, LATER).order.status).toBe(status);
  });

  test.each<[string, Order, ShippedItem[]]>([
    ['two lines of one SKU', ordered(['A', 1], ['A', 2]), items(['A', 3])],
    ['a SKU with a character that XML cannot carry', ordered(['A\u0001-1', 1]), items(['A-1', 1])],
    ['a SKU with a line break in it', ordered(['A\r\n1', 1]), items(['A 1', 1])],
  ])('with %s', (_, order, some) => {
    expect(ship(order, [told({ items: some })], LATER).order).toMatchObject({ status: 'Shipped', notes: [] });
  });

  test('by a shipment of the whole after one of a part', () => {
    const part = ship(A2B1, [told({ items: items(['A', 1]) })], NOON).order;

    expect(ship(part, [told({ trackingNumber: '1Z2' })], LATER).order.status).toBe('Shipped');
  });
});

describe('what does not fit the order is recorded all the same, with a note', () => {
  test.each<[string, ShippedItem[], string[]]>([
    ['a SKU that it does not have', items(['C', 1]), ['Shipment 1Z1 names C, which is not on the order.']],
    ['a SKU in another letter case', items(['a', 1]), ['Shipment 1Z1 names a, which is not on the order.']],
    ['too many', items(['A', 3]), ['Shipment 1Z1 makes 3 of A; the order has 2.']],
    [
      'too many of a SKU, named twice',
      items(['A', 2], ['A', 1]),
      ['Shipment 1Z1 makes 3 of A; the order has 2.'],
    ],
    ['what fits', items(['A', 2]), []],
  ])('%s', (_, some, notes) => {
    const { order } = ship(ordered(['A', 2], ['B', 1]), [told({ items: some })], LATER);

    expect(order.notes).toEqual(notes.map(aNote));
    expect(order.shipments).toEqual([recorded({ items: some })]);
  });

  test('too many over two shipments, on the second one', () => {
    const once = ship(ordered(['A', 2]), [told({ items: items(['A', 2]) })], NOON).order;
    const twice = ship(once, [told({ trackingNumber: '1Z2', items: items(['A', 1]) })], LATER).order;

    expect(twice.notes).toEqual([aNote('Shipment 1Z2 makes 3 of A; the order has 2.')]);
  });

  test('what could not be read', () => {
    expect(
      ship(anOrder(), [told({ remarks: ['The ship date "soon" could not be read.'] })], LATER).order.notes,
    ).toEqual([aNote('The ship date "soon" could not be read.')]);
  });

  test('in twenty notes at most, so that older notes are not pushed out', () => {
    const order = anOrder({ notes: [aNote('Called the customer')] });
    const strange = Array.from({ length: 1500 }, (_, index): [string, number] => [`S${index}`, 1]);
    const { notes, notesDropped } = ship(order, [told({ items: items(...strange) })], LATER).order;

    expect(notesDropped).toBe(0);
    expect(notes).toHaveLength(22);
    expect(notes.at(0)).toEqual(aNote('Called the customer'));
    expect(notes.at(-1)).toEqual(aNote('… and 1480 more things that do not fit the order.'));
  });
});
