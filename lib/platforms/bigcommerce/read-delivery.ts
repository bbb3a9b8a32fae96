import { createHmac } from 'node:crypto';
import * as z from 'zod/mini';
import type { Instant } from '../../domain/instant.ts';
import { id, isoInstant, text } from '../fields.ts';
import { readJson } from '../json.ts';
import type { Delivery, OrderVersion, ReadDelivery } from '../platform.ts';
import { headerNamed, isSameText, isSignedBy } from '../signature.ts';
import { orderVersion } from './order-json.ts';

/**
 * Every webhook of BigCommerce that we register carries this header; shops that do not sign their calls send it too.
 */
export const OWN_HEADER = 'x-web-orders-key';

/** What `OWN_HEADER` says in the calls of a connection. The secret itself is never sent. */
export function ownHeaderValue(secret: string): string {
  return createHmac('sha256', secret).update('web-orders: the header of our webhooks').digest('hex');
}

const event = z.looseObject({
  scope: z.string(),
  producer: text,
  data: z.looseObject({ id, type: text }),
});

/**
 * Reads a call of BigCommerce's webhooks, which has only the order's id. It is signed as Standard Webhooks say, with
 * the text of the API account's client secret as the key; our own header stands in where a shop does not sign. The time
 * in the signature is not compared: what a replayed call leads to is that we ask for the order once more.
 */
export function readDelivery({ headers, body }: Delivery, secrets: readonly string[]): ReadDelivery {
  const signature = headerNamed(headers, 'webhook-signature');
  const ours = headerNamed(headers, OWN_HEADER);
  const trusted =
    signature === undefined ? hasOurHeader(ours, secrets) : isSigned({ headers, body }, secrets);
  if (!trusted) return { kind: 'unsigned', reason: unsigned(signature, ours) };
  const json = readJson(body.toString('utf8'));
  if (!json.ok) return { kind: 'notUnderstood', topic: '', reason: `The body ${json.reason}.` };
  return content(json.value);
}

function unsigned(signature: string | undefined, ours: string | undefined): string {
  if (signature !== undefined) return 'The signature is not made with the client secret of this connection.';
  return ours === undefined
    ? `The headers webhook-signature and ${OWN_HEADER} are missing.`
    : `The header ${OWN_HEADER} is not that of this connection.`;
}

function hasOurHeader(given: string | undefined, secrets: readonly string[]): boolean {
  const keys = secrets.filter((secret) => secret !== '');
  return (
    given !== undefined && keys.map((secret) => isSameText(given, ownHeaderValue(secret))).includes(true)
  );
}

/** `webhook-signature` may hold several signatures, separated by spaces; only those of version 1 are ours to check. */
function isSigned({ headers, body }: Delivery, secrets: readonly string[]): boolean {
  const signed = Buffer.concat([
    Buffer.from(`${headerNamed(headers, 'webhook-id')}.${headerNamed(headers, 'webhook-timestamp')}.`),
    body,
  ]);
  const signatures = (headerNamed(headers, 'webhook-signature') ?? '').split(' ').slice(0, 10);
  const checked = signatures
    .filter((one) => one.startsWith('v1,'))
    .map((one) => isSignedBy(one.slice(3), signed, secrets));
  return checked.includes(true);
}

function content(value: unknown): ReadDelivery {
  const read = event.safeParse(value);
  if (!read.success) return { kind: 'notUnderstood', topic: '', reason: 'The call names no order.' };
  const { scope, producer, data } = read.data;
  const signed = { topic: scope, shop: producer === '' ? undefined : producer };
  if (!scope.startsWith('store/order/') || data.type !== 'order') {
    return { kind: 'other', ...signed, reason: `The topic ${scope} is not about an order.` };
  }
  // Archived orders can still be asked for; they say so themselves.
  return { kind: 'thin', ...signed, platformId: data.id };
}

/** BigCommerce tells whole seconds; of two answers with the same second the one that we asked for later is newer. */
export function identify(payload: unknown, askedAt: Instant): OrderVersion | undefined {
  const read = orderVersion.safeParse(payload);
  if (!read.success) return undefined;
  const finer = isoInstant.safeParse(askedAt);
  const changedAt = new Date(read.data.date_modified).toISOString();
  return {
    platformId: read.data.id,
    version: finer.success ? `${changedAt}/${new Date(finer.data).toISOString()}` : changedAt,
  };
}
