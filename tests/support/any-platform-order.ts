import fc from 'fast-check';

/*
 * Orders as the platforms make them: the totals are computed here by the platforms' own rules, in whole units of the
 * currency's smallest part, and know nothing of how we read them.
 */

/** An order, and what its shop says that it costs, in cents. */
export interface AnyOrder {
  payload: Record<string, unknown>;
  /** What the customer owes, by whatever payment. */
  total: number;
  /** How much there is of each part. */
  units: Record<string, number>;
  /** Cents by which one figure of the shop may be off because it is rounded; 0 if the figures add up by themselves. */
  rounding: number;
}

function decimal(amount: number, places = 2): string {
  const digits = String(Math.abs(amount)).padStart(places + 1, '0');
  const text = places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
  return amount < 0 ? `-${text}` : text;
}

/** An amount in the smallest unit that the shop counts in; with three decimals, in whole hundredths all the same. */
function amountIn(amount: number, places: number): string {
  return places === 3 ? decimal(amount * 10, 3) : decimal(amount, places);
}

function currencyOf(places: number): string {
  return places === 0 ? 'JPY' : places === 3 ? 'KWD' : 'USD';
}

/** The nearest whole number, halves up: how all three platforms round money. */
function rounded(numerator: number, denominator: number): number {
  return Math.floor((2 * numerator + denominator) / (2 * denominator));
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}

function unitsOf(lines: readonly { sku: string; quantity: number }[]): Record<string, number> {
  const units: Record<string, number> = {};
  for (const { sku, quantity } of lines) units[sku] = (units[sku] ?? 0) + quantity;
  return units;
}

const sku = fc.constantFrom('KA-49006', 'WPS-77', 'TR-1', 'NGK-CR9EK', 'HD-5');
const price = fc.oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 1, max: 250_000 }));
/** In hundredths of a percent, as in real places: 8.875 % needs thousandths, so these are in ten-thousandths of one. */
const rate = fc.constantFrom(0, 2000, 5000, 6000, 7250, 8875, 10_000, 19_000, 20_000, 25_000);
const RATE_UNIT = 100_000;

const cart = fc.record({
  lines: fc.array(
    fc.record({
      sku,
      price,
      quantity: fc.integer({ min: 1, max: 12 }),
      off: fc.integer({ min: 0, max: 100 }),
    }),
    { minLength: 1, maxLength: 8 },
  ),
  rate,
  shipping: fc.integer({ min: 0, max: 9000 }),
  inclusive: fc.boolean(),
});

const address = {
  first_name: 'Dana',
  last_name: 'Reyes',
  company: '',
  address_1: '12 Elm St',
  address_2: '',
  city: 'Boise',
  state: 'ID',
  postcode: '83702',
  country: 'US',
};

/**
 * `WC_Cart_Totals`: with prices without tax everything is rounded line by line; with prices that include it, lines keep
 * fractions of a cent, which the API rounds away, and the total is rounded once.
 */
export const woocommerceOrder: fc.Arbitrary<AnyOrder> = fc
  .tuple(
    cart,
    fc.array(
      fc.record({
        name: fc.constantFrom('Tip', 'Surcharge', 'Points'),
        cents: fc.integer({ min: -200, max: 900 }),
      }),
      {
        maxLength: 3,
      },
    ),
    fc.integer({ min: 0, max: 50 }),
    fc.record({ places: fc.constantFrom(0, 2, 2, 3), refunded: fc.integer({ min: 0, max: 3 }) }),
  )
  .map(([{ lines, rate, shipping, inclusive }, fees, giftPercent, { places, refunded }]) => {
    const scale = places === 0 ? 100 : 1;
    const shippingTax = rounded(shipping * rate, RATE_UNIT);
    const net = (cents: number): number => (inclusive ? (cents * RATE_UNIT) / (RATE_UNIT + rate) : cents);
    const all = lines.map((line) => {
      const gross = line.price * line.quantity;
      const off = rounded(gross * line.off, 100);
      const tax = inclusive ? gross - off - net(gross - off) : rounded((gross - off) * rate, RATE_UNIT);
      return { ...line, subtotal: net(gross), discount: net(gross) - net(gross - off), tax };
    });
    const before =
      sum(all.map(({ subtotal, discount, tax }) => subtotal - discount + tax)) + shipping + shippingTax;
    const kept = fees.filter(({ cents }) => cents > 0 || before + cents > 0).slice(0, before > 1000 ? 3 : 0);
    const owed = Math.round(before) + sum(kept.map(({ cents }) => cents));
    const gift = Math.floor((owed * giftPercent) / 100);
    const cents = (amount: number): string => amountIn(Math.round(amount), places);
    return {
      total: owed * scale,
      units: unitsOf(lines),
      rounding: inclusive ? scale : 0,
      payload: {
        id: 727,
        number: '727',
        status: 'processing',
        currency: currencyOf(places),
        prices_include_tax: inclusive,
        date_created_gmt: '2026-11-23T18:04:05',
        date_modified_gmt: '2026-11-23T18:04:09',
        discount_total: cents(sum(all.map(({ discount }) => discount))),
        shipping_total: cents(shipping),
        shipping_tax: cents(shippingTax),
        total_tax: cents(sum(all.map(({ tax }) => tax)) + shippingTax),
        total: cents(owed - gift),
        // WooCommerce leaves the figures as they were before a refund.
        refunds: Array.from({ length: refunded }, (_, at) => ({ id: at, reason: '', total: cents(-1 - at) })),
        billing: address,
        shipping: address,
        payment_method: 'stripe',
        payment_method_title: 'Visa',
        line_items: all.map((line) => ({
          name: line.sku,
          sku: line.sku,
          quantity: line.quantity,
          subtotal: cents(line.subtotal),
          total: cents(line.subtotal - line.discount),
          price: (line.subtotal - line.discount) / line.quantity / (places === 0 ? 1 : 100),
          meta_data: [],
        })),
        fee_lines: kept.map(({ name, cents: total }) => ({ name, total: cents(total) })),
        gift_cards: gift > 0 ? [{ id: 1, code: 'X', amount: places === 0 ? gift : gift / 100 }] : [],
      },
    };
  });

const shopifyAddress = {
  first_name: 'Dana',
  last_name: 'Reyes',
  address1: '12 Elm St',
  city: 'Boise',
  zip: '83702',
  country_code: 'US',
  province_code: 'ID',
};

/**
 * Shopify rounds each line's tax to the cent, spreads discounts over lines in whole cents, and adds up what is whole.
 */
export const shopifyOrder: fc.Arbitrary<AnyOrder> = fc
  .tuple(
    cart,
    fc.record({
      tip: fc.integer({ min: 0, max: 2000 }),
      duties: fc.integer({ min: 0, max: 2000 }),
      freeShipping: fc.boolean(),
      decimals: fc.constantFrom(0, 2, 2, 3),
    }),
    fc.infiniteStream(fc.nat(3)),
  )
  .map(([{ lines, rate, shipping, inclusive }, { tip, duties, freeShipping, decimals }, taken]) => {
    const taxOf = (cents: number): number => rounded(cents * rate, inclusive ? RATE_UNIT + rate : RATE_UNIT);
    const all = lines.map((line) => {
      const gross = line.price * line.quantity;
      const off = rounded(gross * line.off, 100);
      // Some lines were edited afterwards: there is less of them, or nothing.
      const left = Math.max(0, line.quantity - (taken.next().value as number) * (line.quantity % 2));
      const part = (cents: number): number => rounded(cents * left, line.quantity);
      return {
        ...line,
        off,
        left,
        tax: taxOf(gross - off),
        now: { gross: line.price * left, off: part(off), tax: part(taxOf(gross - off)) },
      };
    });
    const paidShipping = freeShipping ? 0 : shipping;
    const shippingTax = taxOf(paidShipping);
    const tax = sum(all.map(({ now }) => now.tax)) + shippingTax;
    const total =
      sum(all.map(({ now }) => now.gross - now.off)) + paidShipping + (inclusive ? 0 : tax) + tip + duties;
    const money = (amount: number): string => amountIn(amount, decimals);
    const scale = decimals === 0 ? 100 : 1;
    const set = (amount: number): unknown => ({
      shop_money: { amount: money(amount), currency_code: currencyOf(decimals) },
      presentment_money: { amount: '1.00', currency_code: 'CAD' },
    });
    return {
      total: total * scale,
      units: unitsOf(all.map((line) => ({ sku: line.sku, quantity: line.left }))),
      rounding: all.every((line) => line.left === line.quantity) ? 0 : scale,
      payload: {
        id: '820982911946154508',
        name: '#1001',
        currency: currencyOf(decimals),
        created_at: '2026-11-23T11:04:05-07:00',
        updated_at: '2026-11-23T11:04:05-07:00',
        financial_status: 'paid',
        taxes_included: inclusive,
        total_price: money(total + 999),
        current_total_price: money(total),
        current_total_tax: money(tax),
        current_total_discounts: money(sum(all.map(({ now }) => now.off)) + (freeShipping ? shipping : 0)),
        total_tip_received: money(tip),
        current_total_duties_set: duties > 0 ? set(duties) : null,
        billing_address: shopifyAddress,
        payment_gateway_names: ['paypal'],
        line_items: all.map((line) => ({
          name: line.sku,
          sku: line.sku,
          quantity: line.quantity,
          current_quantity: line.left,
          price: money(line.price),
          price_set: set(line.price),
          tax_lines: line.tax > 0 ? [{ price: money(line.tax), price_set: set(line.tax) }] : [],
          discount_allocations: line.off > 0 ? [{ amount: money(line.off), amount_set: set(line.off) }] : [],
        })),
        shipping_lines: [
          {
            price: money(shipping),
            discounted_price: money(paidShipping),
            discounted_price_set: set(paidShipping),
            tax_lines: shippingTax > 0 ? [{ price: money(shippingTax) }] : [],
            discount_allocations: freeShipping ? [{ amount: money(shipping) }] : [],
          },
        ],
      },
    };
  });

/**
 * BigCommerce tells four decimals, in every currency. With prices that include tax, what is without it is the estimate, line by line; the
 * total is told before or after gift certificates, the discount with tax or without.
 */
export const bigcommerceOrder: fc.Arbitrary<AnyOrder> = fc
  .tuple(
    cart,
    fc.record({
      handling: fc.integer({ min: 0, max: 900 }),
      wrapping: fc.integer({ min: 0, max: 900 }),
      fee: fc.integer({ min: 0, max: 900 }),
      gift: fc.integer({ min: 0, max: 40 }),
      net: fc.boolean(),
      off: fc.integer({ min: 0, max: 60 }),
      coupon: fc.integer({ min: 0, max: 100 }),
      credit: fc.integer({ min: 0, max: 40 }),
      places: fc.constantFrom(0, 2, 2, 3),
    }),
  )
  .map(([{ lines, rate, shipping, inclusive }, more]) => {
    const { handling, wrapping, fee, gift, net, off, coupon, credit, places } = more;
    /** Ten-thousandths of what the shop counts in. */
    const unit = places === 0 ? 10_000 : 100;
    /** In ten-thousandths, without tax. */
    const exTax = (amount: number): number =>
      inclusive ? rounded(amount * unit * RATE_UNIT, RATE_UNIT + rate) : amount * unit;
    const all = lines.map((line) => ({ ...line, ex: exTax(line.price * line.quantity) }));
    const gross = sum(lines.map((line) => line.price * line.quantity));
    const discount = rounded(gross * off, 100);
    const extras = [shipping, handling, wrapping, fee];
    const taxable = gross - discount + sum(extras);
    const owed = inclusive ? taxable : taxable + rounded(taxable * rate, RATE_UNIT);
    const totalEx = inclusive ? rounded(owed * unit * RATE_UNIT, RATE_UNIT + rate) : taxable * unit;
    const certificate = Math.floor((owed * gift) / 100);
    const storeCredit = Math.floor((owed * credit) / 100);
    /** Of the discount, what is a coupon's. */
    const coupons = rounded(discount * coupon, 100);
    const four = (amount: number): string => decimal(amount, 4);
    return {
      total: (owed * unit) / 100,
      units: unitsOf(lines),
      rounding: inclusive ? 1 : 0,
      payload: {
        id: 218,
        status_id: 11,
        date_created: 'Tue, 05 Mar 2019 21:40:11 +0000',
        date_modified: 'Mon, 11 Mar 2019 15:17:25 +0000',
        default_currency_code: currencyOf(places),
        // What the customer saw, and no more.
        currency_code: 'CAD',
        is_tax_inclusive_pricing: inclusive,
        total_inc_tax: four((owed - (net ? certificate + storeCredit : 0)) * unit),
        total_ex_tax: four(totalEx),
        total_tax: four(owed * unit - totalEx),
        shipping_cost_ex_tax: four(exTax(shipping)),
        handling_cost_ex_tax: four(exTax(handling)),
        wrapping_cost_ex_tax: four(exTax(wrapping)),
        discount_amount: four((discount - coupons) * unit),
        coupon_discount: four(coupons * unit),
        gift_certificate_amount: four(certificate * unit),
        store_credit_amount: four(storeCredit * unit),
        payment_method: 'PayPal',
        billing_address: {
          first_name: 'Jane',
          last_name: 'Doe',
          street_1: '455 Main Street',
          city: 'Austin',
          state: 'Texas',
          zip: '78751',
          country_iso2: 'US',
        },
        fees: [{ display_name_merchant: 'Oversize', cost_ex_tax: four(exTax(fee)) }],
        consignments: {
          shipping: [
            {
              line_items: all.map((line) => ({
                name: line.sku,
                sku: line.sku,
                type: 'physical',
                quantity: line.quantity,
                total_ex_tax: four(line.ex),
              })),
            },
          ],
        },
      },
    };
  });
