import { type Amount, type Draft, type DraftCharge, type DraftPayment, sumOf } from '../draft.ts';
import type * as json from './order-json.ts';

type Money = Pick<Draft, 'discount' | 'shipping' | 'tax' | 'charges' | 'total' | 'paid'> & {
  remarks: string[];
};

/**
 * What an order costs. BigCommerce's documentation leaves open whether the total is the one before gift certificates
 * and store credit, so the one that adds up is taken.
 */
export function moneyOf(order: json.Order, products: readonly json.Product[]): Money {
  const paid = paidOf(order);
  const charges = chargesOf(order);
  const tax = taxOf(order);
  const added = sumOf([
    ...products.map((product) => product.total_ex_tax),
    order.shipping_cost_ex_tax,
    ...charges.map(({ amount }) => amount),
  ]);
  const discount = discountOf(order, added);
  const before = order.total_inc_tax + sumOf(paid.map(({ amount }) => amount));
  const distance = (total: Amount): Amount => size(total - (added - discount + tax));
  const total = distance(before) < distance(order.total_inc_tax) ? before : order.total_inc_tax;
  return {
    total,
    discount,
    tax,
    shipping: order.shipping_cost_ex_tax,
    charges,
    paid,
    remarks: remarksOf(order, discount),
  };
}

/** An order's tax can be 0 although its parts have tax (order 100 of the documentation). */
function taxOf(order: json.Order): Amount {
  const ofParts = sumOf([
    order.subtotal_tax,
    order.shipping_cost_tax,
    order.handling_cost_tax,
    order.wrapping_cost_tax,
  ]);
  return order.total_tax || ofParts;
}

function size(amount: Amount): Amount {
  return amount < 0n ? -amount : amount;
}

/**
 * The discount as given, unless the total without tax shows that it includes tax (order 218 of the documentation): then
 * it follows from that total.
 */
function discountOf(order: json.Order, added: Amount): Amount {
  const told = order.discount_amount + order.coupon_discount;
  const withoutTax = order.total_ex_tax === undefined ? told : added - order.total_ex_tax;
  return withoutTax > 0n && withoutTax < told ? withoutTax : told;
}

function chargesOf(order: json.Order): DraftCharge[] {
  const fees = order.fees ?? [];
  return [
    { name: 'Handling', amount: order.handling_cost_ex_tax },
    { name: 'Gift wrapping', amount: order.wrapping_cost_ex_tax },
    ...fees.map((fee) => ({
      name: fee.display_name_merchant || fee.display_name_customer || 'Fee',
      amount: fee.cost_ex_tax,
    })),
  ];
}

/** Gift certificates and store credit are ways of paying. */
function paidOf(order: json.Order): DraftPayment[] {
  return [
    { method: 'gift certificate', amount: order.gift_certificate_amount },
    { method: 'store credit', amount: order.store_credit_amount },
  ].filter(({ amount }) => amount > 0n);
}

function remarksOf(order: json.Order, discount: Amount): string[] {
  const told = order.discount_amount + order.coupon_discount;
  return discount === told ? [] : ['The discount is the one without tax; the shop states it with tax.'];
}
