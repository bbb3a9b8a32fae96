import type { Instant } from '../../domain/instant.ts';
import { isoInstant } from '../fields.ts';
import { readJson } from '../json.ts';
import type { Delivery, OrderVersion, ReadDelivery } from '../platform.ts';
import { headerNamed, isSignedBy, otherTopic } from '../signature.ts';
import { orderId, orderVersion } from './order-json.ts';

/** Reads a call of Shopify's webhooks (https://shopify.dev/docs/apps/build/webhooks). */
export function readDelivery({ headers, body }: Delivery, secrets: readonly string[]): ReadDelivery {
  const signature = headerNamed(headers, 'x-shopify-hmac-sha256');
  if (!isSignedBy(signature, body, secrets)) return { kind: 'unsigned', reason: unsigned(signature) };
  const topic = headerNamed(headers, 'x-shopify-topic') ?? '';
  const signed = { topic, shop: headerNamed(headers, 'x-shopify-shop-domain') };
  if (!topic.startsWith('orders/')) {
    return { kind: 'other', ...signed, reason: otherTopic(topic) };
  }
  const json = readJson(body.toString('utf8'));
  if (!json.ok) return { kind: 'notUnderstood', ...signed, reason: `The body ${json.reason}.` };
  return { ...signed, ...content(json.value, topic, headerNamed(headers, 'x-shopify-triggered-at')) };
}

function unsigned(signature: string | undefined): string {
  return signature === undefined
    ? 'The header X-Shopify-Hmac-SHA256 is missing.'
    : 'The signature is not made with the signing key of this connection.';
}

type Content =
  | ({ kind: 'order'; payload: unknown } & OrderVersion)
  | { kind: 'deleted'; platformId: string }
  | { kind: 'notUnderstood'; platformId?: string | undefined; reason: string };

function content(payload: unknown, topic: string, triggeredAt: string | undefined): Content {
  const named = orderId.safeParse(payload);
  if (!named.success) return { kind: 'notUnderstood', reason: 'The order has no id.' };
  const { id: platformId } = named.data;
  if (topic === 'orders/delete') return { kind: 'deleted', platformId };
  const version = identify(payload, triggeredAt ?? '');
  return version === undefined
    ? { kind: 'notUnderstood', platformId, reason: 'The order does not say when it was changed.' }
    : { kind: 'order', ...version, payload };
}

/**
 * `updated_at` has whole seconds. Shopify sends the order as it was when the event happened, also when it repeats a
 * call, so the time of the event is the finer part of the version; of what we asked for it is the time when we did.
 */
export function identify(payload: unknown, at: Instant): OrderVersion | undefined {
  const read = orderVersion.safeParse(payload);
  if (!read.success) return undefined;
  const finer = isoInstant.safeParse(at);
  const changedAt = new Date(read.data.updated_at).toISOString();
  return {
    platformId: read.data.id,
    version: finer.success ? `${changedAt}/${new Date(finer.data).toISOString()}` : changedAt,
  };
}
