// oxlint-disable-next-line import/no-named-as-default -- its types export the default only
import middy, { type MiddyfiedHandler } from '@middy/core';
import type { APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { Failure } from '../domain/failure.ts';
import { type Instant, toInstant } from '../domain/instant.ts';
import type { Store } from '../domain/store.ts';
import { log } from '../telemetry/log.ts';
import { type Counts, emitMetrics } from '../telemetry/metrics.ts';
import { type Event, methodOf } from './request.ts';
import { endpointsAt, methodsAt, type RouteName } from './routes.ts';

export type Answer = APIGatewayProxyStructuredResultV2;
export type Handler = MiddyfiedHandler<Event, Answer, Error>;

/** One call, from its arrival to its log line. */
export interface Call {
  event: Event;
  requestId: string;
  now: Instant;
  /** `performance.now()` at its arrival. */
  startedAt: number;
  /** The fields of this call's log line. Never a customer's data, never a secret. */
  facts: Record<string, unknown>;
  /** What the metrics count for this call. */
  metrics: Counts;
  /** The store that the host names, whether or not the caller was let in. */
  addressed?: Store;
  /** Whether the caller had the credentials of that store. */
  isLetIn?: boolean;
}

interface FaceOptions {
  /** Absent: where there is no endpoint. */
  route: RouteName | undefined;
  answer: (call: Call) => Promise<Answer>;
  answerFailure: (failure: Failure, call: Call) => Answer;
  /** Keeps what was answered. Never throws, and returns within the given milliseconds. */
  record?: (call: Call, answer: Answer, withinMs: number) => Promise<void>;
}

/** Milliseconds before its timeout at which the function answers that it took too long. */
const TIME_TO_ANSWER = 1000;
/** Milliseconds that recording a call may take, and that must be left of the function's time after it. */
const TIME_TO_RECORD = 1000;
const TIME_TO_END = 200;

/** The chain of both faces: every outcome is answered in the face's own format and is one log line. */
export function endpoint({ route, answer, answerFailure, record }: FaceOptions): Handler {
  const calls = new WeakMap<Event, Call>();
  const openCall = (event: Event, context: Context): Call => ({
    event,
    requestId: context.awsRequestId || event.requestContext.requestId,
    now: toInstant(new Date()),
    startedAt: performance.now(),
    facts: { route: route ?? 'none' },
    metrics: {},
  });
  return middy<Event, Answer, Error>({
    timeoutEarlyInMillis: TIME_TO_ANSWER,
    timeoutEarlyResponse: tooLate,
  })
    .before(({ event, context }) => void calls.set(event, openCall(event, context)))
    .after(async ({ event, context, response }) => {
      if (!response) return;
      const call = calls.get(event) ?? openCall(event, context);
      writeLog(call, response);
      await record?.(call, response, timeToRecord(context));
    })
    .onError(async (request) => {
      const { event, context, error } = request;
      const call = calls.get(event) ?? openCall(event, context);
      const failure = toFailure(error);
      request.response = withoutBodyForHead(event, answerFailure(failure, call));
      writeLog(call, request.response, failure);
      await record?.(call, request.response, timeToRecord(context));
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

let isColdStart = true;

function writeLog(call: Call, { statusCode }: Answer, failure?: Failure): void {
  const { event, requestId, startedAt, facts } = call;
  const durationMs = Math.round(performance.now() - startedAt);
  const line = {
    requestId,
    method: methodOf(event),
    path: event.rawPath,
    status: statusCode,
    outcome: failure?.code ?? 'ok',
    durationMs,
    coldStart: isColdStart,
    ...facts,
    ...(Object.keys(call.metrics).length > 0 && { counts: call.metrics }),
  };
  isColdStart = false;
  emitMetrics(call.metrics, call.addressed?.id);
  if (statusCode !== undefined && statusCode < 500) log.info('request', line);
  else log.error('request', { ...line, error: failure?.cause ?? failure });
}

function timeToRecord(context: Context): number {
  return Math.min(TIME_TO_RECORD, context.getRemainingTimeInMillis() - TIME_TO_END);
}

/** Anything but a `Failure` is a bug: the caller is told nothing else. */
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
