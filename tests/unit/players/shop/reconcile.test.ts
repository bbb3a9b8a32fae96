import { expect, test } from '@jest/globals';
import { type InLightspeed, type InShop, reconcile } from '../../../../players/shop/reconcile.ts';

const inShop = (change: Partial<InShop> = {}): InShop => ({
  number: '1001',
  state: 'paid',
  isDue: true,
  currency: 'USD',
  total: 7709,
  trackingNumbers: ['1Z1'],
  ...change,
});

const booked = (change: Partial<InLightspeed> = {}): InLightspeed => ({
  currency: 'USD',
  total: '77.09',
  trackingNumbers: ['1Z1'],
  ...change,
});

const lastLine = (text: string): string | undefined => text.split('\n').at(-1);

test('books that agree are told by currency', () => {
  const shop = [
    inShop(),
    inShop({ number: '1002', currency: 'CAD', total: 100, trackingNumbers: [] }),
    inShop({ number: '1003', state: 'canceled', isDue: false, trackingNumbers: [] }),
  ];
  const lightspeed = new Map([
    ['1001', booked()],
    ['1002', booked({ currency: 'CAD', total: '1.00', trackingNumbers: [] })],
    // Of another shop: it is not compared.
    ['2001', booked({ total: '9.99' })],
  ]);
  const { text, differences } = reconcile(shop, lightspeed);
  expect({ lines: text.split('\n').map((line) => line.split(/ {2,}/)), differences }).toEqual({
    lines: [
      ['', 'In the shop', 'In Lightspeed'],
      ['Orders', '2', '2'],
      ['Total CAD', '1.00', '1.00'],
      ['Total USD', '77.09', '77.09'],
      ['Tracking numbers', '1', '1'],
      [''],
      ['Reconciled: 2 orders and 1 tracking numbers, to the cent.'],
    ],
    differences: 0,
  });
});

test.each<[string, InShop, InLightspeed | undefined, string]>([
  ['a cent', inShop(), booked({ total: '77.10' }), 'USD 77.09 in the shop, USD 77.10 in Lightspeed'],
  ['a currency', inShop(), booked({ currency: 'CAD' }), 'USD 77.09 in the shop, CAD 77.09 in Lightspeed'],
  [
    'a missed order',
    inShop({ trackingNumbers: [] }),
    undefined,
    'paid in the shop, and Lightspeed never had it',
  ],
  [
    'a canceled order',
    inShop({ state: 'canceled', isDue: false }),
    booked(),
    'canceled in the shop, and Lightspeed has it',
  ],
  [
    'a package told twice',
    inShop({ trackingNumbers: ['1Z1', '1Z1'] }),
    booked(),
    '1Z1 is 2 times in the shop, 1 times in Lightspeed',
  ],
  [
    'a package never told',
    inShop({ trackingNumbers: [] }),
    booked(),
    '1Z1 is 0 times in the shop, 1 times in Lightspeed',
  ],
])('%s is a difference', (_what, shop, lightspeed, difference) => {
  const { text, differences } = reconcile([shop], new Map(lightspeed ? [['1001', lightspeed]] : []));
  expect(differences).toBe(1);
  expect(text).toContain(`1001   ${difference}`);
  expect(lastLine(text)).toBe('Not reconciled: 1 difference.');
});
