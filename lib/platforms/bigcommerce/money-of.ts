import { type Amount, type Draft, type DraftCharge, type DraftPayment, sumOf } from '../draft.ts';
import type * as json from './order-json.ts';

type Money = Pick<Draft, 'discount' | 'shipping' | 'tax' | 'charges' | 'total' | 'paid'> & {
  remarks: string[];
};

/** The figures of which BigCommerce's documentation does not say which are right; its examples have all kinds. */
type Choice = Pick<Money, 'total' | 'discount' | 'tax'>;

/**
 * What an order costs. Three things are left open: whether the total is the one before gift certificates and store
 * credit, whether the discount includes tax, and which tax is the order's. What adds up is taken; of what does not, what
 * comes nearest, in the order in which it stands here.
 */
export function moneyOf(order: json.Order, products: readonly json.Product[]): Money {
  const paid = paidOf(order);
  const charges = chargesOf(order);
  const added = sumOf([
    ...products.map((product) => product.total_ex_tax),
    order.shipping_cost_ex_tax,
    ...charges.map(({ amount }) => amount),
  ]);
  const choices: Choice[] = totalsOf(order, paid).flatMap((total) =>
    taxesOf(order).flatMap((tax) => discountsOf(order, added).map((discount) => ({ total, tax, discount }))),
  );
  const choice = nearest(choices, added);
  return {
    ...choice,
    shipping: order.shipping_cost_ex_tax,
    charges,
    paid,
    remarks: remarksOf(order, choice),
  };
}

function nearest(choices: Choice[], added: Amount): Choice {
  const distance = ({ total, tax, discount }: Choice): Amount => size(total - (added - discount + tax));
  return choices.reduce((best, choice) => (distance(choice) < distance(best) ? choice : best));
}

function totalsOf({ total_inc_tax: total }: json.Order, paid: readonly DraftPayment[]): Amount[] {
  return [total, total + sumOf(paid.map(({ amount }) => amount))];
}

function taxesOf(order: json.Order): Amount[] {
  const ofParts = sumOf([
    order.subtotal_tax,
    order.shipping_cost_tax,
    order.handling_cost_tax,
    order.wrapping_cost_tax,
  ]);
  return [order.total_tax ?? ofParts, ofParts];
}

function size(amount: Amount): Amount {
  return amount < 0n ? -amount : amount;
}

/** As it is told; and without tax, which is what the total without tax makes of it. */
function discountsOf(order: json.Order, added: Amount): Amount[] {
  const told = order.discount_amount + order.coupon_discount;
  const withoutTax = order.total_ex_tax === undefined ? told : added - order.total_ex_tax;
  return withoutTax > 0n && withoutTax < told ? [told, withoutTax] : [told];
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

function remarksOf(order: json.Order, { discount }: { discount: Amount }): string[] {
  const told = order.discount_amount + order.coupon_discount;
  return discount === told ? [] : ['The discount is the one without tax; the shop states it with tax.'];
}
