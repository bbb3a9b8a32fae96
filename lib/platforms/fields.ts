import * as z from 'zod/mini';
import { toInstant } from '../domain/instant.ts';
import { type Amount, type Quantity, toAmount, toQuantity } from './draft.ts';

/*
 * The fields of the platforms' JSON: lenient in what a value may look like (a number or its text, null or ""), strict
 * in what it means. Every object is loose: what a platform adds tomorrow is let through.
 */

const numeric = z.union([z.string(), z.number()]);

/** Reads a number or its text; what `read` does not understand is a fault with this `message`. */
function numericField<T>(read: (value: string | number) => T | undefined, message: string): z.ZodMiniType<T> {
  return z.pipe(
    numeric,
    z.transform((value, context): T => {
      const result = read(value);
      if (result !== undefined) return result;
      context.issues.push({ code: 'custom', input: value, message });
      return z.NEVER;
    }),
  );
}

/** An amount that must be there. */
export const amount: z.ZodMiniType<Amount> = numericField(
  toAmount,
  'must be a decimal amount such as "34.50"',
);

/** An amount; null, "" and absent are none. */
export const amountIfAny: z.ZodMiniType<Amount | undefined> = optional(amount);

/** An amount; null, "" and absent are 0. */
export const amountOrZero: z.ZodMiniType<Amount> = z.pipe(
  amountIfAny,
  z.transform((value) => value ?? 0n),
);

export const quantity: z.ZodMiniType<Quantity> = numericField(
  toQuantity,
  'must be a quantity from 0 to a million',
);

export const quantityIfAny: z.ZodMiniType<Quantity | undefined> = optional(quantity);

/** A text, or a number's text; null, "" and absent are no text. */
export const text: z.ZodMiniType<string> = z.pipe(
  z.nullish(numeric),
  z.transform((value) => String(value ?? '').trim()),
);

/** A platform's own key: digits. */
export const id: z.ZodMiniType<string> = z.pipe(
  numeric,
  z.pipe(z.transform(String), z.string().check(z.regex(/^\d{1,30}$/, 'must be a number'))),
);

/** True only where the platform says so. */
export const flag: z.ZodMiniType<boolean | undefined> = z.pipe(
  z.nullish(z.boolean()),
  z.transform((value) => value ?? undefined),
);

/** A list; null and absent are an empty one. */
export function list<T>(entry: z.ZodMiniType<T>): z.ZodMiniType<T[]> {
  return listOr([], entry);
}

/** A list that must be there, though it may be empty: what is missing was not taken out. */
export function requiredList<T>(entry: z.ZodMiniType<T>): z.ZodMiniType<T[]> {
  return listOr(undefined, entry);
}

/** PHP writes a list with a gap as an object. */
function listOr<T>(absent: [] | undefined, entry: z.ZodMiniType<T>): z.ZodMiniType<T[]> {
  return z.pipe(
    z.pipe(
      z.nullish(z.unknown()),
      z.transform((value) => (isNumbered(value) ? Object.values(value) : (value ?? absent))),
    ),
    z.array(entry),
  );
}

function isNumbered(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.keys(value).every((key) => /^\d{1,9}$/.test(key))
  );
}

/** Optional: null, "" and absent, and PHP's empty list in place of an object, are undefined. */
export function optional<T>(field: z.ZodMiniType<T>): z.ZodMiniType<T | undefined> {
  return z.pipe(
    z.nullish(z.unknown()),
    z.transform((value, context): T | undefined => {
      if (value == null || value === '' || (Array.isArray(value) && value.length === 0)) return undefined;
      const parsed = field.safeParse(value, { reportInput: true });
      if (parsed.success) return parsed.data;
      for (const issue of parsed.error.issues) context.issues.push({ ...issue } as z.core.$ZodRawIssue);
      return z.NEVER;
    }),
  );
}

/** ISO 8601 with an offset (`2026-11-23T11:04:05-07:00`), as UTC. */
export const isoInstant = instantField(
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/,
  (value) => value,
);

/** ISO 8601 in UTC without an offset (`2026-11-23T18:04:05`). */
export const gmtInstant = instantField(
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z?$/,
  (value) => `${value.replace(/Z$/, '')}Z`,
);

/** RFC 2822 (`Wed, 05 Dec 2018 20:16:55 +0000`). */
export const mailInstant = instantField(
  /^([A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d ([+-]\d{4}|GMT)$/,
  (value) => value,
);

function instantField(form: RegExp, spelled: (value: string) => string): z.ZodMiniType<string> {
  return z.pipe(
    z.string(),
    z.transform((value, context): string => {
      const time = form.test(value) ? new Date(spelled(value)) : new Date(Number.NaN);
      if (time.getTime() >= 0 && time.getUTCFullYear() <= 9999) return toInstant(time);
      context.issues.push({ code: 'custom', input: value, message: 'must be a time' });
      return z.NEVER;
    }),
  );
}
