import type * as z from 'zod/mini';
import type { Fault } from '../domain/failure.ts';
import { faultsOf } from '../schema/faults.ts';
import type { Draft } from './draft.ts';
import type { ReadOrder } from './platform.ts';
import { settle } from './settle.ts';

/** Why an order is not understood: the faults of the platform's own JSON. */
export function notUnderstood(faults: Fault[], number?: string): ReadOrder {
  const said = faults.slice(0, 5).map(({ pointer, detail }) => `${pointer} ${detail}`.trim());
  const more = faults.length > said.length ? `; and ${faults.length - said.length} more` : '';
  return {
    state: 'notUnderstood',
    number,
    reason: `The order cannot be read: ${said.join('; ')}${more}.`,
    faults,
  };
}

/** Parses a payload; gives the faults where it is not what the schema says. */
export function parsed<T>(
  schema: z.ZodMiniType<T>,
  payload: unknown,
): { ok: true; value: T } | { ok: false; faults: Fault[] } {
  const result = schema.safeParse(payload, { reportInput: true });
  return result.success ? { ok: true, value: result.data } : { ok: false, faults: faultsOf(result.error) };
}

/** What was sent already need not be understood: a sale at the counter has no address, and nobody misses it here. */
export function unlessShipped(read: ReadOrder, reason: string | undefined): ReadOrder {
  return read.state === 'notUnderstood' && reason !== undefined
    ? { state: 'ignored', number: read.number, isShipped: true, reason }
    : read;
}

interface Outcome {
  number: string;
  shop: string;
  unknownMethods: string[];
  refunds: string[];
  /** Why an order that we do not have is left alone: it has been sent already. */
  shipped?: string | undefined;
}

/** What becomes of an order that is paid. */
export function settled(
  draft: Draft,
  { number, shop, unknownMethods, refunds, shipped }: Outcome,
): ReadOrder {
  const result = settle(draft, shop);
  if (!result.ok) return { state: 'notUnderstood', number, reason: result.reason, faults: result.faults };
  const order = { number, content: result.content, remarks: result.remarks, refunds, unknownMethods };
  return shipped === undefined
    ? { state: 'offer', ...order }
    : { state: 'shipped', ...order, reason: shipped };
}
