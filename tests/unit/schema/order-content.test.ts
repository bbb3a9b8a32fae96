import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Failure, type Fault } from '../../../lib/domain/failure.ts';
import type { OrderContent } from '../../../lib/domain/order.ts';
import { orderContent } from '../../../lib/schema/order-content.ts';
import { validate } from '../../../lib/webstore/validate.ts';
import { aBillTo, aLine, anOrderBody } from '../../support/an-order-body.ts';

function read(differs: Record<string, unknown> = {}): OrderContent {
  return validate(orderContent, anOrderBody(differs));
}

/** The faults of a body, or none if it is an order. */
function faultsOf(body: unknown): Fault[] {
  try {
    validate(orderContent, body);
    return [];
  } catch (error) {
    if (error instanceof Failure && error.code === 'InvalidRequest') return error.faults;
    throw error;
  }
}

const totals = { subtotal: '69.00', discount: '5.00', shipping: '8.95', tax: '4.14', total: '77.09' };
const { company: _, ...person } = aBillTo();

test("the contract's example becomes an order, with money in whole hundredths", () => {
  expect(read()).toEqual({
    placedAt: '2026-11-23T18:04:05Z',
    currency: 'USD',
    billTo: {
      firstName: 'Dana',
      lastName: 'Reyes',
      company: 'Reyes Racing',
      address1: '12 Elm St',
      address2: 'Unit 4',
      city: 'Boise',
      state: 'ID',
      postalCode: '83702',
      country: 'US',
      phone: '208-555-0142',
      email: 'dana@example.com',
    },
    shipTo: {
      firstName: 'Dana',
      lastName: 'Reyes',
      address1: '12 Elm St',
      city: 'Boise',
      state: 'ID',
      postalCode: '83702',
      country: 'US',
    },
    lines: [
      {
        sku: 'KA-49006-1234',
        quantity: 2,
        unitPrice: 3450,
        manufacturer: 'Kawasaki',
        description: 'Boot, front fork',
      },
    ],
    totals: { subtotal: 6900, discount: 500, shipping: 895, tax: 414, total: 7709 },
    payments: [{ method: 'visa', amount: 7709 }],
  });
});

describe('what is left out', () => {
  test('of the totals is nothing', () => {
    const free = { totals: { subtotal: '69', total: '69' }, payments: [{ method: 'visa', amount: '69' }] };

    expect(read(free).totals).toEqual({ subtotal: 6900, discount: 0, shipping: 0, tax: 0, total: 6900 });
  });

  test('as a shipping address stays absent', () => {
    expect(read({ shipTo: undefined }).shipTo).toBeUndefined();
  });

  test.each([[null], [''], [' \n'], ['\u0000'], [undefined], ['\uD83D']])(
    'of an address may be said as %j',
    (nothing) => {
      expect(read({ billTo: { ...person, company: nothing, phone: nothing } }).billTo).toEqual({
        ...person,
        phone: undefined,
      });
    },
  );
});

describe('an instant', () => {
  test.each([
    ['2026-11-23T11:04:05-07:00', '2026-11-23T18:04:05Z'],
    ['2026-11-23T18:04:05.000Z', '2026-11-23T18:04:05Z'],
    ['2026-11-23T18:04:05.123456Z', '2026-11-23T18:04:05.123Z'],
  ])('%s is kept as %s', (placedAt, instant) => {
    expect(read({ placedAt }).placedAt).toBe(instant);
  });

  test.each<[unknown, string]>([
    ...['2026-11-23', '2026-11-23T18:04:05', '2026-02-30T18:04:05Z', '2026-11-23T24:00:00Z', 'now', ''].map(
      (placedAt): [string, string] => [placedAt, 'must be an instant such as "2026-11-23T18:04:05Z"'],
    ),
    [1798070400, 'must be a string'],
    [null, 'must be a string'],
    ['9999-12-31T23:59:59-05:00', 'must be within the years 0 to 9999 of UTC'],
    ['0000-01-01T00:00:00+05:00', 'must be within the years 0 to 9999 of UTC'],
  ])('%j is none', (placedAt, detail) => {
    expect(faultsOf(anOrderBody({ placedAt }))).toEqual([{ pointer: '/placedAt', detail }]);
  });

  test('is of four-digit years whatever offset it came with', () => {
    const offset = fc
      .tuple(fc.constantFrom('+', '-'), fc.nat(23))
      .map(([sign, hour]) => `${sign}${String(hour).padStart(2, '0')}:59`);
    const year = fc.oneof(fc.constantFrom(0, 9999), fc.nat(9999)).map((one) => String(one).padStart(4, '0'));
    const day = fc.constantFrom('01-01T00:00:00', '12-31T23:59:59.999');
    fc.assert(
      fc.property(year, day, offset, (some, of, zone) => {
        const placedAt = `${some}-${of}${zone}`;
        const [fault] = faultsOf(anOrderBody({ placedAt }));
        const outcome = fault ? fault.detail : read({ placedAt }).placedAt;

        expect(outcome).toMatch(/^\d{4}-\d\d-\d\dT|^must be within the years 0 to 9999 of UTC$/);
      }),
    );
  });
});

describe('a fault is told by its JSON pointer', () => {
  test.each<[string, Record<string, unknown>, Fault[]]>([
    ['an unknown property', { color: 'red' }, [{ pointer: '/color', detail: 'is not known' }]],
    ['a property that needs escaping', { 'a/b~c': 1 }, [{ pointer: '/a~1b~0c', detail: 'is not known' }]],
    [
      'an unknown property of a line',
      { lines: [aLine({ size: 'L' })] },
      [{ pointer: '/lines/0/size', detail: 'is not known' }],
    ],
    ['no currency', { currency: undefined }, [{ pointer: '/currency', detail: 'is required' }]],
    [
      'a currency in lowercase',
      { currency: 'usd' },
      [{ pointer: '/currency', detail: 'must be a currency code such as "USD"' }],
    ],
    ['no address', { billTo: undefined }, [{ pointer: '/billTo', detail: 'is required' }]],
    ['an address that is a text', { billTo: 'Boise' }, [{ pointer: '/billTo', detail: 'must be an object' }]],
    [
      'an address of nothing',
      { billTo: {} },
      ['address1', 'city', 'country'].map((name) => ({ pointer: `/billTo/${name}`, detail: 'is required' })),
    ],
    [
      'neither last name nor company',
      { billTo: { ...person, lastName: ' ' } },
      [{ pointer: '/billTo/lastName', detail: 'is required, or a company' }],
    ],
    [
      'a city of characters that XML forbids',
      { shipTo: { ...person, city: '\u0000 \uFFFF' } },
      [{ pointer: '/shipTo/city', detail: 'must not be empty' }],
    ],
    [
      'a shipping address that is null',
      { shipTo: null },
      [{ pointer: '/shipTo', detail: 'must be an object' }],
    ],
    [
      'a name that is a number',
      { billTo: { ...person, firstName: 7 } },
      [{ pointer: '/billTo/firstName', detail: 'must be a string' }],
    ],
    ['lines that are no list', { lines: {} }, [{ pointer: '/lines', detail: 'must be an array' }]],
    [
      'a SKU that is missing',
      { lines: [aLine({ sku: undefined })] },
      [{ pointer: '/lines/0/sku', detail: 'is required' }],
    ],
    [
      'a SKU that is blank',
      { lines: [aLine({ sku: ' ' })] },
      [{ pointer: '/lines/0/sku', detail: 'must not be empty' }],
    ],
    [
      'a SKU that is a number',
      { lines: [aLine({ sku: 123 })] },
      [{ pointer: '/lines/0/sku', detail: 'must be a string' }],
    ],
    [
      'half a piece',
      { lines: [aLine({ quantity: 2.5 })] },
      [{ pointer: '/lines/0/quantity', detail: 'must be a whole number' }],
    ],
    [
      'a quantity that is a text',
      { lines: [aLine({ quantity: '2' })] },
      [{ pointer: '/lines/0/quantity', detail: 'must be a number' }],
    ],
    [
      'money that is a number',
      { totals: { ...totals, tax: 4.14 } },
      [{ pointer: '/totals/tax', detail: 'must be a string' }],
    ],
    [
      'money that is null',
      { totals: { ...totals, discount: null } },
      [{ pointer: '/totals/discount', detail: 'must be a string' }],
    ],
    [
      'money with a grouping comma',
      { totals: { ...totals, total: '1,234.50' } },
      [{ pointer: '/totals/total', detail: 'must be a decimal string such as "34.50"' }],
    ],
    [
      'money that is negative',
      { lines: [aLine({ unitPrice: '-1.00' })] },
      [{ pointer: '/lines/0/unitPrice', detail: 'must be a decimal string such as "34.50"' }],
    ],
    [
      'a total that is missing',
      { totals: { subtotal: '69.00' } },
      [{ pointer: '/totals/total', detail: 'is required' }],
    ],
    ['payments that are missing', { payments: undefined }, [{ pointer: '/payments', detail: 'is required' }]],
    [
      'a payment without a method',
      { payments: [{ method: '', amount: '77.09' }] },
      [{ pointer: '/payments/0/method', detail: 'must not be empty' }],
    ],
    [
      'sums that do not hold',
      { totals: { ...totals, subtotal: '68.99' } },
      [
        { pointer: '/totals/subtotal', detail: 'must be 69.00, the sum of quantity × unitPrice' },
        { pointer: '/totals/total', detail: 'must be 77.08, subtotal − discount + shipping + tax' },
      ],
    ],
    [
      'payments that do not add up',
      { payments: [{ method: 'visa', amount: '77.10' }] },
      [{ pointer: '/payments', detail: 'sum up to 77.10; the total is 77.09' }],
    ],
    [
      'several at once',
      {
        currency: 'US',
        lines: [aLine(), aLine({ quantity: '1', unitPrice: 5 })],
        totals: { ...totals, tax: 'x' },
      },
      [
        { pointer: '/currency', detail: 'must be a currency code such as "USD"' },
        { pointer: '/lines/1/quantity', detail: 'must be a number' },
        { pointer: '/lines/1/unitPrice', detail: 'must be a string' },
        { pointer: '/totals/tax', detail: 'must be a decimal string such as "34.50"' },
      ],
    ],
  ])('%s', (_name, differs, faults) => {
    expect(faultsOf(anOrderBody(differs))).toEqual(faults);
  });

  test.each([
    [0, 'must be at least 1'],
    [-1, 'must be at least 1'],
    [1_000_001, 'must be at most 1000000'],
    [1e300, 'must be at most 1000000'],
  ])('a quantity of %d', (quantity, detail) => {
    expect(faultsOf(anOrderBody({ lines: [aLine({ quantity })] }))).toContainEqual({
      pointer: '/lines/0/quantity',
      detail,
    });
  });

  test('no line at all', () => {
    expect(faultsOf(anOrderBody({ lines: [] }))).toContainEqual({
      pointer: '/lines',
      detail: 'must hold at least one line',
    });
  });

  test('a property called __proto__ is not known, and goes nowhere', () => {
    const body = JSON.parse(JSON.stringify(anOrderBody()).replace('{', '{"__proto__":{"admin":true},'));

    expect(faultsOf(body)).toEqual([{ pointer: '/__proto__', detail: 'is not known' }]);
  });

  test.each([
    [null, 'must be an object'],
    [[], 'must be an object'],
    ['order', 'must be an object'],
    [7, 'must be an object'],
    [undefined, 'is required'],
  ])('the whole body, when it is %j', (body, detail) => {
    expect(faultsOf(body)).toEqual([{ pointer: '', detail }]);
  });
});

describe('texts', () => {
  test('are kept as they came, but for half surrogate pairs, which are no text', () => {
    const line = aLine({ sku: ' 00123 ', description: 'a\u0001 \r\n 😀\uD83D <b>&amp;' });

    expect(read({ lines: [line] }).lines).toEqual([
      {
        sku: ' 00123 ',
        quantity: 2,
        unitPrice: 3450,
        manufacturer: 'Kawasaki',
        description: 'a\u0001 \r\n 😀 <b>&amp;',
      },
    ]);
  });
});

test('any JSON in any place is an order or a fault with a pointer, never a crash', () => {
  const places = ['placedAt', 'currency', 'billTo', 'shipTo', 'lines', 'totals', 'payments', 'x'];
  const inner = [
    'sku',
    'quantity',
    'unitPrice',
    'subtotal',
    'total',
    'tax',
    'method',
    'amount',
    'city',
    'lastName',
  ];
  const some = fc.oneof(
    fc.jsonValue(),
    fc.dictionary(fc.constantFrom(...inner), fc.jsonValue()),
    fc.array(fc.dictionary(fc.constantFrom(...inner), fc.jsonValue())),
  );
  fc.assert(
    fc.property(fc.constantFrom(...places), some, (place, json) => {
      for (const { pointer } of faultsOf(anOrderBody({ [place]: json }))) expect(pointer).toMatch(/^\/\w/);
    }),
    { numRuns: 500 },
  );
});
