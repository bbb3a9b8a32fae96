import fc from 'fast-check';

const anyText = fc.string({ unit: 'binary', maxLength: 12 });
const nasty = fc.oneof(
  anyText,
  fc.constantFrom(
    ' ',
    '\u0000',
    '\u0001 ',
    '\r',
    ']]>',
    '<b>&amp;</b>',
    '\uFFFE',
    '\uD83D',
    'é\u0301',
    '🏍',
    '\u00A0',
  ),
);
const optional = fc.option(nasty, { nil: null });
// Nearly always storable, or else hardly any order would be stored.
const required = fc.oneof(
  { weight: 30, arbitrary: fc.tuple(nasty, nasty).map(([before, after]) => `${before}x${after}`) },
  { weight: 1, arbitrary: nasty },
);
const address = fc.record({
  firstName: optional,
  lastName: fc.option(required, { nil: null, freq: 9 }),
  company: optional,
  address1: required,
  address2: optional,
  city: required,
  state: optional,
  postalCode: optional,
  country: required,
  phone: optional,
  email: optional,
});
const cents = fc.integer({ min: 0, max: 99_999 });
const money = (amount: number) => (amount / 100).toFixed(2);
const line = fc.record({
  sku: required,
  quantity: fc.integer({ min: 1, max: 1000 }),
  price: cents,
  manufacturer: optional,
  description: optional,
});
/**
 * Any body of `PUT /orders/{orderId}` whose sums hold: with texts that XML cannot hold, texts that say nothing, and
 * times at the ends of the calendar. About half of them may be stored.
 */
export const anyOrderBody: fc.Arbitrary<Record<string, unknown>> = fc
  .record({
    placedAt: fc.constantFrom(
      '2026-11-23T18:04:05Z',
      '2026-11-23T18:04:05.999Z',
      '2024-02-29T23:59:59-12:00',
      '0000-01-01T00:00:00+14:00',
      '0001-01-01T00:00:00Z',
      '9999-12-31T23:59:59Z',
      '9999-12-31T23:59:59-14:00',
    ),
    billTo: address,
    shipTo: fc.option(address, { nil: undefined }),
    lines: fc.array(line, { minLength: 1, maxLength: 3 }),
    tax: cents,
    method: required,
  })
  .map(({ lines, tax, method, ...rest }) => {
    const subtotal = lines.reduce((sum, { quantity, price }) => sum + quantity * price, 0);
    return {
      ...rest,
      currency: 'USD',
      lines: lines.map(({ price, ...one }) => ({ ...one, unitPrice: money(price) })),
      totals: { subtotal: money(subtotal), tax: money(tax), total: money(subtotal + tax) },
      payments: [{ method, amount: money(subtotal + tax) }],
    };
  });
