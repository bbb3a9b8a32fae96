import type { Fault } from '../domain/failure.ts';
import type { OrderContent } from '../domain/order.ts';
import { faultsOf } from '../schema/faults.ts';
import { orderContent } from '../schema/order-content.ts';
import { type Amount, type Draft, type DraftLine, divided, showAmount, sumOf } from './draft.ts';
import { partsOf, type WholeLine } from './whole-lines.ts';

export type Settled =
  | { ok: true; content: OrderContent; remarks: string[] }
  | { ok: false; reason: string; faults: Fault[] };

/** Sums in whole cents, none negative. */
interface Sums {
  subtotal: bigint;
  discount: bigint;
  shipping: bigint;
  tax: bigint;
  total: bigint;
}

/**
 * The body of `PUT /orders/{orderId}` is at most this long, so that an order always fits into its item (contract 8).
 */
const MAX_BYTES = 256 * 1024;

/**
 * Makes an order of a draft (contract 10): the total is the platform's, the parts are whole cents and add up to it, and
 * what had to be moved to make them add up is said in a remark. The result has passed the schema of `PUT /orders`.
 * @param shop the platform's name, for the remarks
 */
export function settle(draft: Draft, shop: string): Settled {
  if (draft.total < 0n)
    return refused('/totals/total', `is ${showAmount(draft.total)}, which is less than nothing`);
  if (draft.total % 100n !== 0n) {
    const detail = `is ${showAmount(draft.total)} ${draft.currency}; amounts in Lightspeed have two decimals`;
    return refused('/totals/total', detail);
  }
  const { lines, charges } = sorted(draft);
  const whole = lines.flatMap(partsOf);
  const { sums, remarks } = addedUp({ ...draft, charges }, whole, shop);
  const paid = payments(draft, sums.total);
  return checked(bodyOf(draft, { lines: whole, sums, payments: paid.payments }), [
    ...draft.remarks,
    ...remarks,
    ...paid.remarks,
  ]);
}

/**
 * Lines of nothing are dropped; a line that is worth less than nothing, or has an amount but no quantity, is a charge.
 */
function sorted(draft: Draft): Pick<Draft, 'lines' | 'charges'> {
  const isLine = (line: DraftLine): boolean => line.quantity > 0 && line.amount >= 0n;
  const others = draft.lines.filter((line) => !isLine(line) && line.amount !== 0n);
  return {
    lines: draft.lines.filter(isLine),
    charges: [
      ...draft.charges,
      ...others.map((line) => ({ name: line.description ?? line.sku, amount: line.amount })),
    ],
  };
}

/** The sums in cents, with the charges, and what is still missing to the total, in their places. */
function addedUp(
  draft: Pick<Draft, 'discount' | 'shipping' | 'tax' | 'charges' | 'total' | 'lines'>,
  lines: readonly WholeLine[],
  shop: string,
): { sums: Sums; remarks: string[] } {
  const charges = draft.charges.filter(({ amount }) => amount !== 0n);
  const shares = {
    // What is less than nothing in one place is more in the other: the sum stays.
    discount: [draft.discount, ...charges.map(({ amount }) => -amount), -draft.shipping, -draft.tax],
    shipping: [draft.shipping, ...charges.map(({ amount }) => amount), -draft.discount],
    tax: [draft.tax],
  };
  const sums: Sums = {
    subtotal: lines.reduce((sum, line) => sum + BigInt(line.quantity) * line.unitPrice, 0n),
    discount: cents(positive(shares.discount)),
    shipping: cents(positive(shares.shipping)),
    tax: cents(positive(shares.tax)),
    total: cents(draft.total),
  };
  const remarks = [
    ...charges.map(({ name, amount }) => chargeRemark(name, amount)),
    ...negatives(draft).map(([name, amount]) => negativeRemark(shop, name, amount)),
  ];
  const difference = closed(sums, { cents: BigInt(draft.lines.length + charges.length + 3), shop });
  return { sums: difference.sums, remarks: [...remarks, ...difference.remarks] };
}

/** Sums that should not be negative, and are. */
function negatives({
  discount,
  shipping,
  tax,
}: Pick<Draft, 'discount' | 'shipping' | 'tax'>): [string, Amount][] {
  return Object.entries({ discount, shipping, tax }).filter(([, amount]) => amount < 0n);
}

function positive(shares: readonly Amount[]): Amount {
  return sumOf(shares.filter((amount) => amount > 0n));
}

function cents(amount: Amount): bigint {
  return divided(amount, 100n);
}

function chargeRemark(name: string, amount: Amount): string {
  return amount > 0n
    ? `${name}: ${showAmount(amount)}, in the shipping cost.`
    : `${name}: ${showAmount(-amount)}, in the discount.`;
}

function negativeRemark(shop: string, name: string, amount: Amount): string {
  const place = name === 'discount' ? 'shipping cost' : 'discount';
  return `${shop}'s ${name} is negative: ${showAmount(amount)}, in the ${place}.`;
}

/** Puts the difference to the platform's total where contract 10 wants it, and says so. */
function closed(
  sums: Sums,
  { cents: few, shop }: { cents: bigint; shop: string },
): { sums: Sums; remarks: string[] } {
  const difference = sums.total - (sums.subtotal - sums.discount + sums.shipping + sums.tax);
  if (difference === 0n) return { sums, remarks: [] };
  const size = difference < 0n ? -difference : difference;
  const place = placeOf(difference, size <= few && sums.tax + difference >= 0n);
  const said = `${shop}'s own figures differ by ${showAmount(size * 100n)}; the difference is in the ${place}.`;
  const moved = place === 'discount' ? -difference : difference;
  return { sums: { ...sums, [place]: sums[place] + moved }, remarks: [said] };
}

function placeOf(difference: bigint, isSmall: boolean): 'tax' | 'shipping' | 'discount' {
  if (isSmall) return 'tax';
  return difference > 0n ? 'shipping' : 'discount';
}

interface PaidPart {
  method: string;
  amount: bigint;
}

/** The parts that are known, in cents and never more than the total, and the main method for the rest. */
function payments(draft: Draft, total: bigint): { payments: PaidPart[]; remarks: string[] } {
  let rest = total;
  const parts = draft.paid.map(({ method, amount }) => {
    const wanted = cents(amount > 0n ? amount : 0n);
    const taken = wanted < rest ? wanted : rest;
    rest -= taken;
    return { method, amount: taken, left: wanted - taken };
  });
  const paid = parts.map(({ method, amount }) => ({ method, amount }));
  return {
    payments: [...(rest > 0n ? [{ method: draft.method, amount: rest }] : []), ...paid].filter(
      ({ amount }) => amount > 0n,
    ),
    remarks: parts
      .filter(({ left }) => left > 0n)
      .map(
        ({ method, left }) => `${method}: ${showAmount(left * 100n)} more than the order's total was paid.`,
      ),
  };
}

interface Parts {
  lines: readonly WholeLine[];
  sums: Sums;
  payments: readonly PaidPart[];
}

/** As a webstore would send it. */
function bodyOf(
  { placedAt, currency, billTo, shipTo }: Draft,
  { lines, sums, payments: paid }: Parts,
): unknown {
  return {
    placedAt,
    currency,
    billTo,
    shipTo,
    lines: lines.map((line) => ({ ...line, unitPrice: decimal(line.unitPrice) })),
    totals: Object.fromEntries(Object.entries(sums).map(([name, sum]) => [name, decimal(sum)])),
    payments: paid.map(({ method, amount }) => ({ method, amount: decimal(amount) })),
  };
}

function decimal(cent: bigint): string {
  return showAmount(cent * 100n);
}

function checked(body: unknown, remarks: string[]): Settled {
  const parsed = orderContent.safeParse(body, { reportInput: true });
  if (!parsed.success) return unfit(faultsOf(parsed.error));
  if (Buffer.byteLength(JSON.stringify(body)) > MAX_BYTES) {
    return refused('', `is longer than ${MAX_BYTES / 1024} KiB`);
  }
  return { ok: true, content: parsed.data, remarks };
}

function refused(pointer: string, detail: string): Settled {
  return unfit([{ pointer, detail }]);
}

function unfit(faults: Fault[]): Settled {
  const said = faults.slice(0, 5).map(({ pointer, detail }) => `${pointer} ${detail}`.trim());
  const more = faults.length > said.length ? `; and ${faults.length - said.length} more` : '';
  return { ok: false, reason: `No order can be made of it: ${said.join('; ')}${more}.`, faults };
}
