import { settings } from '../current-settings.ts';
import { request } from '../outgoing/request.ts';
import { reachOf } from '../outgoing/webhook.ts';
import type { ShopAnswer, ShopRequest } from '../platforms/api.ts';

const TIMEOUT_MS = 15_000;
/** A page of 50 orders of 100 KB each. */
const MAX_ANSWER_BYTES = 5 * 1024 * 1024;

/** Over the same guarded way as the messages: to public addresses only, and in stage local to this machine. */
export const sendToShop = async (
  { method, url, headers, body }: ShopRequest,
  timeoutMs = TIMEOUT_MS,
): Promise<ShopAnswer> => {
  const {
    status,
    headers: answered,
    body: bytes,
    isWhole,
  } = await request({
    method,
    url,
    headers: { 'user-agent': 'lightspeed-web-orders', ...headers },
    body,
    reach: reachOf(settings.stage),
    timeoutMs,
    maxBytes: MAX_ANSWER_BYTES,
  });
  if (!isWhole) throw new Error('The shop’s answer broke off, or is larger than 5 MiB.');
  return { status, headers: answered, body: bytes.toString('utf8') };
};
