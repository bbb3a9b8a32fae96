import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/** What arrives at a function of an HTTP API. */
export type Event = APIGatewayProxyEventV2;

export function methodOf(event: Event): string {
  return event.requestContext.http.method.toUpperCase();
}

/** A header by its lowercase name; AWS and the emulator differ in the letter case of the event's. */
export function headerOf(event: Event, name: string): string | undefined {
  return Object.entries(event.headers).find(([key]) => key.toLowerCase() === name)?.[1];
}

/** A query parameter by its name, in any letter case. */
export function queryOf(event: Event, name: string): string | undefined {
  const parameters = Object.entries(event.queryStringParameters ?? {});
  return parameters.find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
}

/**
 * The bytes of a body; empty if there is none. API Gateway passes it as text. serverless-offline passes a JSON body
 * that is a bare `false` or `0` as that value.
 */
export function bodyOf({ body, isBase64Encoded }: Event): Buffer {
  const handedOver: unknown = body ?? '';
  if (typeof handedOver !== 'string') return Buffer.from(JSON.stringify(handedOver));
  return Buffer.from(handedOver, isBase64Encoded ? 'base64' : 'utf8');
}

/**
 * What the bytes of a body may have been, for whoever can tell by a signature: serverless-offline hands over a JSON
 * body that is a bare `null` or `"text"` as that value, too.
 */
export function bodiesOf(event: Event): Buffer[] {
  const handedOver: unknown = event.body ?? null;
  const bare = handedOver === null || (typeof handedOver === 'string' && !event.isBase64Encoded);
  return [bodyOf(event), ...(bare ? [Buffer.from(JSON.stringify(handedOver))] : [])];
}
