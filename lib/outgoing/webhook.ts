import { STATUS_CODES } from 'node:http';
import { settings } from '../current-settings.ts';
import type { Outcome } from '../domain/delivery.ts';
import type { Instant } from '../domain/instant.ts';
import type { Store, Webhook } from '../domain/store.ts';
import { beginning } from '../domain/text.ts';
import { unseal } from '../vault.ts';
import { type Reach, RefusedUrl } from './address.ts';
import { type Answered, NoAnswer, request } from './request.ts';
import { signatureHeaders } from './sign.ts';

/** The purpose under which a webstore's secrets are sealed. */
export const WEBHOOK_SECRET = 'webhook';

/** Contract 9. */
const TIMEOUT_MS = 15_000;
const MAX_ANSWER_BYTES = 16 * 1024;
const KEPT_CHARACTERS = 500;

/** Stage `local` may call a webstore on this machine. */
export function reachOf(stage: string): Reach {
  return stage === 'local' ? 'this machine too' : 'public';
}

interface Sent {
  id: string;
  body: string;
}

/** Sends one message to a webstore, once. Whatever the webstore does is an outcome; throws only our own faults. */
export async function sendToWebhook(
  { id: storeId, webhook }: Pick<Store, 'id'> & { webhook: Webhook },
  { id, body }: Sent,
  now: Instant,
): Promise<Outcome> {
  const sealedFor = { store: storeId, purpose: WEBHOOK_SECRET };
  const secrets = await Promise.all(webhook.secrets.map(({ sealed }) => unseal(sealed, sealedFor)));
  const timestamp = Math.floor(Date.parse(now) / 1000);
  try {
    const answered = await request({
      method: 'POST',
      url: webhook.url,
      headers: {
        'content-type': 'application/json',
        'user-agent': 'lightspeed-web-orders',
        ...signatureHeaders(secrets, { id, timestamp, body }),
      },
      body,
      reach: reachOf(settings.stage),
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_ANSWER_BYTES,
    });
    return outcomeOf(answered, now);
  } catch (error) {
    if (!(error instanceof NoAnswer || error instanceof RefusedUrl)) throw error;
    return { delivered: false, told: error.message };
  }
}

/** `2xx` is success, and nothing else; a redirect is not followed (contract 9). */
export function outcomeOf({ status, headers, body }: Answered, now: Instant): Outcome {
  const delivered = status >= 200 && status < 300;
  const retryAfter = delivered ? undefined : secondsIn(headers['retry-after'], now);
  const name = STATUS_CODES[status];
  const said = beginning(body.toString().trim(), KEPT_CHARACTERS);
  return {
    delivered,
    status,
    told: `It answered ${status}${name === undefined ? '' : ` ${name}`}${said === '' ? '.' : `: ${said}`}`,
    ...(retryAfter !== undefined && { retryAfter }),
    ...(status === 410 && { gone: true }),
  };
}

/** `Retry-After` in seconds or as a date (RFC 9110). */
function secondsIn(header: string | undefined, now: Instant): number | undefined {
  if (header === undefined) return undefined;
  if (/^\s*\d{1,9}\s*$/.test(header)) return Number(header);
  const seconds = (Date.parse(header) - Date.parse(now)) / 1000;
  return Number.isNaN(seconds) ? undefined : Math.max(0, Math.ceil(seconds));
}
