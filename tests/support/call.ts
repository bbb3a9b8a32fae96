import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';

type Event = APIGatewayProxyEventV2;

/** A handler as Lambda calls it. */
export type CallableHandler = (
  event: Event,
  context: Context,
) => Promise<APIGatewayProxyStructuredResultV2> | APIGatewayProxyStructuredResultV2;

/** One HTTP call, as its sender sees it. */
export interface HttpCall {
  method: string;
  /** With the query, as in `/orders?limit=2`. */
  path: string;
  headers?: Record<string, string>;
  /** A buffer arrives in base64, as API Gateway passes what is not text. */
  body?: string | Buffer | undefined;
  /** Milliseconds until Lambda ends the call. Absent: forever. */
  remainingMs?: number | undefined;
  /** Absent: the same for all. */
  requestId?: string | undefined;
}

export interface HttpAnswer {
  status: number;
  headers: Record<string, string | number | boolean>;
  body: string;
  /** Absent where none is set. */
  cookies?: string[];
}

export const REQUEST_ID = '6bc28136-xmpl-4365-b021-0ce6b2e64ab0';

/** Sends a call to a handler, as an HTTP API of API Gateway does (payload format 2.0). */
export async function call(handler: CallableHandler, httpCall: HttpCall): Promise<HttpAnswer> {
  const answer = await handler(toEvent(httpCall), toContext(httpCall));
  const { statusCode = 200, headers = {}, body = '', cookies } = answer;
  return { status: statusCode, headers, body, ...(cookies && { cookies }) };
}

function toEvent({ method, path, headers = {}, body }: HttpCall): Event {
  const [rawPath = '', rawQueryString = ''] = path.split('?');
  const query = Object.fromEntries(new URLSearchParams(rawQueryString));
  const isBase64Encoded = Buffer.isBuffer(body);
  const content = Buffer.isBuffer(body) ? body.toString('base64') : body;
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath,
    rawQueryString,
    headers: { host: 'coolbike.weborders.example.com', ...headers },
    ...(rawQueryString && { queryStringParameters: query }),
    requestContext: {
      accountId: '123456789012',
      apiId: 'r3pmxmplak',
      domainName: 'coolbike.weborders.example.com',
      domainPrefix: 'coolbike',
      http: { method, path: rawPath, protocol: 'HTTP/1.1', sourceIp: '203.0.113.7', userAgent: 'test' },
      requestId: 'JKJaXmPLvHcESHA=',
      routeKey: '$default',
      stage: '$default',
      time: '23/Nov/2026:18:04:05 +0000',
      timeEpoch: Date.now(),
    },
    ...(content !== undefined && { body: content }),
    isBase64Encoded,
  };
}

/** Lambda's context of a call. */
export function toContext({
  remainingMs = 1_000_000,
  requestId = REQUEST_ID,
}: Pick<HttpCall, 'remainingMs' | 'requestId'>): Context {
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: 'test',
    functionVersion: '$LATEST',
    invokedFunctionArn: 'arn:aws:lambda:us-east-1:123456789012:function:test',
    memoryLimitInMB: '512',
    awsRequestId: requestId,
    logGroupName: '/aws/lambda/test',
    logStreamName: 'test',
    getRemainingTimeInMillis: () => remainingMs,
    done: () => undefined,
    fail: () => undefined,
    succeed: () => undefined,
  };
}
