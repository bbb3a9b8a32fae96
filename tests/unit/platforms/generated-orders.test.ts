import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { defaultPlatformSettings, type PlatformName } from '../../../lib/domain/platform.ts';
import { checkTotals } from '../../../lib/domain/totals.ts';
import { platforms } from '../../../lib/platforms/all.ts';
import { readJson } from '../../../lib/platforms/json.ts';
import type { ReadOrder } from '../../../lib/platforms/platform.ts';
import { faultsOf } from '../../../lib/schema/faults.ts';
import { orderContent } from '../../../lib/schema/order-content.ts';
import {
  type AnyOrder,
  bigcommerceOrder,
  shopifyOrder,
  woocommerceOrder,
} from '../../support/any-platform-order.ts';

const settings = { ...defaultPlatformSettings, testOrders: true };

const generated: [PlatformName, fc.Arbitrary<AnyOrder>][] = [
  ['woocommerce', woocommerceOrder],
  ['shopify', shopifyOrder],
  ['bigcommerce', bigcommerceOrder],
];

/** What a remark says was moved, in cents: `… differ by 0.02; …` */
function differences(remarks: readonly string[]): number[] {
  return remarks.flatMap((remark) => {
    const [, amount] = /figures differ by ([\d.]+);/.exec(remark) ?? [];
    return amount === undefined ? [] : [Math.round(Number(amount) * 100)];
  });
}

describe.each(generated)('any order that %s can make', (name, arbitrary) => {
  const { readOrder } = platforms[name];

  test('adds up, costs what the shop says, and has as many of each part', () => {
    fc.assert(
      fc.property(arbitrary, ({ payload, total, units }) => {
        fc.pre(Object.values(units).some((count) => count > 0));
        const read = readOrder(payload, settings);
        expect(read).toMatchObject({ state: 'offer', content: { totals: { total } } });
        const { content } = read as Extract<ReadOrder, { state: 'offer' }>;
        expect(checkTotals(content)).toEqual([]);
        const told: Record<string, number> = {};
        for (const { sku, quantity } of content.lines) told[sku] = (told[sku] ?? 0) + quantity;
        const wanted = Object.fromEntries(Object.entries(units).filter(([, count]) => count > 0));
        expect(told).toEqual(wanted);
        expect(Object.values(content.totals).every((amount) => amount >= 0)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  test('has no difference where the shop does not round, and one of a rounding a figure at most where it does', () => {
    fc.assert(
      fc.property(arbitrary, ({ payload, rounding, units }) => {
        fc.pre(Object.values(units).some((count) => count > 0));
        const { remarks } = readOrder(payload, settings) as Extract<ReadOrder, { state: 'offer' }>;
        // Eight lines at most, and the sums beside them.
        expect(Math.max(0, ...differences(remarks))).toBeLessThanOrEqual(15 * rounding);
      }),
      { numRuns: 200 },
    );
  });
});

/** The orders of the fixtures, with something else in one or more places. */
function altered(name: PlatformName): fc.Arbitrary<unknown> {
  const folder = new URL(`../../fixtures/platforms/${name}/`, import.meta.url);
  const orders = readdirSync(folder).map((file) => {
    const json = readJson(readFileSync(new URL(file, folder), 'utf8'));
    if (!json.ok) throw new Error(file);
    return (json.value as { order: unknown }).order;
  });
  const odd = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom(
      null,
      '',
      0,
      -1,
      '-12.34',
      '0.005',
      '1e3',
      '1e99',
      '1e-99',
      '12.345',
      'NaN',
      'Infinity',
      '1,5',
      [],
      {},
      true,
      '\ud800',
      '\u0000',
      '9'.repeat(40),
      'x'.repeat(3000),
    ),
  );
  const change = fc.record({ at: fc.nat(400), value: odd });
  return fc
    .tuple(fc.constantFrom(...orders), fc.array(change, { minLength: 1, maxLength: 4 }))
    .map(([order, changes]) => {
      const copy: unknown = structuredClone(order);
      for (const { at, value } of changes) {
        const places = placesOf(copy);
        const place = places[at % places.length];
        if (place) place.holder[place.key] = value;
      }
      return copy;
    });
}

interface Place {
  holder: Record<string, unknown>;
  key: string;
}

function placesOf(value: unknown): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder).flatMap((key) => [{ holder, key }, ...placesOf(holder[key])]);
}

const STATES = ['offer', 'shipped', 'held', 'ignored', 'canceled', 'notUnderstood'];

/** Whatever it is, it is one of the results, and what goes to Lightspeed is an order. */
function expectResult(read: ReadOrder): void {
  expect(STATES).toContain(read.state);
  const content = 'content' in read ? read.content : undefined;
  expect(content === undefined ? [] : checkTotals(content)).toEqual([]);
  expect('reason' in read ? read.reason : 'none is needed').not.toBe('');
  expect(read.number ?? '1').toMatch(/^[A-Za-z0-9._-]{1,64}$/);
}

describe.each(Object.values(platforms).map((platform) => [platform.title, platform] as const))(
  'whatever is sent in place of an order of %s',
  (_, { name, readOrder, identify }) => {
    test('any JSON is one of the results', () => {
      fc.assert(
        fc.property(fc.jsonValue(), (payload) => {
          expectResult(readOrder(payload, settings));
          identify(payload, '2026-11-23T18:04:05Z');
        }),
      );
    });

    test('an order with something odd in it is one of the results', () => {
      fc.assert(
        fc.property(altered(name), (payload) => {
          expectResult(readOrder(payload, settings));
          identify(payload, 'never');
        }),
        { numRuns: 400 },
      );
    });
  },
);

test('what is offered passes the schema of PUT /orders once more, as it would be sent by a webstore', () => {
  const decimal = (amount: number): string => (amount / 100).toFixed(2);
  fc.assert(
    fc.property(shopifyOrder, ({ payload, units }) => {
      fc.pre(Object.values(units).some((count) => count > 0));
      const { content } = platforms.shopify.readOrder(payload, settings) as Extract<
        ReadOrder,
        { state: 'offer' }
      >;
      const body = {
        ...content,
        lines: content.lines.map((line) => ({ ...line, unitPrice: decimal(line.unitPrice) })),
        totals: Object.fromEntries(
          Object.entries(content.totals).map(([key, amount]) => [key, decimal(amount)]),
        ),
        payments: content.payments.map((payment) => ({ ...payment, amount: decimal(payment.amount) })),
      };
      const parsed = orderContent.safeParse(body);
      expect(parsed.success ? parsed.data : faultsOf(parsed.error)).toEqual(content);
    }),
  );
});
