import { lookup as systemLookup } from 'node:dns';
import { Agent, type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps, type RequestOptions } from 'node:https';
import type { LookupFunction } from 'node:net';
import { RequestFilteringHttpsAgent } from 'request-filtering-agent';
import { guarded, parseUrl, type Reach, RefusedUrl } from './address.ts';

// Node's own `fetch` loads undici, which costs a cold start 48 ms; `node:https` follows no redirect and knows no proxy.

export interface Outgoing {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  url: string;
  headers: Record<string, string>;
  body?: string | undefined;
  reach: Reach;
  /** In all: name, connection, headers and body. */
  timeoutMs: number;
  /** Of the answer's body; the rest is not read. */
  maxBytes: number;
  /** For the tests. */
  lookup?: LookupFunction | undefined;
  ca?: string | undefined;
}

export interface Answered {
  status: number;
  headers: IncomingMessage['headers'];
  body: Buffer;
  /** Whether the body is complete. */
  isWhole: boolean;
}

/** A request that was not answered. The message is a sentence without anything of the request. */
export class NoAnswer extends Error {
  override name = 'NoAnswer';
}

/**
 * Sends one request and reads its answer, whatever its status. An answer counts once its headers have arrived: if the
 * body breaks off or does not end in time, what has arrived is given. Throws `RefusedUrl` and `NoAnswer`.
 */
export async function request(outgoing: Outgoing): Promise<Answered> {
  const url = parseUrl(outgoing.url, outgoing.reach);
  return new Promise((answered, failed) => {
    let answer: IncomingMessage | undefined;
    const chunks: Buffer[] = [];
    let bytes = 0;
    const end = (isWhole: boolean): void => {
      clearTimeout(timer);
      if (!answer) return;
      const body = Buffer.concat(chunks).subarray(0, outgoing.maxBytes);
      answered({ status: answer.statusCode ?? 0, headers: answer.headers, body, isWhole });
      sent.destroy();
    };
    const sent = open(url, outgoing);
    const timer = setTimeout(() => {
      if (answer) end(false);
      else sent.destroy(new NoAnswer(`There was no answer within ${outgoing.timeoutMs / 1000} seconds.`));
    }, outgoing.timeoutMs);
    sent.on('response', (response) => {
      answer = response;
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        bytes += chunk.length;
        if (bytes > outgoing.maxBytes) end(false);
      });
      response.on('end', () => end(response.complete));
      response.on('error', () => end(false));
    });
    sent.on('error', (error) => {
      clearTimeout(timer);
      if (answer) end(false);
      else failed(inWords(error, url));
    });
    // For an answer that changes the protocol (101) Node emits only this.
    sent.on('close', () => {
      if (answer) return;
      clearTimeout(timer);
      failed(new NoAnswer('The connection was closed before an answer came.'));
    });
    sent.end(outgoing.body);
  });
}

function open(url: URL, { method, headers, body, reach, lookup = systemLookup, ca }: Outgoing) {
  const options: RequestOptions = {
    method,
    headers: { ...headers, ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }) },
    lookup: guarded(lookup, reach),
    // Whatever the environment says.
    rejectUnauthorized: true,
    ...(ca !== undefined && { ca }),
  };
  // Only to this machine, in stage local; `parseUrl` has seen to that.
  if (url.protocol === 'http:') return requestHttp(url, { ...options, agent: new Agent() });
  const allowIPAddressList = reach === 'public' ? [] : ['127.0.0.1', '::1'];
  return requestHttps(url, { ...options, agent: new RequestFilteringHttpsAgent({ allowIPAddressList }) });
}

/** What went wrong, for people: the codes of Node's network. */
const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'The connection was refused.',
  ECONNRESET: 'The connection was closed before an answer came.',
  EPIPE: 'The connection was closed before an answer came.',
  ENOTFOUND: 'The name of the host cannot be found.',
  EAI_AGAIN: 'The name of the host cannot be looked up.',
  EHOSTUNREACH: 'The host cannot be reached.',
  ENETUNREACH: 'The host cannot be reached.',
  ETIMEDOUT: 'The connection took too long.',
  CERT_HAS_EXPIRED: 'Its certificate has expired.',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'Its certificate is not signed by anybody known.',
  SELF_SIGNED_CERT_IN_CHAIN: 'Its certificate is not signed by anybody known.',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'Its certificate cannot be verified: a part of the chain is missing.',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'Its certificate cannot be verified: a part of the chain is missing.',
  ERR_TLS_CERT_ALTNAME_INVALID: 'Its certificate is for another host.',
};

function inWords(error: unknown, url: URL): Error {
  if (error instanceof RefusedUrl || error instanceof NoAnswer) return error;
  const { code = '', message } = error as NodeJS.ErrnoException;
  // The agent checks each address once more, with its own message.
  if (/is not allowed\. Because/.test(message))
    return new RefusedUrl(`Its host ${url.hostname} leads to an address that is not public.`, {
      cause: error,
    });
  const known = Object.hasOwn(WORDS, code) ? WORDS[code] : undefined;
  return new NoAnswer(known ?? `The answer could not be read (${code || 'no code'}).`, { cause: error });
}
