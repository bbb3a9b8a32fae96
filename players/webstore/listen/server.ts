import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { UsageError } from '../../../terminal/usage-error.ts';
import type { Delivery } from './delivery.ts';

const MAX_BYTES = 1024 * 1024;

export type Receiver = { url: string; close(): Promise<void> };

/** Receives messages on this machine only. @throws UsageError if the port is taken */
export async function receive(
  port: number,
  hear: (delivery: Delivery, response: ServerResponse) => Promise<void>,
): Promise<Receiver> {
  const server = createServer((request, response) => {
    // A sender that hangs up in the middle is nobody's fault here.
    void read(request, response, hear).catch(() => response.destroy());
  });
  server.on('clientError', (_error, socket) => socket.destroy());
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    throw new UsageError(`Port ${port} is taken. Choose another one: --port`, { cause: error });
  }
  const { port: bound } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  };
  return { url: `http://127.0.0.1:${bound}`, close };
}

async function read(
  request: IncomingMessage,
  response: ServerResponse,
  hear: (delivery: Delivery, response: ServerResponse) => Promise<void>,
): Promise<void> {
  if (request.method !== 'POST') {
    response.writeHead(405, { Allow: 'POST' }).end();
    return;
  }
  const body = await wholeBody(request);
  if (body === undefined) {
    response.writeHead(413, { Connection: 'close' }).end();
    return;
  }
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, [value ?? ''].flat().join(' ')]),
  );
  await hear({ at: new Date(), path: request.url ?? '', headers, body }, response);
}

async function wholeBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
