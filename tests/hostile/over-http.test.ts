import { mkdtempSync, rmSync } from 'node:fs';
import { type IncomingHttpHeaders, request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { npmStart, type RunningServer } from '../e2e/npm-start.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'hostile-'));
let server: RunningServer;

beforeAll(async () => {
  server = await npmStart(dataDir);
}, 120_000);

afterAll(async () => {
  await server?.kill();
  rmSync(dataDir, { recursive: true, force: true });
});

interface Sent {
  path?: string;
  method?: string;
  headers?: Record<string, string>;
  /** Several go as chunks, without a length. */
  body?: (string | Buffer)[];
}

interface Got {
  status: number | undefined;
  headers: IncomingHttpHeaders;
  body: string;
}

const ACKNOWLEDGE = '/LightSpeed/AcknowledgeRequest';

function send({ path = ACKNOWLEDGE, method = 'POST', headers = {}, body = [] }: Sent): Promise<Got> {
  const authorization = path.startsWith('/orders')
    ? 'Bearer local-token'
    : `Basic ${btoa('lightspeed:local-password')}`;
  const { hostname, port } = new URL(server.origin);
  return new Promise((resolve, reject) => {
    // Not by a URL: that would put the path right.
    const sent = request({
      hostname,
      port,
      path,
      method,
      headers: { authorization, ...headers },
      timeout: 30_000,
    });
    sent.on('error', reject);
    sent.on('timeout', () => sent.destroy(new Error('There is no answer.')));
    sent.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const { statusCode, headers: got } = response;
        resolve({ status: statusCode, headers: got, body: Buffer.concat(chunks).toString() });
      });
    });
    if (body.length === 1) sent.setHeader('Content-Length', Buffer.byteLength(body[0] ?? ''));
    for (const chunk of body) sent.write(chunk);
    sent.end();
  });
}

const XML = { 'content-type': 'application/xml' };
const BYTES = { 'content-type': 'application/octet-stream' };
const document = '<A><Order Id="nobody"/></A>';
const answered =
  '<?xml version="1.0" encoding="UTF-8"?><AcknowledgeResponse><Orders>' +
  '<Order><OrderId>nobody</OrderId><Result>NotFound</Result></Order></Orders></AcknowledgeResponse>';

test('a body in chunks is read', async () => {
  const answer = await send({ headers: XML, body: document.split('') });
  expect(answer).toMatchObject({ status: 200, body: answered });
});

test.each([
  ['UTF-8', Buffer.from(document)],
  ['UTF-16', Buffer.from(`\uFEFF${document}`, 'utf16le')],
  ['Windows-1252', Buffer.from(`<!-- Pi\xE8ce -->${document}`, 'latin1')],
])('a body in %s is read, whatever its content type', async (_name, body) => {
  for (const headers of [BYTES, XML, { 'content-type': 'text/xml; charset=utf-16' }, {}])
    expect(await send({ headers, body: [body] })).toMatchObject({ status: 200, body: answered });
});

test.each(['null', '"x"', '""', 'false', '0', '[]'])(
  '%s as JSON is refused on every endpoint',
  async (body) => {
    const sent = { headers: { 'content-type': 'application/json' }, body: [body] };
    for (const path of ['/orders/1/notes', '/orders/1/cancel', '/orders/1/requeue', '/orders/1/resend'])
      expect({ path, status: (await send({ path, ...sent })).status }).toEqual({ path, status: 422 });
    expect((await send({ path: '/orders/1', method: 'PUT', ...sent })).status).toBe(422);
  },
);

test('a path that is no text is answered by us, in XML', async () => {
  for (const id of ['%', '%zz', '%ff', '%E0%80%80'])
    expect(await send({ path: `/LightSpeed/Order/${id}/Cancel` })).toMatchObject({
      status: 404,
      headers: { 'content-type': 'application/xml; charset=utf-8' },
      body: expect.stringContaining('<Code>OrderNotFound</Code>'),
    });
});

test('a body in gzip is not text, and we say so', async () => {
  const headers = { ...BYTES, 'content-encoding': 'gzip' };
  const { status, body } = await send({ headers, body: [gzipSync(document)] });
  expect([400, 415]).toContain(status);
  expect(body).not.toMatch(/\bat .*:\d+|node_modules/);
});

test.each([2, 6])('a body of %i MB is told to be too large by us, for both faces', async (megabytes) => {
  const body = [Buffer.alloc(megabytes * 1_000_000, 'x')];
  for (const headers of [XML, BYTES]) {
    const { status, body: said } = await send({ headers, body });
    expect({ status, said }).toEqual({
      status: 413,
      said: expect.stringContaining('<Code>PayloadTooLarge</Code>'),
    });
  }
  const { status, body: said } = await send({ path: '/orders/1', method: 'PUT', headers: BYTES, body });
  expect({ status, code: JSON.parse(said).code }).toEqual({ status: 413, code: 'PayloadTooLarge' });
});

test('a body of 11 MB is refused before it reaches us', async () => {
  // The server may hang up while it is still being sent.
  const status = await send({ headers: XML, body: [Buffer.alloc(11_000_000, 'x')] }).then(
    (answer) => answer.status,
    (error: NodeJS.ErrnoException) => error.code,
  );
  expect([413, 'EPIPE', 'ECONNRESET']).toContain(status);
});

test.each([
  '//LightSpeed//AcknowledgeRequest//',
  '/lightspeed/acknowledgerequest',
  '/LightSpeed/Order/%2e%2e/Shipment',
  '/LightSpeed/Order/%00/Shipment',
  '/LightSpeed/Order/%zz/Shipment',
  '/LightSpeed/Order/%E0%80%80/Cancel',
  '/LightSpeed/../orders',
  '/orders/%F0%9F%98%80',
  '/orders/a%2Fb/notes',
  '/orders?cursor=%00&limit=%zz',
  '/orders?limit=1&limit=2&status[]=New',
  '/?a=b&a=c',
  '/*',
])('%s is answered, neither with a failure of ours nor with a stack', async (path) => {
  for (const method of ['GET', 'POST', 'PUT', 'DELETE']) {
    const { status, body } = await send({
      path,
      method,
      headers: XML,
      ...(method === 'POST' && { body: ['<a/>'] }),
    });
    expect(status).toBeLessThan(500);
    expect(body).not.toMatch(/\bat .*:\d+|node_modules/);
  }
});

test.each([
  ['no HTTP', 'hello\r\n\r\n'],
  ['two lengths', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd'],
  [
    'a length and chunks',
    'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
  ],
  ['a header of 100 KB', `GET /LightSpeed HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`],
  ['a body that never ends', 'POST /LightSpeed HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n<a'],
])('after %s the next call is answered', async (_name, bytes) => {
  const { hostname, port } = new URL(server.origin);
  const socket = connect(Number(port), hostname).on('error', () => undefined);
  socket.end(bytes);
  expect((await send({ headers: XML, body: [document] })).status).toBe(200);
  socket.destroy();
});
