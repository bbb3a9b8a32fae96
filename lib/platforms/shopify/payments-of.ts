import { keyOf, type PlatformSettings } from '../../domain/platform.ts';
import { type DraftPayment, sumOf } from '../draft.ts';
import { type PaymentMethod, paymentMethod } from '../payment-method.ts';
import type * as json from './order-json.ts';

interface Payments {
  /** Parts whose amount is known. */
  paid: DraftPayment[];
  /** Pays the rest. */
  method: string;
  unknown: string[];
  remarks: string[];
}

/**
 * How an order was paid. A webhook names the gateways only; where the transactions are known, each is a payment of its
 * own with its card's brand.
 */
export function paymentsOf(order: json.Order, settings: PlatformSettings): Payments {
  const transactions = order.transactions.filter((one) => isPayment(one, order));
  const methods = transactions.map((one) => ({ ...methodOf(one, settings), amount: one.amount ?? 0n }));
  const total = order.current_total_price ?? order.total_price;
  if (methods.length > 0 && sumOf(methods.map(({ amount }) => amount)) === total) {
    return {
      paid: methods.map(({ text, amount }) => ({ method: text, amount })),
      method: methods[0]?.text ?? 'none',
      unknown: unknownOf(methods),
      remarks: [],
    };
  }
  return ofGateways(order, settings);
}

/**
 * Only the shop's currency counts; an authorization is none where it was captured, because then the capture is there
 * too.
 */
function isPayment({ kind, status, currency }: json.Transaction, order: json.Order): boolean {
  return ['sale', 'capture'].includes(kind) && status === 'success' && currency === order.currency;
}

function methodOf(one: json.Transaction, settings: PlatformSettings): PaymentMethod {
  return paymentMethod({ method: one.gateway, brand: one.payment_details?.credit_card_company }, settings);
}

/** A gift card's part is not told, so the whole is the other gateway's, and a remark names all. */
function ofGateways(order: json.Order, settings: PlatformSettings): Payments {
  const { payment_gateway_names: names } = order;
  const methods = names.map((name) => paymentMethod({ method: name, brand: brandAt(name, order) }, settings));
  const main = names.findIndex((name) => keyOf(name) !== 'giftcard');
  const first = methods[main === -1 ? 0 : main];
  return {
    paid: [],
    method: first?.text ?? 'none',
    unknown: unknownOf(methods),
    remarks:
      names.length > 1
        ? [`Paid in several ways (${names.join(', ')}); how much in which is not told to us.`]
        : [],
  };
}

/** The brand of the cards that a gateway took, if it took one brand only: also where the amounts have changed since. */
function brandAt(gateway: string, { transactions }: json.Order): string | undefined {
  const taken = transactions.filter(
    (one) =>
      one.gateway === gateway &&
      one.status === 'success' &&
      ['authorization', 'sale', 'capture'].includes(one.kind),
  );
  const brands = new Set(taken.map((one) => one.payment_details?.credit_card_company));
  return brands.size === 1 ? [...brands][0] : undefined;
}

function unknownOf(methods: readonly PaymentMethod[]): string[] {
  return [...new Set(methods.map(({ unknown }) => unknown).filter((method) => method !== undefined))];
}
