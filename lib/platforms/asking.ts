import { type Asked, ok, type SendToShop, type ShopAnswer, type ShopRequest } from './api.ts';
import { readJson } from './json.ts';

/* What the APIs of all platforms have in common: JSON over HTTP, and what its statuses mean. */

/** Sends a request and reads the JSON of its answer. `headers` are those of the answer, in lowercase. */
export async function askJson(
  send: SendToShop,
  request: ShopRequest,
): Promise<Asked<{ json: unknown; text: string; headers: ShopAnswer['headers'] }>> {
  const answer = await ask(send, request);
  if (!answer.ok) return answer;
  const { body: text, headers } = answer.value;
  // Some platforms answer a success without a body.
  if (text.trim() === '') return ok({ json: undefined, text, headers });
  const json = readJson(text);
  if (!json.ok) return { ok: false, why: 'noAnswer', reason: `The shop’s answer ${json.reason}.` };
  return ok({ json: json.value, text, headers });
}

async function ask(send: SendToShop, request: ShopRequest): Promise<Asked<ShopAnswer>> {
  try {
    const answer = await send(request);
    return answer.status >= 200 && answer.status < 300 ? ok(answer) : refusal(answer);
  } catch (error) {
    return { ok: false, why: 'noAnswer', reason: error instanceof Error ? error.message : String(error) };
  }
}

function refusal({ status, headers, body }: ShopAnswer): Asked<never> {
  const said = saidIn(body);
  const reason = `The shop answered ${status}${said === '' ? '.' : `: ${said}`}`;
  if (status === 401 || status === 403) return { ok: false, why: 'refused', reason };
  if (status === 404 || status === 410) return { ok: false, why: 'gone', reason };
  if (status === 429 || status >= 500)
    return {
      ok: false,
      why: status === 429 ? 'busy' : 'noAnswer',
      reason,
      retryAfter: retryAfterIn(headers),
    };
  return { ok: false, why: 'invalid', reason };
}

const SAID = 300;

/** The message of an error as the platforms write them, or the beginning of whatever it is; one line of text. */
function saidIn(body: string): string {
  const json = readJson(body);
  const value: unknown = json.ok ? json.value : body;
  const { message, errors, title, error } = Object(value) as Record<string, unknown>;
  const first = [message, title, errors, error].find((one) => one !== undefined) ?? (json.ok ? '' : body);
  const text = typeof first === 'string' ? first : JSON.stringify(first);
  // A page of HTML says nothing useful.
  if (text.trimStart().startsWith('<')) return '';
  return text
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, SAID);
}

/** In seconds; BigCommerce gives milliseconds, in its own header. */
function retryAfterIn(headers: ShopAnswer['headers']): number | undefined {
  const seconds = Number(headers['retry-after']);
  if (Number.isFinite(seconds) && headers['retry-after'] !== undefined) return Math.max(0, seconds);
  const milliseconds = Number(headers['x-rate-limit-time-reset-ms']);
  const isTold = headers['x-rate-limit-time-reset-ms'] !== undefined && Number.isFinite(milliseconds);
  return isTold ? Math.ceil(milliseconds / 1000) : undefined;
}

/** The elements of a JSON array, each as its own text; `undefined` if it is not an array. Numbers keep their text. */
export function elementsOf(json: unknown): string[] | undefined {
  return Array.isArray(json) ? json.map((one) => JSON.stringify(one)) : undefined;
}

export function fieldOf(value: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>(
    (at, name) => (typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[name] : undefined),
    value,
  );
}

export function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** White space and letter case do not matter. */
export function trackingKey(trackingNumber: string): string {
  return trackingNumber.replaceAll(/\s/g, '').toUpperCase();
}
