import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A request as it arrived. */
export interface Received {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  body: string;
  at: number;
}

export type React = (received: Received, response: ServerResponse) => void | Promise<void>;

/** A webstore on loopback: it keeps the messages, and answers 204 by default. */
export interface Receiver {
  url: string;
  received: Received[];
  /** What it answers from now on. */
  react: (react: React) => void;
  close: () => Promise<void>;
}

export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  let reaction: React = (_, response) => void response.writeHead(204).end();
  const server = createServer((request, response) => {
    void text(request).then(async (body) => {
      const { method = '', url = '', headers } = request;
      const one = { method, url, headers, body, at: Date.now() };
      received.push(one);
      await reaction(one, response);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`,
    received,
    react: (react) => {
      reaction = react;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
