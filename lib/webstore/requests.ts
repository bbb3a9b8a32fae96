import * as z from 'zod/mini';
import type { Instant } from '../domain/instant.ts';
import { wellFormed, withoutForbidden } from '../domain/text.ts';
import { type ListedStatus, listedStatuses } from '../domain/order.ts';
import { instant } from '../schema/order-content.ts';

const sentence = z.pipe(
  z.string().check(
    z.refine((text) => withoutForbidden(text).trim() !== '', 'must not be empty'),
    z.maxLength(2000, 'must have at most 2000 characters'),
  ),
  z.transform(wellFormed),
);

/** The body of `POST …/notes`. */
export const noteRequest = z.strictObject({ text: sentence });

/** The body of `POST …/cancel` and `POST …/requeue`. */
export const reasonRequest = z.strictObject({ reason: sentence });

const DEFAULT_LIMIT = 25;
const MAX_LIMIT = 100;
const limitRange = `must be a whole number from 1 to ${MAX_LIMIT}`;

/** The query of `GET /orders`. */
export const listRequest: z.ZodMiniType<{
  status?: ListedStatus | undefined;
  updatedSince?: Instant | undefined;
  limit: number;
  cursor?: string | undefined;
}> = z
  .object({
    status: z.optional(z.enum(listedStatuses, `must be one of ${listedStatuses.join(', ')}`)),
    limit: z.pipe(
      z._default(z.optional(z.string().check(z.regex(/^\d{1,3}$/, limitRange))), String(DEFAULT_LIMIT)),
      z.pipe(z.transform(Number), z.number().check(z.gte(1, limitRange), z.lte(MAX_LIMIT, limitRange))),
    ),
    cursor: z.optional(z.string()),
    updatedSince: z.optional(instant),
  })
  .check(
    z.refine(({ status, updatedSince }) => status === undefined || updatedSince === undefined, {
      error: 'cannot be combined with updatedSince',
      path: ['status'],
    }),
  );
