import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A call of a shop's API. Names of headers are in lowercase; `json` is undefined where there is no body. */
export type ApiCall = {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  json: unknown;
};

export type ApiAnswer = {
  status: number;
  json?: unknown;
  headers?: Record<string, string>;
  /** The order that the call changed: the answer to that may get lost. */
  changed?: number | undefined;
};

export type Api = (call: ApiCall) => ApiAnswer | Promise<ApiAnswer>;

export type ApiServer = { url: string; close(): Promise<void> };

/**
 * Serves a shop's API on this machine.
 * @param loses whether the answer to a change of this order gets lost: the change is made, and the connection is cut
 */
export async function serveApi(
  api: Api,
  { port, loses }: { port: number; loses: (order: number) => boolean },
): Promise<ApiServer> {
  const server = createServer((request, response) => {
    answer(api, request, response).catch(() => response.destroy());
  });
  async function answer(api: Api, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { status, json, headers, changed } = await api(await callOf(request));
    if (changed !== undefined && loses(changed)) return void request.socket.destroy();
    const body = json === undefined ? '' : JSON.stringify(json);
    response.writeHead(status, { ...(body !== '' && { 'content-type': 'application/json' }), ...headers });
    response.end(body);
  }
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => close(server) };
}

async function callOf(request: IncomingMessage): Promise<ApiCall> {
  const body = await text(request);
  const url = new URL(request.url ?? '/', 'http://shop.invalid');
  return {
    method: request.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: request.headers,
    json: body === '' ? undefined : JSON.parse(body),
  };
}

function close(server: Server): Promise<void> {
  return new Promise((closed) => {
    server.close(() => closed());
    server.closeAllConnections();
  });
}
