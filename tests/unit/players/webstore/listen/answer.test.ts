import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, test } from '@jest/globals';
import { answer, chooseAnswer, type Misbehavior } from '../../../../../players/webstore/listen/answer.ts';

const timing = { slowMs: 80, retryAfterMs: 1500 };
const server = createServer((incoming, response) => {
  const kind = incoming.url?.slice(1) ?? '';
  void answer(response, /^\d+$/.test(kind) ? Number(kind) : (kind as 'slow'), timing);
}).listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = server.address() as AddressInfo;

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** What a sender sees that hangs up after `patience`, or at the first byte of the body beyond 100,000. */
async function seen(kind: string, patience: number): Promise<string> {
  const sent = request({ host: '127.0.0.1', port, path: `/${kind}`, method: 'POST', agent: false });
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      resolve('nothing');
      sent.destroy();
    }, patience);
    const end = (what: string): void => {
      clearTimeout(timer);
      resolve(what);
      sent.destroy();
    };
    sent.on('error', (error: NodeJS.ErrnoException) => end(String(error.code)));
    sent.on('response', (response) => {
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > 100_000) end(`${response.statusCode} and more than 100,000 bytes`);
      });
      response.on('error', (error: NodeJS.ErrnoException) =>
        end(`${response.statusCode}, then ${error.code}`),
      );
      response.on('end', () => {
        const { location, 'retry-after': retryAfter } = response.headers;
        end([response.statusCode, location, retryAfter].filter(Boolean).join(' '));
      });
    });
    sent.end('{}');
  });
}

describe('a sender sees', () => {
  test.each([
    ['204', '204'],
    ['410', '410'],
    ['429', '429 2'],
    ['503', '503 2'],
    ['slow', '204'],
    ['redirect', '307 /moved'],
    ['reset', 'ECONNRESET'],
    ['short', '200, then ECONNRESET'],
    ['flood', '200 and more than 100,000 bytes'],
  ])('%s as %s', async (kind, what) => {
    expect(await seen(kind, 5000)).toBe(what);
  });

  test.each(['never', 'trickle'])('nothing of %s for as long as it waits', async (kind) => {
    expect(await seen(kind, 1500)).toBe('nothing');
  });
});

test('what hangs is given up as soon as the sender hangs up', async () => {
  expect(await seen('never', 50)).toBe('nothing');
  await sleep(50);
  const [connections] = await new Promise<[number]>((resolve) => {
    server.getConnections((_error, count) => resolve([count]));
  });
  expect(connections).toBe(0);
});

describe('the choice of an answer', () => {
  const misbehavior: Misbehavior = { kind: 500, share: 0.3, ...timing, first: 2, seed: 1 };

  test('is made by chance, in the share asked for', () => {
    expect(chooseAnswer(misbehavior, 1, () => 0.29)).toBe(500);
    expect(chooseAnswer(misbehavior, 1, () => 0.3)).toBe(204);
  });

  test('is success after the first deliveries of a message', () => {
    expect([1, 2, 3].map((times) => chooseAnswer(misbehavior, times, () => 0))).toEqual([500, 500, 204]);
  });
});
