import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterAll, describe, expect, test } from '@jest/globals';
import { request } from '../../lib/outgoing/request.ts';
import { answer, KINDS } from '../../players/webstore/listen/answer.ts';
import { type Certificate, makeCertificate, whyNoOpenssl } from '../support/certificates.ts';

// What a webstore, or an impostor, may do to a request. In every case the request ends in time, with one outcome,
// within its memory.

const servers: Server[] = [];
afterAll(() => {
  for (const server of servers) server.close();
});

async function portOf(server: Server): Promise<number> {
  servers.push(server);
  if (!server.listening) server.listen(0, '127.0.0.1');
  if (!server.listening) await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

const TIMEOUT = 700;

/** The outcome of one request, as text, known soon after its time is up. */
async function outcome(url: string, more: { ca?: string; timeoutMs?: number } = {}): Promise<string> {
  const sent = request({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/json' },
    body: '{"type":"webhook.test"}',
    reach: 'this machine too',
    timeoutMs: TIMEOUT,
    maxBytes: 16 * 1024,
    ...more,
  }).then(
    ({ status, isWhole, body }) => `${status}, ${body.length} bytes${isWhole ? '' : ', not whole'}`,
    (error: Error) => `${error.name}: ${error.message}`,
  );
  let timer: NodeJS.Timeout | undefined;
  const hung = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve('HANGS'), TIMEOUT + 5000);
  });
  try {
    return await Promise.race([sent, hung]);
  } finally {
    clearTimeout(timer);
  }
}

/** A server that answers the first bytes with these, and ends, or keeps the connection open. */
async function raw(bytes: string, keep: boolean): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => (keep ? socket.write(bytes) : socket.end(bytes)));
  });
  return `http://127.0.0.1:${await portOf(server)}/hooks`;
}

const NO_ANSWER = 'NoAnswer: The connection was closed before an answer came.';
const TOO_LATE = 'NoAnswer: There was no answer within 0.7 seconds.';
const unreadable = (code: string) => `NoAnswer: The answer could not be read (${code}).`;

describe('bytes instead of an answer', () => {
  test.each<[what: string, bytes: string, ended: string, open: string]>([
    ['nothing', '', NO_ANSWER, TOO_LATE],
    ['half a line', 'HTTP/1.1 20', NO_ANSWER, TOO_LATE],
    [
      'another protocol',
      'SSH-2.0-OpenSSH\r\n',
      unreadable('HPE_INVALID_CONSTANT'),
      unreadable('HPE_INVALID_CONSTANT'),
    ],
    [
      'a change of protocol',
      'HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n',
      NO_ANSWER,
      NO_ANSWER,
    ],
    ['a promise of an answer', 'HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n'.repeat(3), NO_ANSWER, TOO_LATE],
    [
      'a header without an end',
      `HTTP/1.1 200 OK\r\nx: ${'a'.repeat(100_000)}`,
      unreadable('HPE_HEADER_OVERFLOW'),
      unreadable('HPE_HEADER_OVERFLOW'),
    ],
    [
      'two lengths',
      'HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd',
      unreadable('HPE_UNEXPECTED_CONTENT_LENGTH'),
      unreadable('HPE_UNEXPECTED_CONTENT_LENGTH'),
    ],
    [
      'less than it says',
      'HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nabc',
      '200, 3 bytes, not whole',
      '200, 3 bytes, not whole',
    ],
    [
      'more than it says',
      'HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcdef',
      '200, 0 bytes, not whole',
      '200, 0 bytes, not whole',
    ],
    [
      'a chunk that is none',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n',
      '200, 0 bytes, not whole',
      '200, 0 bytes, not whole',
    ],
    [
      'a status that is none',
      'HTTP/1.1 999 What\r\nContent-Length: 0\r\n\r\n',
      '999, 0 bytes',
      '999, 0 bytes',
    ],
    ['no content', 'HTTP/1.1 204 No Content\r\n\r\n', '204, 0 bytes', '204, 0 bytes'],
  ])('%s', async (_what, bytes, ended, open) => {
    expect([await outcome(await raw(bytes, false)), await outcome(await raw(bytes, true))]).toEqual([
      ended,
      open,
    ]);
  });

  test('nobody listens', async () => {
    const server = createServer();
    const port = await portOf(server);
    server.close();
    await once(server, 'close');
    expect(await outcome(`http://127.0.0.1:${port}/`)).toBe('NoAnswer: The connection was refused.');
  });

  test('a connection is taken and never read', async () => {
    const sockets: Socket[] = [];
    const server = createServer({ pauseOnConnect: true }, (socket) => void sockets.push(socket));
    const port = await portOf(server);
    expect(await outcome(`http://127.0.0.1:${port}/`)).toBe(TOO_LATE);
    for (const socket of sockets) socket.destroy();
  });
});

describe('a webstore that misbehaves', () => {
  const expected: Record<(typeof KINDS)[number], string> = {
    slow: TOO_LATE,
    never: TOO_LATE,
    reset: NO_ANSWER,
    redirect: '307, 0 bytes',
    trickle: TOO_LATE,
    short: '200, 10 bytes, not whole',
    flood: `200, ${16 * 1024} bytes, not whole`,
  };

  test.each(KINDS)('%s', async (kind) => {
    const paths: string[] = [];
    let written = 0;
    const server = createHttpServer((incoming, response) => {
      paths.push(incoming.url ?? '');
      const { socket } = response;
      void answer(response, kind, { slowMs: 3000, retryAfterMs: undefined }).catch(() => undefined);
      response.on('close', () => (written = socket?.bytesWritten ?? 0));
    });
    const port = await portOf(server);
    expect(await outcome(`http://127.0.0.1:${port}/hooks`)).toBe(expected[kind]);
    // No redirect is followed, and nothing is asked for twice.
    expect(paths).toEqual(['/hooks']);
    server.closeAllConnections();
    await new Promise((resolve) => setTimeout(resolve, 20));
    // Of a gigabyte only what was on its way.
    expect(written).toBeLessThan(20 * 2 ** 20);
  });
});

const noOpenssl = whyNoOpenssl();

(noOpenssl === undefined ? describe : describe.skip)(
  `a certificate${noOpenssl ? `: ${noOpenssl}` : ''}`,
  () => {
    const here = 'DNS:localhost,IP:127.0.0.1';
    const authority =
      noOpenssl === undefined ? makeCertificate({ names: here, days: 1 }) : { cert: '', key: '' };
    const signed = (names: string, days: number) => makeCertificate({ names, days, by: authority });

    async function over(certificate: Certificate, ca?: string): Promise<string> {
      let reached = 0;
      const server = createHttpsServer(certificate, (_incoming, response) => {
        reached += 1;
        response.writeHead(204).end();
      });
      server.on('tlsClientError', () => undefined);
      const port = await portOf(server);
      // Nothing here waits, but a busy machine takes its time to shake hands.
      const more = { timeoutMs: 5000, ...(ca !== undefined && { ca }) };
      const said = await outcome(`https://127.0.0.1:${port}/hooks`, more);
      server.closeAllConnections();
      return `${said} Reached: ${reached}`;
    }

    test('of somebody known is taken', async () => {
      expect(await over(signed(here, 1), authority.cert)).toBe('204, 0 bytes Reached: 1');
    });

    test.each<[string, () => Promise<string>, string]>([
      [
        'of nobody known',
        () => over(signed(here, 1)),
        'NoAnswer: Its certificate cannot be verified: a part of the chain is missing.',
      ],
      ['of its own', () => over(authority), 'NoAnswer: Its certificate is not signed by anybody known.'],
      [
        'of another host',
        () => over(signed('DNS:shop.example.com', 1), authority.cert),
        'NoAnswer: Its certificate is for another host.',
      ],
      [
        'of yesterday',
        () => over(signed(here, -1), authority.cert),
        'NoAnswer: Its certificate has expired.',
      ],
    ])('%s is refused, and nothing of the message is sent', async (_what, meet, said) => {
      expect(await meet()).toBe(`${said} Reached: 0`);
    });

    test('is not asked of a server that speaks no TLS', async () => {
      const url = (await raw('HTTP/1.1 204 No Content\r\n\r\n', false)).replace('http:', 'https:');
      expect(await outcome(url)).toMatch(/^NoAnswer: /);
    });
  },
);
