import * as z from 'zod/mini';
import { type Instant, toInstant } from '../domain/instant.ts';
import { type Money, parseMoney } from '../domain/money.ts';
import { checkTotals } from '../domain/totals.ts';
import type { OrderContent } from '../domain/order.ts';
import { wellFormed, withoutForbidden } from '../domain/text.ts';

/** A text that is not blank when the characters that XML forbids are dropped. */
const requiredText = z.pipe(
  z.string().check(z.refine((text) => withoutForbidden(text).trim() !== '', 'must not be empty')),
  z.transform(wellFormed),
);

/** An optional text; null and blank mean that there is none. */
const optionalText = z.pipe(
  z.nullish(z.string()),
  z.transform((text): string | undefined =>
    withoutForbidden(text ?? '').trim() === '' ? undefined : wellFormed(text ?? ''),
  ),
);

const money = z.pipe(
  z.string(),
  z.transform((text, context): Money => {
    const amount = parseMoney(text);
    if (amount !== undefined) return amount;
    context.issues.push({ code: 'custom', input: text, message: 'must be a decimal string such as "34.50"' });
    return z.NEVER;
  }),
);

const noMoneyByDefault = z._default(z.optional(money), 0);

/** An instant with any offset, converted to UTC. */
export const instant = z.pipe(
  z.pipe(
    z.iso.datetime({ offset: true, error: 'must be an instant such as "2026-11-23T18:04:05Z"' }),
    z.transform((text): Instant => toInstant(new Date(text))),
  ),
  // An offset can lead out of the years that have four digits.
  z.iso.datetime('must be within the years 0 to 9999 of UTC'),
);

const address = z
  .strictObject({
    firstName: optionalText,
    lastName: optionalText,
    company: optionalText,
    address1: requiredText,
    address2: optionalText,
    city: requiredText,
    state: optionalText,
    postalCode: optionalText,
    country: requiredText,
    phone: optionalText,
    email: optionalText,
  })
  .check(
    z.refine(
      ({ lastName, company }) =>
        [lastName, company].some((text) => withoutForbidden(text ?? '').trim() !== ''),
      {
        message: 'is required, or a company',
        path: ['lastName'],
      },
    ),
  );

const MAX_QUANTITY = 1_000_000;

const line = z.strictObject({
  sku: requiredText,
  quantity: z
    .int()
    .check(z.gte(1, 'must be at least 1'), z.lte(MAX_QUANTITY, `must be at most ${MAX_QUANTITY}`)),
  unitPrice: money,
  manufacturer: optionalText,
  description: optionalText,
});

/** More than a body has room for, unless each is nearly empty: nobody needs every fault of those. */
const MAX_ENTRIES = 10_000;

/** Checked first: the faults of more entries would be too many for an answer, and for the parser. */
function list<T>(entry: z.ZodMiniType<T>, ...checks: z.core.$ZodCheck<T[]>[]): z.ZodMiniType<T[]> {
  const counted = z.array(z.unknown()).check(z.maxLength(MAX_ENTRIES, `must hold at most ${MAX_ENTRIES}`));
  return z.pipe(counted, z.array(entry).check(...checks));
}

/** The body of `PUT /orders/{orderId}` (contract 8): money becomes whole hundredths, times become UTC. */
export const orderContent: z.ZodMiniType<OrderContent> = z
  .strictObject({
    placedAt: instant,
    currency: z.string().check(z.regex(/^[A-Z]{3}$/, 'must be a currency code such as "USD"')),
    billTo: address,
    shipTo: z.optional(address),
    lines: list(line, z.minLength(1, 'must hold at least one line')),
    totals: z.strictObject({
      subtotal: money,
      discount: noMoneyByDefault,
      shipping: noMoneyByDefault,
      tax: noMoneyByDefault,
      total: money,
    }),
    payments: list(z.strictObject({ method: requiredText, amount: money })),
  })
  .check((context) => {
    for (const { pointer, detail } of checkTotals(context.value)) {
      context.issues.push({
        code: 'custom',
        input: context.value,
        message: detail,
        path: pointer.split('/').slice(1),
      });
    }
  });
