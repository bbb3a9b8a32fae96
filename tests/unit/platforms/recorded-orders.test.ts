import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { checkTotals } from '../../../lib/domain/totals.ts';
import { formatMoney } from '../../../lib/domain/money.ts';
import type { OrderContent } from '../../../lib/domain/order.ts';
import {
  defaultPlatformSettings,
  type PlatformName,
  type PlatformSettings,
} from '../../../lib/domain/platform.ts';
import { platforms } from '../../../lib/platforms/all.ts';
import { readJson } from '../../../lib/platforms/json.ts';
import type { ReadOrder } from '../../../lib/platforms/platform.ts';

/*
 * Orders of the three platforms, built from their documentation and from what public test suites have recorded; the
 * people are invented. Each file says what is special about it, and what must come of it: always the platform's own
 * total.
 */

interface Recorded {
  about: string;
  settings?: Partial<PlatformSettings>;
  order: unknown;
  expected: Record<string, unknown>;
}

const folder = new URL('../../fixtures/platforms/', import.meta.url);

function recorded(name: PlatformName): [string, Recorded][] {
  const files = readdirSync(new URL(`${name}/`, folder)).sort();
  return files.map((file) => {
    const json = readJson(readFileSync(new URL(`${name}/${file}`, folder), 'utf8'));
    if (!json.ok) throw new Error(`${file} ${json.reason}`);
    return [file, json.value as Recorded];
  });
}

/** As it would stand in the body of `PUT /orders/{orderId}`. */
function bodyOf({ lines, totals, payments, ...rest }: OrderContent): Record<string, unknown> {
  const body = {
    ...rest,
    lines: lines.map((line) => ({ ...line, unitPrice: formatMoney(line.unitPrice) })),
    totals: Object.fromEntries(Object.entries(totals).map(([key, amount]) => [key, formatMoney(amount)])),
    payments: payments.map((payment) => ({ ...payment, amount: formatMoney(payment.amount) })),
  };
  return JSON.parse(JSON.stringify(body)) as Record<string, unknown>;
}

/** What was read, reduced to what a file expects; every file expects at least the state, the number and the total. */
function toldOf(read: ReadOrder, expected: Record<string, unknown>): Record<string, unknown> {
  const body = 'content' in read ? bodyOf(read.content) : {};
  const total = 'content' in read ? formatMoney(read.content.totals.total) : undefined;
  const all: Record<string, unknown> = { shipTo: null, ...body, ...read, content: body, total };
  return Object.fromEntries(Object.keys(expected).map((key) => [key, all[key]]));
}

describe.each(Object.values(platforms).map((platform) => [platform.title, platform] as const))(
  'an order of %s',
  (_, { name, readOrder }) => {
    const orders = recorded(name);

    test.each(orders)('%s', (_file, { order, settings, expected }) => {
      const read = readOrder(order, { ...defaultPlatformSettings, ...settings });
      expect(toldOf(read, expected)).toEqual(expected);
      expect('content' in read ? checkTotals(read.content) : []).toEqual([]);
    });

    test('there are at least 25, each of another kind', () => {
      expect(orders.length).toBeGreaterThanOrEqual(25);
      expect(new Set(orders.map(([, { about }]) => about)).size).toBe(orders.length);
    });

    test('every file that goes to Lightspeed says its total, and every other one why it does not', () => {
      const silent = orders.filter(([, { expected }]) => {
        const { state, total, reason } = expected;
        return state === 'offer' ? total === undefined : reason === undefined;
      });
      expect(silent.map(([file]) => file)).toEqual([]);
    });
  },
);

// What is missing was not taken out: an order without products would be canceled here.
test.each<[PlatformName, string[], string]>([
  ['woocommerce', [], '/line_items'],
  ['shopify', [], '/line_items'],
  ['bigcommerce', ['consignments', 'shipping', '0'], '/consignments/shipping/0/line_items'],
])('an order of %s whose list of products is missing is not understood', (name, path, pointer) => {
  const [, offered] = recorded(name).find(([, { expected }]) => expected['state'] === 'offer') ?? [];
  for (const missing of [{}, { line_items: null }]) {
    const order = structuredClone(offered?.order);
    const parent = path.reduce<object>((value, key) => Reflect.get(value, key) as object, order as object);
    Reflect.deleteProperty(parent, 'line_items');
    Object.assign(parent, missing);
    const settings = { ...defaultPlatformSettings, ...offered?.settings };
    expect(platforms[name].readOrder(order, settings)).toMatchObject({
      state: 'notUnderstood',
      faults: [{ pointer, detail: 'is required' }],
    });
  }
});
