import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { numbersFor } from '../../../lib/domain/inbox.ts';
import { isOrderId } from '../../../lib/domain/order.ts';
import { paymentType } from '../../../lib/domain/payment-type.ts';
import { defaultPlatformSettings, lookUp } from '../../../lib/domain/platform.ts';
import { partiesOf, toAddress } from '../../../lib/platforms/address.ts';
import { orderNumber } from '../../../lib/platforms/order-number.ts';
import { paymentMethod } from '../../../lib/platforms/payment-method.ts';
import { stateCode } from '../../../lib/platforms/states-by-name.ts';
import { withoutEntities } from '../../../lib/platforms/text.ts';

describe('an order number', () => {
  test.each([
    ['#1001', '1001'],
    ['->1003', '1003'],
    ['#BURWEB2537', 'BURWEB2537'],
    ['#WEB/2026 – 00123', 'WEB-2026-00123'],
    ['100234', '100234'],
    ['００12', '0012'],
    ['#', '77'],
    ['', '77'],
    ['..', '77'],
    ['../../etc', 'etc'],
    ['日本', '77'],
    ['x'.repeat(65), '77'],
  ])('%s is the order %s', (shown, number) => {
    expect(orderNumber({ shown, platformId: '77', prefix: '' })).toBe(number);
  });

  test('with a prefix stays an order id', () => {
    expect(orderNumber({ shown: '#1001', platformId: '77', prefix: 'web-' })).toBe('web-1001');
    expect(orderNumber({ shown: 'x'.repeat(62), platformId: '77', prefix: 'web-' })).toBe('web-77');
    expect(orderNumber({ shown: '1', platformId: '77', prefix: 'a b/c' })).toBe('abc1');
  });

  test("of whatever text is an order id, also with the platform's own id behind it", () => {
    const text = fc.string({ unit: 'binary', maxLength: 90 });
    fc.assert(
      fc.property(text, text, fc.bigInt({ min: 1n, max: 10n ** 20n }), (shown, prefix, id) => {
        const number = orderNumber({ shown, platformId: String(id), prefix });
        const order = { platform: 'bigcommerce', ordinal: 2, platformId: String(id) } as const;
        const all = [number, ...numbersFor(number, order)];
        expect(all.map(isOrderId)).toEqual([true, true, true, true]);
      }),
    );
  });
});

describe('a payment method', () => {
  const settings = {
    ...defaultPlatformSettings,
    payments: { 'Credit Card (Stripe)': 'VISA', ppcp: 'OTHER' },
  };

  test.each<[string, Parameters<typeof paymentMethod>[0], string, string | undefined]>([
    ['its title names', { method: 'woocommerce_payments', title: 'Visa credit card' }, 'VISA', undefined],
    ['its id names', { method: 'paypal' }, 'PAYPAL', undefined],
    [
      'its card has',
      { method: 'braintree', title: 'Credit card', brand: 'American Express' },
      'AMEX',
      undefined,
    ],
    [
      'the store says, whatever the card',
      { method: 'stripe', title: 'credit card  stripe', brand: 'discover' },
      'VISA',
      undefined,
    ],
    ['the store says is none', { method: 'ppcp', title: 'PayPal' }, 'OTHER', undefined],
    ['nobody says', { method: 'shopify_payments' }, 'OTHER', 'shopify_payments'],
    ['two are named', { method: 'authorize', title: 'Visa or Mastercard' }, 'OTHER', 'authorize'],
    ['is no card', { method: 'cod', title: 'Cash on delivery' }, 'OTHER', undefined],
    ['is not there', { method: '', title: '' }, 'OTHER', undefined],
  ])('is of the type that %s', (_, paid, type, unknown) => {
    const method = paymentMethod(paid, settings);
    expect([paymentType(method.text), method.unknown]).toEqual([type, unknown]);
  });

  test('keeps its own words where they are read as its type, and else has the type beside them', () => {
    expect(paymentMethod({ method: 'stripe', title: 'Credit Card (Stripe)' }, settings).text).toBe(
      'Credit Card (Stripe) (VISA)',
    );
    expect(paymentMethod({ method: 'ppcp', title: 'PayPal' }, settings).text).toBe('OTHER');
    expect(paymentMethod({ method: 'x', title: 'Visa credit card' }, settings).text).toBe('Visa credit card');
  });
});

describe('an address', () => {
  const place = { address1: '12 Elm St', city: 'Boise', country: 'US' };

  test.each([
    [
      'one field for the name',
      { ...place, name: 'Dana María Reyes' },
      { firstName: 'Dana María', lastName: 'Reyes' },
    ],
    ['a first name only', { ...place, firstName: 'Dana' }, { lastName: 'Dana' }],
    [
      'a first name of two words only',
      { ...place, firstName: 'Dana Reyes' },
      { firstName: 'Dana', lastName: 'Reyes' },
    ],
    [
      'both names and one field',
      { ...place, firstName: 'D.', lastName: 'Reyes', name: 'Dana Reyes' },
      { firstName: 'D.', lastName: 'Reyes' },
    ],
    ['a company only', { ...place, company: 'Reyes Racing' }, { company: 'Reyes Racing' }],
    [
      'the street in the second line',
      { address2: '12 Elm St', city: 'Boise', country: 'US', name: 'Reyes' },
      { lastName: 'Reyes' },
    ],
    ['a state by name', { ...place, name: 'Reyes', state: 'idaho' }, { lastName: 'Reyes', state: 'ID' }],
    ['line breaks and spaces', { ...place, address1: ' 12  Elm\nSt ', name: 'Reyes' }, { lastName: 'Reyes' }],
  ])('with %s', (_, raw, expected) => {
    expect(JSON.parse(JSON.stringify(toAddress(raw)))).toEqual({ ...place, ...expected });
  });

  test('of a country without cities takes the country', () => {
    expect(
      toAddress({ address1: '1 Orchard Rd', country: 'SG', state: 'Singapore', name: 'Tan' })?.city,
    ).toBe('Singapore');
  });

  test('that says nothing is none', () => {
    expect(toAddress({ firstName: ' ', city: '' })).toBeUndefined();
    expect(toAddress(undefined)).toBeUndefined();
  });

  test.each([
    ['US', 'Texas', 'TX'],
    ['us', 'tx', 'TX'],
    ['US', 'District of Columbia', 'DC'],
    ['CA', 'Québec', 'QC'],
    ['CA', 'Texas', 'Texas'],
    ['AU', 'Victoria', 'Victoria'],
    ['US', 'constructor', 'constructor'],
    [undefined, 'Texas', 'Texas'],
  ])('in %s: the state %s is %s', (country, state, code) => {
    expect(stateCode(state, country)).toBe(code);
  });
});

describe('who pays and where it goes', () => {
  const home = { lastName: 'Reyes', address1: '12 Elm St', city: 'Boise', country: 'US' };
  const dock = { lastName: 'Ortega', address1: '9 Dock Rd', city: 'Juneau', country: 'US' };
  const tell = (parties: Partial<Parameters<typeof partiesOf>[0]>): unknown =>
    JSON.parse(
      JSON.stringify(
        partiesOf({ billing: undefined, shipping: undefined, customer: undefined, ...parties }) ?? null,
      ),
    );

  test.each([
    [
      'the same address twice is one',
      { billing: { ...home, phone: '1', email: 'a@example.com' }, shipping: home },
      { billTo: { ...home, phone: '1', email: 'a@example.com' } },
    ],
    [
      'another phone makes another address',
      { billing: { ...home, phone: '1' }, shipping: { ...home, phone: '2' } },
      { billTo: { ...home, phone: '1' }, shipTo: { ...home, phone: '2' } },
    ],
    ['two addresses are two', { billing: home, shipping: dock }, { billTo: home, shipTo: dock }],
    ['without a billing address it is the shipping address', { shipping: dock }, { billTo: dock }],
    [
      'a billing address without a street only lends its contact',
      { billing: { lastName: 'Reyes', email: 'a@example.com' }, shipping: dock },
      { billTo: { ...dock, email: 'a@example.com' } },
    ],
    [
      'a shipping address without a street is none',
      { billing: home, shipping: { lastName: 'Ortega', country: 'US' } },
      { billTo: home },
    ],
    [
      'the customer lends phone and email',
      { billing: home, customer: { phone: '3', email: 'c@example.com' } },
      { billTo: { ...home, phone: '3', email: 'c@example.com' } },
    ],
    [
      'the customer lends the name',
      { billing: { ...home, lastName: undefined }, customer: { firstName: 'John', lastName: 'Smith' } },
      { billTo: { ...home, firstName: 'John', lastName: 'Smith' } },
    ],
    [
      'a customer without any name is Customer',
      { billing: { ...home, lastName: undefined } },
      { billTo: { ...home, lastName: 'Customer' } },
    ],
    ['nobody knows where he lives', { billing: { lastName: 'Reyes' } }, null],
  ])('%s', (_, parties, expected) => {
    expect(tell(parties)).toEqual(expected);
  });
});

describe('texts', () => {
  test.each([
    ['O&#8217;Conner', 'O’Conner'],
    ['Smith &amp; Sons &ndash; Marine', 'Smith & Sons – Marine'],
    ['Beanie &times; 1', 'Beanie × 1'],
    ['&#x1F3CD;', '🏍'],
    ['&amp;lt;', '&lt;'],
    ['AT&T &unknown; &#0; &#9999999;', 'AT&T &unknown; &#0; &#9999999;'],
  ])('%s is %s', (text, plain) => {
    expect(withoutEntities(text)).toBe(plain);
  });

  test("a store's table is read without regard to case and punctuation, the first name first", () => {
    const table = { 'Fly Racing': 'WPS', kawasaki: 'KA' };
    expect(lookUp(table, 'FLY-racing')).toBe('WPS');
    expect(lookUp(table, 'unknown', 'Kawasaki ®')).toBe('KA');
    expect(lookUp(table, '', undefined, 'Honda')).toBeUndefined();
    expect(lookUp({}, 'constructor')).toBeUndefined();
  });
});
