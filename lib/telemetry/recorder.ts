import { keepCall, type RecordedCall } from '../database/wire.ts';
import { isRecording } from '../domain/store.ts';
import { beginning } from '../domain/text.ts';
import { typedUser } from '../domain/typed-user.ts';
import { readBasic } from '../door/authorization.ts';
import type { Answer, Call } from '../http/endpoint.ts';
import { maskedHeaders, maskedQuery } from './masked.ts';
import { bodyOf, headerOf, methodOf } from '../http/request.ts';
import { log } from './log.ts';

/**
 * Characters of a path, a query and each header, and bytes of a body, of a caller who was not let in, so that nobody
 * fills the table.
 */
const STRANGERS_TEXT = 1024;
const STRANGERS_BODY = 2048;

/**
 * Keeps a call and its answer while its store is being recorded (docs/lightspeed-wire.md). It changes nothing about the
 * call: failures and timeouts are only logged.
 */
export async function record(call: Call, answer: Answer, withinMs: number): Promise<void> {
  const { addressed: store, requestId, now } = call;
  if (!store || !isRecording(store, now)) return;
  const tooLong = new AbortController();
  const timer = setTimeout(() => tooLong.abort(), Math.max(0, withinMs));
  try {
    const kept = keepCall(store.id, recordedCall(call, answer), tooLong.signal);
    await Promise.race([kept, whenAborted(tooLong.signal)]);
  } catch (error) {
    log.warn('not recorded', { store: store.id, requestId, error });
  } finally {
    clearTimeout(timer);
  }
}

/** What is kept of a call: all that was on the wire, without credentials. */
export function recordedCall(call: Call, { statusCode = 0, headers = {}, body = '' }: Answer): RecordedCall {
  const { event, requestId, now, startedAt, isLetIn = false } = call;
  const short = (text: string) => (isLetIn ? text : beginning(text, STRANGERS_TEXT));
  const sent = bodyOf(event);
  const answered = Buffer.from(body);
  return {
    receivedAt: now,
    requestId,
    isLetIn,
    method: methodOf(event),
    path: short(event.rawPath),
    query: short(maskedQuery(event.rawQueryString, event.headers)),
    headers: mapValues(maskedHeaders(event.headers), short),
    body: { bytes: isLetIn ? sent : sent.subarray(0, STRANGERS_BODY), size: sent.length },
    status: statusCode,
    answerHeaders: mapValues(headers, String),
    answerBody: { bytes: answered, size: answered.length },
    durationMs: Math.round(performance.now() - startedAt),
    ...typedUserOf(call),
  };
}

/** Of somebody who was not let in: the user, as far as it may be shown (`lib/domain/typed-user.ts`). */
function typedUserOf({ event, addressed: store, isLetIn }: Call): Pick<RecordedCall, 'typedUser'> {
  const basic = readBasic(headerOf(event, 'authorization'));
  if (isLetIn === true || !store || typeof basic === 'string') return {};
  return { typedUser: typedUser(basic.user, store.username) };
}

function mapValues<T>(record: Record<string, T>, change: (value: T) => string): Record<string, string> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}

function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error('It took too long.')));
  });
}
