import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { OfferedOrder } from '../../../../players/lightspeed/offered-order.ts';
import {
  afterChange,
  type Change,
  type OpenOrder,
  openOrder,
  planAcknowledgements,
  planChanges,
  planLoss,
} from '../../../../players/lightspeed/plan.ts';
import { seededRandom } from '../../../../players/seeded-random.ts';

const none = { ship: 0, refuse: 0, cancel: 0, lose: 0 };
const random = () => seededRandom(7);

function anOffer(only: Partial<OfferedOrder> = {}): OfferedOrder {
  return {
    orderId: '100234',
    date: '2026-11-23T18:04:05Z',
    currency: 'USD',
    customer: 'Dana Reyes',
    shipTo: 'Boise, US',
    items: [{ sku: 'KA-1', quantity: 2 }],
    total: '69.00',
    paymentTypes: ['VISA'],
    faults: [],
    ...only,
  };
}

function anOpenOrder(only: Partial<OpenOrder> = {}): OpenOrder {
  return { orderId: '100234', remaining: [{ sku: 'KA-1', quantity: 2 }], shipmentsSoFar: 0, ...only };
}

function shipment(items: { sku: string; quantity: number }[]): Change {
  return { kind: 'ship', orderId: '100234', shipment: { trackingNumbers: ['A'], items } };
}

describe('the plan for what is offered', () => {
  test('takes everything when nothing is to be refused', () => {
    expect(planAcknowledgements([anOffer()], none, random())).toEqual([{ orderId: '100234', errors: [] }]);
  });

  test('refuses an order again with the reason it was refused with before', () => {
    const refuse = { ...none, refuse: 1 };
    const [first] = planAcknowledgements([anOffer()], refuse, seededRandom(1));
    const [second] = planAcknowledgements([anOffer()], refuse, seededRandom(2));
    expect(first?.errors).toHaveLength(1);
    expect(second).toEqual(first);
  });

  test('refuses what cannot be imported, whatever the share, and says why', () => {
    const faulty = anOffer({ faults: ['<Order> has no <Item>'] });
    expect(planAcknowledgements([faulty], none, random())).toEqual([
      { orderId: '100234', errors: [{ code: 'IMPORT', message: '<Order> has no <Item>' }] },
    ]);
  });

  test('refuses about the share that it is given', () => {
    const offered = Array.from({ length: 1000 }, (_, index) => anOffer({ orderId: String(index) }));
    const refused = planAcknowledgements(offered, { ...none, refuse: 0.1 }, random());
    const count = refused.filter(({ errors }) => errors.length > 0).length;
    expect(count).toBeGreaterThan(70);
    expect(count).toBeLessThan(130);
  });
});

describe('the plan for imported orders', () => {
  test('leaves them alone when nothing is to be done', () => {
    expect(planChanges([anOpenOrder()], none, random())).toEqual([]);
  });

  test('never voids an order of which a part has shipped', () => {
    const changes = planChanges(
      [anOpenOrder({ shipmentsSoFar: 1 })],
      { ...none, cancel: 1, ship: 1 },
      random(),
    );
    expect(changes.map(({ kind }) => kind)).toEqual(['ship']);
    expect(
      planChanges([anOpenOrder()], { ...none, cancel: 1, ship: 1 }, random()).map(({ kind }) => kind),
    ).toEqual(['cancel']);
  });

  test('is the same plan for the same seed', () => {
    const open = Array.from({ length: 50 }, (_, index) => anOpenOrder({ orderId: String(index) }));
    const shares = { ...none, ship: 0.5, cancel: 0.2 };
    expect(planChanges(open, shares, seededRandom(3))).toEqual(planChanges(open, shares, seededRandom(3)));
  });

  test('ships every unit exactly once, in however many parts', () => {
    const someItems = fc.uniqueArray(
      fc.record({ sku: fc.string({ minLength: 1 }), quantity: fc.integer({ min: 1, max: 9 }) }),
      {
        selector: ({ sku }) => sku,
        minLength: 1,
        maxLength: 5,
      },
    );
    fc.assert(
      fc.property(someItems, fc.integer(), (remaining, seed) => {
        const chance = seededRandom(seed);
        const shipped = new Map<string, number>();
        let order: OpenOrder | undefined = anOpenOrder({ remaining });
        for (let round = 0; order !== undefined && round < 100; round += 1) {
          const [change] = planChanges([order], { ...none, ship: 1 }, chance);
          if (change?.kind !== 'ship') throw new Error('Nothing was shipped.');
          // Without items the whole order ships, which only a first shipment may say.
          const whole = change.shipment.items.length === 0;
          expect(whole && order.shipmentsSoFar > 0).toBe(false);
          const items = whole ? order.remaining : change.shipment.items;
          for (const { sku, quantity } of items) shipped.set(sku, (shipped.get(sku) ?? 0) + quantity);
          order = afterChange(order, change);
        }
        expect(order).toBeUndefined();
        expect(shipped).toEqual(new Map(remaining.map(({ sku, quantity }) => [sku, quantity])));
      }),
    );
  });
});

describe('an imported order', () => {
  test('counts a SKU that stands on two lines once', () => {
    const items = [
      { sku: 'KA-1', quantity: 2 },
      { sku: 'HO-2', quantity: 1 },
      { sku: 'KA-1', quantity: 3 },
    ];
    expect(openOrder(anOffer({ items }))).toEqual({
      orderId: '100234',
      remaining: [
        { sku: 'KA-1', quantity: 5 },
        { sku: 'HO-2', quantity: 1 },
      ],
      shipmentsSoFar: 0,
    });
  });

  test('stays open with what a part shipment has left', () => {
    expect(afterChange(anOpenOrder(), shipment([{ sku: 'KA-1', quantity: 1 }]))).toEqual({
      orderId: '100234',
      remaining: [{ sku: 'KA-1', quantity: 1 }],
      shipmentsSoFar: 1,
    });
  });

  test.each<[string, Change]>([
    ['a shipment of everything', shipment([])],
    ['a shipment of every item', shipment([{ sku: 'KA-1', quantity: 2 }])],
    ['a cancellation', { kind: 'cancel', orderId: '100234', reason: 'Voided' }],
  ])('is finished by %s', (_what, change) => {
    expect(afterChange(anOpenOrder(), change)).toBeUndefined();
  });
});

describe('the plan for a call', () => {
  test('loses nothing for a share of 0, and answers and connections for a share of 1', () => {
    const chance = random();
    expect(planLoss(none, chance)).toBeUndefined();
    const losses = Array.from({ length: 50 }, () => planLoss({ ...none, lose: 1 }, chance));
    expect(new Set(losses)).toEqual(new Set(['answer', 'connection']));
  });
});
