import { child, childrenNamed, childText, type XmlElement } from './xml-reader.ts';

/** An order as Lightspeed was offered it. Values are as they came; `faults` says what it could not import, and why. */
export type OfferedOrder = {
  orderId: string;
  date: string;
  currency: string;
  customer: string;
  shipTo: string;
  items: { sku: string; quantity: number }[];
  total: string;
  paymentTypes: string[];
  faults: string[];
};

const PAYMENT_TYPES = ['VISA', 'MASTERCARD', 'DISCOVER', 'AMEX', 'PAYPAL', 'OTHER'];
const MONEY = /^(0|[1-9]\d*)\.\d\d$/;
/** In UTC, or, of a store that has a time zone, in that one without saying so. */
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ?$/;

export function readOfferedOrder(order: XmlElement): OfferedOrder {
  const faults: string[] = [];
  const text = (parent: XmlElement | undefined, name: string): string => {
    const value = childText(parent, name);
    if (value === undefined) faults.push(`<${parent?.name ?? order.name}> has no <${name}>`);
    return value ?? '';
  };
  const matching = (
    parent: XmlElement | undefined,
    name: string,
    [pattern, meaning]: [RegExp, string],
  ): string => {
    const value = text(parent, name);
    if (value !== '' && !pattern.test(value)) faults.push(`<${name}> is "${value}", not ${meaning}`);
    return value;
  };
  const money = (parent: XmlElement | undefined, name: string): bigint => {
    const value = matching(parent, name, [MONEY, 'an amount like 34.50']);
    return MONEY.test(value) ? BigInt(value.replace('.', '')) : 0n;
  };
  const address = (name: string): XmlElement | undefined => {
    const found = child(order, name);
    if (found === undefined) faults.push(`<Order> has no <${name}>`);
    else {
      if (!childText(found, 'LastName') && !childText(found, 'Company'))
        faults.push(`<${name}> names nobody`);
      for (const required of ['Address1', 'City', 'Country']) text(found, required);
    }
    return found;
  };

  const orderId = text(order, 'OrderId');
  const date = matching(order, 'OrderDate', [INSTANT, 'an instant like 2026-11-23T18:04:05Z']);
  const currency = matching(order, 'Currency', [/^[A-Z]{3}$/, 'a currency like USD']);
  const billTo = address('BillTo');
  const shipTo = address('ShipTo');

  const items = childrenNamed(child(order, 'Items'), 'Item').map((item) => ({
    sku: text(item, 'Sku'),
    quantity: Number(matching(item, 'Quantity', [/^[1-9]\d*$/, 'a whole number'])),
    price: money(item, 'Price'),
  }));
  if (items.length === 0) faults.push('<Order> has no <Item>');

  const totals = child(order, 'Totals');
  const [subtotal, discount, shipping, tax, total] = [
    money(totals, 'Subtotal'),
    money(totals, 'Discount'),
    money(totals, 'Shipping'),
    money(totals, 'Tax'),
    money(totals, 'Total'),
  ];
  const payments = childrenNamed(child(order, 'Payments'), 'Payment').map((payment) => ({
    type: text(payment, 'Type'),
    amount: money(payment, 'Amount'),
  }));
  for (const { type } of payments) {
    if (!PAYMENT_TYPES.includes(type)) faults.push(`<Type> is "${type}", which Lightspeed does not know`);
  }

  // What could not be read is a fault already; sums over it would only say so again.
  if (faults.length === 0) {
    const goods = items.reduce((sum, { price, quantity }) => sum + price * BigInt(quantity), 0n);
    const paid = payments.reduce((sum, { amount }) => sum + amount, 0n);
    if (goods !== subtotal)
      faults.push(`the items cost ${amount(goods)}, <Subtotal> says ${amount(subtotal)}`);
    const sum = subtotal - discount + shipping + tax;
    if (sum !== total) faults.push(`the totals add up to ${amount(sum)}, <Total> says ${amount(total)}`);
    if (paid !== total) faults.push(`${amount(paid)} was paid, <Total> says ${amount(total)}`);
  }

  return {
    orderId,
    date,
    currency,
    customer: nameIn(billTo),
    shipTo: [childText(shipTo, 'City'), childText(shipTo, 'Country')].filter(Boolean).join(', '),
    items: items.map(({ sku, quantity }) => ({ sku, quantity })),
    total: childText(totals, 'Total') ?? '',
    paymentTypes: payments.map(({ type }) => type),
    faults,
  };
}

function nameIn(address: XmlElement | undefined): string {
  const person = [childText(address, 'FirstName'), childText(address, 'LastName')].filter(Boolean).join(' ');
  return childText(address, 'Company') ?? person;
}

function amount(cents: bigint): string {
  const sign = cents < 0n ? '-' : '';
  const digits = String(cents).replace('-', '').padStart(3, '0');
  return `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
