import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { isLoopbackName } from '../../../../terminal/http/loopback.ts';
import { NoAnswer } from '../../../../terminal/http/no-answer.ts';
import { send, sendAndLose } from '../../../../terminal/http/send.ts';

let server: Server | undefined;

/** @returns the port of a server that tells, in `seen`, each request's host and body, and answers after `delayMs` */
async function listen(seen: string[], delayMs = 0): Promise<number> {
  const started = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      seen.push(`${request.headers.host} ${body}`);
      setTimeout(() => response.writeHead(200, { 'Content-Type': 'text/plain' }).end('hello'), delayMs);
    });
  });
  server = started;
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
  return (started.address() as AddressInfo).port;
}

afterEach(async () => {
  const stopped = server;
  server = undefined;
  stopped?.closeAllConnections();
  if (stopped) await new Promise((resolve) => stopped.close(resolve));
});

describe('a host name', () => {
  test.each(['localhost', 'coolbike.localhost', 'a.b.LocalHost', 'localhost.'])(
    '%s is this machine',
    (name) => {
      expect(isLoopbackName(name)).toBe(true);
    },
  );

  test.each(['notlocalhost', 'localhost.example.com', '127.0.0.1'])('%s is looked up', (name) => {
    expect(isLoopbackName(name)).toBe(false);
  });
});

describe('send', () => {
  test("reaches this machine under a store's own name, and the server sees that name", async () => {
    const seen: string[] = [];
    const port = await listen(seen);
    const answer = await send({ method: 'POST', url: `http://coolbike.localhost:${port}/x`, body: 'é' });
    expect(answer.status).toBe(200);
    expect(answer.body.toString()).toBe('hello');
    expect(seen).toEqual([`coolbike.localhost:${port} é`]);
  });

  test('says in a sentence that nobody listens', async () => {
    const port = await listen([]);
    await new Promise((resolve) => server?.close(resolve));
    await expect(send({ method: 'GET', url: `http://localhost:${port}/` })).rejects.toThrow(
      `Nothing listens at http://localhost:${port} (connection refused). Is the server running? Start it with: npm start`,
    );
  });

  test('says in a sentence that the server hung up', async () => {
    const seen: string[] = [];
    const port = await listen(seen);
    server?.removeAllListeners('request');
    server?.on('request', (request) => request.socket.destroy());
    const error = await send({ method: 'GET', url: `http://localhost:${port}/` }).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(NoAnswer);
    expect(error).toMatchObject({
      message: `http://localhost:${port} closed the connection without answering.`,
      mayPass: true,
    });
  });
});

describe('sendAndLose', () => {
  test.each(['answer', 'connection'] as const)(
    'lets the server have the whole request, losing the %s',
    async (loss) => {
      const seen: string[] = [];
      const port = await listen(seen, 20);
      const body = 'x'.repeat(200_000);
      await sendAndLose({ method: 'POST', url: `http://localhost:${port}/`, body }, loss);
      // The next request on its own connection is answered after the lost one was read.
      await send({ method: 'GET', url: `http://localhost:${port}/` });
      expect(seen.map((line) => line.length)).toEqual([
        `localhost:${port} `.length + 200_000,
        `localhost:${port} `.length,
      ]);
    },
  );
});
