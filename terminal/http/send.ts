import { type IncomingHttpHeaders, request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';
import { lookupLoopback } from './loopback.ts';
import { NoAnswer } from './no-answer.ts';

export type Request = {
  method: string;
  url: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  signal?: AbortSignal | undefined;
};

export type Answer = { status: number; headers: IncomingHttpHeaders; body: Buffer; tookMs: number };

/** A lost `answer` was sent by the server and not read; a lost `connection` is cut while the server still works. */
export type Loss = 'answer' | 'connection';

// API Gateway gives up after 30 s, so whatever has not answered by then never will.
const TIMEOUT_MS = 31_000;

/**
 * Sends one request. Redirects are not followed, as Lightspeed does not follow them.
 * @throws NoAnswer when no complete answer arrives
 */
export async function send(sent: Request): Promise<Answer> {
  const startedAt = performance.now();
  return new Promise<Answer>((resolve, reject) => {
    const fail = (error: Error): void => reject(new NoAnswer(sent.url, error));
    const request = open(sent);
    request.on('error', fail);
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', fail);
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks),
          tookMs: Math.round(performance.now() - startedAt),
        }),
      );
    });
    request.end(sent.body);
  });
}

/**
 * Sends a request whole and behaves like a client that crashed before it knew the outcome.
 * @throws NoAnswer when the server could not even be reached
 */
export async function sendAndLose(sent: Request, loss: Loss): Promise<void> {
  return new Promise<void>((resolve, reject) => {
    const request = open(sent);
    let lost = false;
    const lose = (): void => {
      lost = true;
      request.destroy();
      resolve();
    };
    // Destroying the request is itself reported as an error.
    request.on('error', (error) => {
      if (!lost) reject(new NoAnswer(sent.url, error));
    });
    request.on('response', lose);
    if (loss === 'connection') request.on('finish', () => setImmediate(lose));
    request.end(sent.body);
  });
}

function open({ method, url, headers, body, signal }: Request) {
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  return (url.startsWith('https:') ? overHttps : overHttp)(url, {
    method,
    headers: {
      ...headers,
      ...(body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(body)) }),
    },
    lookup: lookupLoopback,
    signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
  });
}
