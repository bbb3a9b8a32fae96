import type { PaymentType } from '../../lib/domain/payment-type.ts';
import type { Store } from '../../lib/domain/store.ts';
import { UsageError } from '../../terminal/usage-error.ts';
import type { Given } from '../run.ts';

/* How the orders of a store's shops are read: which payment is which type, which brand which supplier (contract 10). */

const TYPES: readonly PaymentType[] = ['VISA', 'MASTERCARD', 'DISCOVER', 'AMEX', 'PAYPAL', 'OTHER'];

type Tables = Pick<Store, 'payments' | 'supplierCodes' | 'partWithoutSku'>;

/** The store's settings from `--payment`, `--supplier` and `--part-without-sku`; `undefined` if none is given. */
export function tablesIn(values: Given['values']): ((store: Tables) => Tables) | undefined {
  const { payment, supplier, 'part-without-sku': part } = values;
  if ([payment, supplier, part].every((one) => typeof one !== 'string')) return undefined;
  const payments = typeof payment === 'string' ? pairs('--payment', payment, 'stripe=VISA') : [];
  for (const [, type] of payments) checkType(type);
  const suppliers = typeof supplier === 'string' ? pairs('--supplier', supplier, 'Kawasaki=KA') : [];
  return (store) => ({
    payments: withPairs(store.payments, payments),
    supplierCodes: withPairs(store.supplierCodes, suppliers),
    partWithoutSku: typeof part === 'string' ? partIn(part) : store.partWithoutSku,
  });
}

/** Each is split at its last equals sign; one option may hold several, separated by commas. */
function pairs(option: string, text: string, example: string): [string, string][] {
  return text.split(',').map((pair) => {
    const [, from = '', to = ''] = /^(.+)=([^=]+)$/s.exec(pair.trim()) ?? [];
    if (from.trim() !== '' && to.trim() !== '') return [from.trim(), to.trim()];
    throw new UsageError(
      `${option} takes ${example}, or ${example.split('=')[0]}=none to take it away, not "${pair}".`,
    );
  });
}

function checkType(type: string): void {
  if (type === 'none' || TYPES.some((one) => one === type)) return;
  throw new UsageError(`"${type}" is not a payment type of Lightspeed: ${TYPES.join(', ')}.`);
}

function partIn(text: string): string | undefined {
  const part = text.trim();
  if (part === 'none') return undefined;
  if (/^[^\p{Cc}]{1,100}$/u.test(part)) return part;
  throw new UsageError(`"${text}" is not a part: --part-without-sku NO-SKU`);
}

function withPairs(
  before: Record<string, string> | undefined,
  changed: [string, string][],
): Record<string, string> | undefined {
  const after = new Map(Object.entries(before ?? {}));
  for (const [from, to] of changed) {
    if (to === 'none') after.delete(from);
    else after.set(from, to);
  }
  return after.size === 0 ? undefined : Object.fromEntries(after);
}

/** For a store's card: `stripe=VISA, affirm=OTHER`. */
export function shownPairs(table: Record<string, string> | undefined): string {
  return Object.entries(table ?? {})
    .map(([from, to]) => `${from}=${to}`)
    .join(', ');
}
