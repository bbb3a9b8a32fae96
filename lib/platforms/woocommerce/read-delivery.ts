import { readJson } from '../json.ts';
import type { Delivery, OrderVersion, ReadDelivery } from '../platform.ts';
import { headerNamed, isSignedBy, otherTopic } from '../signature.ts';
import { orderId, orderVersion } from './order-json.ts';

/**
 * Reads a call of WooCommerce's webhooks (`class-wc-webhook.php`). The first call of a webhook is a form with its id,
 * without topic and signature.
 */
export function readDelivery({ headers, body }: Delivery, secrets: readonly string[]): ReadDelivery {
  const signature = headerNamed(headers, 'x-wc-webhook-signature');
  const topic = headerNamed(headers, 'x-wc-webhook-topic') ?? '';
  if (signature === undefined && topic === '' && /^webhook_id=\d{1,20}$/.test(body.toString('latin1'))) {
    return { kind: 'ping', reason: 'WooCommerce tried the address.' };
  }
  if (!isSignedBy(signature, body, secrets)) return { kind: 'unsigned', reason: unsigned(signature) };
  const signed = { topic, shop: headerNamed(headers, 'x-wc-webhook-source') };
  if (!topic.startsWith('order.')) {
    return { kind: 'other', ...signed, reason: otherTopic(topic) };
  }
  return { ...signed, ...content(body, topic) };
}

function unsigned(signature: string | undefined): string {
  return signature === undefined
    ? 'The header X-WC-Webhook-Signature is missing.'
    : 'The signature is not made with the secret of this connection.';
}

type Content =
  | ({ kind: 'order'; payload: unknown } & OrderVersion)
  | { kind: 'deleted'; platformId: string }
  | { kind: 'fault'; reason: string }
  | { kind: 'notUnderstood'; platformId?: string | undefined; reason: string };

function content(body: Buffer, topic: string): Content {
  const json = readJson(body.toString('utf8'));
  if (!json.ok) return { kind: 'notUnderstood', reason: `The body ${json.reason}.` };
  const { value: payload } = json;
  const error = errorCode(payload);
  if (error !== undefined) {
    const reason = `WooCommerce sent an error in place of the order: ${error}. The user of the webhook may no longer read orders.`;
    return { kind: 'fault', reason };
  }
  const named = orderId.safeParse(payload);
  if (!named.success) return { kind: 'notUnderstood', reason: 'The order has no id.' };
  const { id: platformId } = named.data;
  if (topic === 'order.deleted') return { kind: 'deleted', platformId };
  const version = identify(payload);
  return version === undefined
    ? { kind: 'notUnderstood', platformId, reason: 'The order does not say when it was changed.' }
    : { kind: 'order', ...version, payload };
}

/**
 * `woocommerce_rest_cannot_view` and the like (woocommerce#26926): an error, rightly signed, where the order should be.
 */
function errorCode(payload: unknown): string | undefined {
  if (typeof payload !== 'object' || payload === null || 'id' in payload || !('code' in payload))
    return undefined;
  const { code } = payload;
  return typeof code === 'string' && /^[a-z0-9_-]{1,80}$/i.test(code) ? code : 'of an unknown kind';
}

/**
 * WooCommerce tells whole seconds. It writes the order into the call at the time of the call, so of two calls with the
 * same second the later one is right, and so is what we asked for.
 */
export function identify(payload: unknown): OrderVersion | undefined {
  const read = orderVersion.safeParse(payload);
  return read.success
    ? { platformId: read.data.id, version: new Date(read.data.date_modified_gmt).toISOString() }
    : undefined;
}
