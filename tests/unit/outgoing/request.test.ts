import { once } from 'node:events';
import { createServer, type Server as NetServer, type Socket } from 'node:net';
import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { request } from '../../../lib/outgoing/request.ts';

const servers: (Server | NetServer)[] = [];
const sockets = new Set<Socket>();
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  for (const server of servers.splice(0)) {
    server.close();
    await once(server, 'close');
  }
});

async function listening<T extends Server | NetServer>(server: T): Promise<string> {
  servers.push(server);
  server.on('connection', (socket: Socket) => sockets.add(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`;
}

const http = (listener: RequestListener) => listening(createHttpServer(listener));
/** A server that writes bytes of its own, and knows no HTTP. */
const raw = (talk: (socket: Socket) => void) =>
  listening(
    createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => talk(socket));
    }),
  );

const post = (url: string, timeoutMs = 400) =>
  request({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/json' },
    body: '{"type":"webhook.test"}',
    reach: 'this machine too',
    timeoutMs,
    maxBytes: 16_384,
  });

test('a request has its headers and its length, and its answer is read whole', async () => {
  const url = await http((incoming, response) => {
    response.writeHead(201, { 'x-headers': JSON.stringify(incoming.headers) }).end('Thank you');
  });
  const { status, headers, body, isWhole } = await post(url);
  expect({ status, body: body.toString(), isWhole }).toEqual({
    status: 201,
    body: 'Thank you',
    isWhole: true,
  });
  expect(JSON.parse(String(headers['x-headers']))).toEqual({
    'content-type': 'application/json',
    'content-length': '23',
    host: new URL(url).host,
    connection: 'close',
  });
});

test('a redirect is an answer, and not followed', async () => {
  let calls = 0;
  const url = await http((_, response) => {
    calls += 1;
    response.writeHead(307, { location: '/elsewhere' }).end();
  });
  expect((await post(url)).status).toBe(307);
  expect(calls).toBe(1);
});

describe('what does not answer', () => {
  test('because nobody listens', async () => {
    const url = await raw(() => undefined);
    for (const server of servers.splice(0)) {
      server.close();
      await once(server, 'close');
    }
    await expect(post(url)).rejects.toThrow('The connection was refused.');
  });

  test('in time is waited for no longer', async () => {
    const startedAt = performance.now();
    await expect(post(await http(() => undefined))).rejects.toThrow(
      'There was no answer within 0.4 seconds.',
    );
    expect(performance.now() - startedAt).toBeLessThan(2000);
  });

  test('but sends its headers a byte at a time is waited for no longer', async () => {
    const url = await raw((socket) => {
      let at = -1;
      const timer = setInterval(() => socket.write('HTTP/1.1 200 OK\r\nx: y'.charAt((at += 1)) || 'z'), 50);
      socket.on('close', () => clearInterval(timer));
    });
    await expect(post(url)).rejects.toThrow('There was no answer within 0.4 seconds.');
  });

  test('but closes the connection', async () => {
    const url = await raw((socket) => socket.destroy());
    await expect(post(url)).rejects.toThrow('The connection was closed before an answer came.');
  });

  test('but resets it in the middle of its headers', async () => {
    const url = await raw((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-le');
      setTimeout(() => socket.resetAndDestroy(), 20);
    });
    await expect(post(url)).rejects.toThrow(/closed before an answer came|could not be read/);
  });

  test('in HTTP is no answer', async () => {
    const url = await raw((socket) => socket.end('Hello'));
    await expect(post(url)).rejects.toThrow(/The answer could not be read \(HPE_/);
  });
});

describe('an answer counts from its headers on', () => {
  const beginning = 'HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\nThank';

  test('though its body is shorter than it says', async () => {
    const { status, body, isWhole } = await post(await raw((socket) => socket.end(beginning)));
    expect({ status, body: body.toString(), isWhole }).toEqual({
      status: 200,
      body: 'Thank',
      isWhole: false,
    });
  });

  test('though its body does not end in time', async () => {
    const { status, isWhole } = await post(await raw((socket) => socket.write(beginning)));
    expect({ status, isWhole }).toEqual({ status: 200, isWhole: false });
  });

  test('though the connection is reset in its body', async () => {
    const url = await raw((socket) => {
      socket.write(beginning);
      setTimeout(() => socket.resetAndDestroy(), 20);
    });
    expect(await post(url)).toMatchObject({ status: 200, isWhole: false });
  });

  test('and of a gigabyte 16 KB are read', async () => {
    let sent = 0;
    const url = await http((_, response) => {
      response.writeHead(200);
      const more = (): void => {
        while (sent < 2 ** 30 && !response.destroyed) {
          sent += 65_536;
          if (!response.write(Buffer.alloc(65_536, 'x'))) return void response.once('drain', more);
        }
      };
      more();
    });
    const { body, isWhole } = await post(url, 5000);
    expect({ bytes: body.length, isWhole }).toEqual({ bytes: 16_384, isWhole: false });
    expect(sent).toBeLessThan(2 ** 26);
  });
});
