// oxlint-disable-next-line import/no-named-as-default -- its types export the default only
import middy, { type MiddyfiedHandler } from '@middy/core';
import type { APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { Failure } from '../domain/failure.ts';
import { type Instant, toInstant } from '../domain/instant.ts';
import { log } from '../log.ts';
import { type Event, methodOf } from './request.ts';
import { endpointsAt, methodsAt, type RouteName } from './routes.ts';

export type Answer = APIGatewayProxyStructuredResultV2;
export type Handler = MiddyfiedHandler<Event, Answer, Error>;

/** One call, from its arrival to its line in the log. */
export interface Call {
  event: Event;
  requestId: string;
  now: Instant;
  /** `performance.now()` at its arrival. */
  startedAt: number;
  /** What the log will tell of this call. Never a customer's data, never a secret. */
  facts: Record<string, unknown>;
}

interface FaceOptions {
  answer: (call: Call) => Promise<Answer>;
  answerFailure: (failure: Failure, call: Call) => Answer;
}

/** Milliseconds before the function's own end at which it answers that it took too long. */
const TIME_TO_ANSWER = 1000;

/** The chain of both faces: whatever happens is answered in the face's own format and is one line in the log. */
export function endpoint({ answer, answerFailure }: FaceOptions): Handler {
  const calls = new WeakMap<Event, Call>();
  return middy<Event, Answer, Error>({
    timeoutEarlyInMillis: TIME_TO_ANSWER,
    timeoutEarlyResponse: tooLate,
  })
    .before(({ event, context }) => void calls.set(event, openCall(event, context)))
    .after(({ event, context, response }) => {
      if (response) writeLog(calls.get(event) ?? openCall(event, context), response);
    })
    .onError((request) => {
      const { event, context, error } = request;
      const call = calls.get(event) ?? openCall(event, context);
      const failure = toFailure(error);
      call.facts['code'] = failure.code;
      request.response = withoutBodyForHead(event, answerFailure(failure, call));
      writeLog(call, request.response, failure);
    })
    .handler(async (event, context) =>
      withoutBodyForHead(event, await answer(calls.get(event) ?? openCall(event, context))),
    );
}

/** The order that an endpoint's path names, '' if it names none. Throws `NotFound` or `MethodNotAllowed`. */
export function resolveRoute(event: Event, name: RouteName | undefined): { orderId: string } {
  const methods = methodsAt(event.rawPath);
  if (methods.length === 0) throw new Failure('NotFound', 'There is no such endpoint.');
  if (!methods.includes(methodOf(event))) {
    throw new Failure('MethodNotAllowed', `This endpoint takes ${methods.join(', ')}.`);
  }
  return { orderId: endpointsAt(event.rawPath).find((match) => match.name === name)?.orderId ?? '' };
}

function openCall(event: Event, context: Context): Call {
  const requestId = context.awsRequestId || event.requestContext.requestId;
  return { event, requestId, now: toInstant(new Date()), startedAt: performance.now(), facts: {} };
}

function writeLog(call: Call, { statusCode }: Answer, failure?: Failure): void {
  const { event, requestId, startedAt, facts } = call;
  const durationMs = Math.round(performance.now() - startedAt);
  const line = {
    requestId,
    method: methodOf(event),
    path: event.rawPath,
    status: statusCode,
    durationMs,
    ...facts,
  };
  if (statusCode !== undefined && statusCode < 500) log.info('request', line);
  else log.error('request', { ...line, error: failure?.cause ?? failure });
}

/** Anything that is not a failure of ours is a bug: the caller learns no more than that. */
function toFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  return new Failure('InternalError', 'Something went wrong on our side.', { cause: error });
}

function tooLate(): never {
  throw new Failure('ServiceUnavailable', 'The call took too long. Repeating it is safe.');
}

function withoutBodyForHead(event: Event, answer: Answer): Answer {
  return methodOf(event) === 'HEAD' ? { ...answer, body: '' } : answer;
}
