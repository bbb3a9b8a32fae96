import { Failure } from '../domain/failure.ts';
import type { Store } from '../domain/store.ts';
import { authenticate } from '../door/authenticate.ts';
import { readBearer } from '../door/authorization.ts';
import { type Answer, type Call, endpoint, type Handler, resolveRoute } from '../http/endpoint.ts';
import { bodyOf, headerOf } from '../http/request.ts';
import { methodsAt, type RouteName } from '../http/routes.ts';
import { failureHeaders, statuses } from '../http/statuses.ts';
import { checkMade } from '../door/secrets.ts';
import { toProblem } from '../http/problem.ts';
import { invalid } from './validate.ts';

/** A call that was let in, as the webstore's endpoints get it. */
export interface WebstoreCall extends Call {
  store: Store;
  /** From the path, '' if it names none. There may be no such order. */
  orderId: string;
  /** What the body says, an object. Throws `MalformedJson`. */
  json: () => unknown;
}

interface JsonAnswer {
  status?: 200 | 201;
  body: unknown;
}

const MAX_BODY_BYTES = 256 * 1024;

/** An endpoint for the webstore: checks the caller, and always answers JSON (contract 8). */
export function webstoreEndpoint(
  name: RouteName | undefined,
  act: (call: WebstoreCall) => Promise<JsonAnswer>,
): Handler {
  return endpoint({
    route: name,
    answer: async (call) => {
      const { status = 200, body } = await act(await letIn(name, call));
      return answerJson(status, body, { 'Content-Type': 'application/json; charset=utf-8' });
    },
    answerFailure: (failure, { event, requestId }) =>
      answerJson(statuses[failure.code], toProblem(failure, requestId), {
        'Content-Type': 'application/problem+json; charset=utf-8',
        ...failureHeaders(failure, methodsAt(event.rawPath)),
        ...(failure.code === 'Unauthorized' && { 'WWW-Authenticate': 'Bearer realm="webstore"' }),
      }),
  });
}

async function letIn(name: RouteName | undefined, call: Call): Promise<WebstoreCall> {
  const { event } = call;
  const store = await authenticate(call, {
    face: 'webstore',
    check: async (one) => {
      const given = readBearer(headerOf(event, 'authorization'));
      return typeof given === 'string' ? given : checkMade(one.apiTokens, given.token);
    },
    hint: "The store's API token is needed: Authorization: Bearer …",
  });
  const { orderId } = resolveRoute(event, name);
  const body = bodyOf(event);
  if (body.length > MAX_BODY_BYTES) throw new Failure('PayloadTooLarge', 'A body has at most 256 KiB.');
  const parsed = parseJson(body);
  // Also where the body is not used: JSON that is not an object is refused on every endpoint (contract 8).
  if ('value' in parsed && !isObject(parsed.value))
    throw invalid([{ pointer: '', detail: 'must be an object' }]);
  return { ...call, store, orderId, json: () => valueOf(parsed) };
}

type Parsed = { value: unknown } | { malformed: true };

function parseJson(body: Buffer): Parsed {
  try {
    return { value: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) };
  } catch {
    return { malformed: true };
  }
}

function valueOf(parsed: Parsed): unknown {
  // Without the cause: it quotes the body, which may hold a customer's data.
  if (!('value' in parsed)) throw new Failure('MalformedJson', 'The body is not JSON in UTF-8.');
  return parsed.value;
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function answerJson(statusCode: number, body: unknown, headers: Record<string, string>): Answer {
  return { statusCode, headers: { 'Cache-Control': 'no-store', ...headers }, body: JSON.stringify(body) };
}
