import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, test } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { pythonPrograms, whyNoPython } from '../../checks/python/environment.ts';
import { anOrderBody } from '../support/an-order-body.ts';
import { blockOf } from '../support/doc.ts';
import { expectMessageMatchesOpenapi } from '../support/openapi.ts';
import { openStore } from '../support/store.ts';
import { freePort } from './npm-start.ts';

// What docs/webhooks.md tells a developer to type, typed; and the libraries that it names.

const store = await openStore();
const folder = mkdtempSync(join(tmpdir(), 'webhooks-doc-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const other = 'whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX';
const body = JSON.stringify({ type: 'order.refused', data: { errors: ['Größe „XL“ fehlt 🏍'] } });

interface Delivery {
  headers: Record<string, string>;
  body: string;
}

interface Signing {
  by?: string[];
  ageSeconds?: number;
}

/** A delivery as the service sends it. */
function delivery({ by = [secret], ageSeconds = 0 }: Signing = {}): Delivery {
  const at = new Date(Date.now() - ageSeconds * 1000);
  const id = 'msg_100234_3';
  return {
    headers: {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': by.map((one) => new Webhook(one).sign(id, at, body)).join(' '),
    },
    body,
  };
}

const changed = (differs: Record<string, string>, { headers, body: text } = delivery()) => ({
  headers: { ...headers, ...differs },
  body: text,
});
const without = (name: string) => {
  const { [name]: _, ...headers } = delivery().headers;
  return { headers, body };
};
const flipped = (text: string) =>
  text.startsWith('v1,A') ? text.replace('v1,A', 'v1,B') : `v1,A${text.slice(4)}`;

const cases: [what: string, make: () => Delivery, genuine: boolean][] = [
  ['a message', () => delivery(), true],
  ['one of four minutes ago', () => delivery({ ageSeconds: 240 }), true],
  ['one signed by the old secret and the new one', () => delivery({ by: [other, secret] }), true],
  ['one signed by another secret', () => delivery({ by: [other] }), false],
  ['one of six minutes ago', () => delivery({ ageSeconds: 360 }), false],
  ['one of six minutes hence', () => delivery({ ageSeconds: -360 }), false],
  ['other bytes', () => ({ ...delivery(), body: `${body} ` }), false],
  ['another id', () => changed({ 'webhook-id': 'msg_100234_4' }), false],
  [
    'another second',
    () => changed({ 'webhook-timestamp': String(Math.floor(Date.now() / 1000) + 2) }),
    false,
  ],
  [
    'another signature',
    () => changed({ 'webhook-signature': flipped(delivery().headers['webhook-signature'] ?? '') }),
    false,
  ],
  [
    'another version',
    () =>
      changed({ 'webhook-signature': (delivery().headers['webhook-signature'] ?? '').replace('v1', 'v1a') }),
    false,
  ],
  ['half a signature', () => changed({ 'webhook-signature': 'v1,' }), false],
  ['a signature of odd letters', () => changed({ 'webhook-signature': 'v1,\u00fc v1' }), false],
  ['no time', () => changed({ 'webhook-timestamp': 'now' }), false],
  ['no signature', () => without('webhook-signature'), false],
  ['no timestamp', () => without('webhook-timestamp'), false],
];

/** The verdict of a program that reads deliveries, on each. */
function judge(program: string, args: string[]): boolean[] {
  const input = JSON.stringify({ secret, deliveries: cases.map(([, make]) => make()) });
  const { stdout, stderr, status } = spawnSync(program, args, { input, encoding: 'utf8', cwd: folder });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

function write(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

const expected = cases.map(([what, , genuine]) => [what, genuine]);

function expectRight(judged: boolean[]): void {
  expect(cases.map(([what], at) => [what, judged[at]])).toEqual(expected);
}

const noPython = whyNoPython();
const noPhp = spawnSync('php', ['--version']).status === 0 ? undefined : 'There is no PHP.';

write('verify.mjs', blockOf('docs/webhooks.md', 'verify: node'));

describe('a message is verified, and nothing else is, by', () => {
  test('the lines for Node', () => {
    const main = write(
      'judge.mjs',
      `import { isGenuine } from './verify.mjs';
       import { text } from 'node:stream/consumers';
       const { secret, deliveries } = JSON.parse(await text(process.stdin));
       console.log(JSON.stringify(deliveries.map(({ headers, body }) => isGenuine(secret, headers, Buffer.from(body)))));`,
    );
    expectRight(judge(process.execPath, [main]));
  });

  const python = noPython === undefined ? test : test.skip;
  python(`the lines for Python${noPython ? `: ${noPython}` : ''}`, () => {
    const main = write(
      'judge.py',
      `${blockOf('docs/webhooks.md', 'verify: python')}
import json, sys
given = json.loads(sys.stdin.buffer.read())
print(json.dumps([is_genuine(given["secret"], one["headers"], one["body"].encode()) for one in given["deliveries"]]))
`,
    );
    expectRight(judge('python3', [main]));
  });

  const php = noPhp === undefined ? test : test.skip;
  php(`the lines for PHP${noPhp ? `: ${noPhp}` : ''}`, () => {
    const main = write(
      'judge.php',
      `<?php
${blockOf('docs/webhooks.md', 'verify: php')}
$given = json_decode(file_get_contents('php://stdin'), true);
echo json_encode(array_map(fn ($one) => is_genuine($given['secret'], $one['headers'], $one['body']), $given['deliveries']));
`,
    );
    expectRight(judge('php', ['-d', 'display_errors=stderr', main]));
  });

  test('the library from npm', () => {
    const judged = cases.map(([, make]) => {
      const { headers, body: text } = make();
      try {
        new Webhook(secret).verify(text, headers);
        return true;
      } catch {
        return false;
      }
    });
    expectRight(judged);
  });

  python(
    `the library from PyPI${noPython ? `: ${noPython}` : ''}`,
    async () => {
      const programs = await pythonPrograms('receivers');
      const main = write(
        'library.py',
        `import json, sys
from standardwebhooks import Webhook

def judge(secret, headers, body):
    try:
        Webhook(secret).verify(body, headers)
        return True
    except Exception:
        return False

given = json.loads(sys.stdin.buffer.read())
print(json.dumps([judge(given["secret"], one["headers"], one["body"].encode()) for one in given["deliveries"]]))
`,
      );
      expectRight(judge(join(process.cwd(), programs, 'python'), [main]));
    },
    120_000,
  );
});

describe('the webstore of the document', () => {
  let child: ChildProcess | undefined;
  afterAll(() => void child?.kill());

  test('writes down each message once, whatever comes twice, late or unsigned', async () => {
    const port = await freePort();
    const main = write('receiver.mjs', blockOf('docs/webhooks.md', 'receiver: node'));
    child = spawn(process.execPath, [main], {
      env: { ...process.env, WEBHOOK_SECRET: secret, PORT: String(port) },
    });
    let printed = '';
    child.stdout?.on('data', (chunk) => (printed += String(chunk)));
    while (!printed.includes('listening')) await sleep(20);

    const shipped = (sequence: number, status: string, trackingNumber: string) =>
      JSON.stringify({
        type: 'order.shipped',
        data: { sequence, order: { orderId: '100234', status }, shipments: [{ trackingNumber }] },
      });
    const tell = async (id: string, text: string, by = secret) => {
      const now = new Date();
      const headers = {
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
        'webhook-signature': new Webhook(by).sign(id, now, text),
      };
      return (await fetch(`http://127.0.0.1:${port}`, { method: 'POST', headers, body: text })).status;
    };
    const second = shipped(2, 'Shipped', '1Z2');
    expect([
      await tell('b', second),
      await tell('b', second),
      await tell('a', shipped(1, 'PartiallyShipped', '1Z1')),
      await tell('c', shipped(3, 'Shipped', '1Z3'), other),
      await tell('d', JSON.stringify({ type: 'webhook.test', data: { store: 'coolbike' } })),
    ]).toEqual([204, 204, 204, 401, 204]);
    expect(printed).toBe('listening\n100234 Shipped 1Z2\n100234 Shipped 1Z2, 1Z1\n');
  });
});

test.each(['downloaded', 'refused', 'shipped', 'canceled', 'requeued'])(
  'the body of order.%s is as openapi.yaml says',
  (what) => {
    expectMessageMatchesOpenapi(JSON.parse(blockOf('docs/webhooks.md', `body: order.${what}`)));
  },
);

test('the body of webhook.test is as openapi.yaml says', () => {
  expectMessageMatchesOpenapi(JSON.parse(blockOf('docs/webhooks.md', 'body: webhook.test')));
});

test('the lines that catch up read every page, and say where to go on', async () => {
  for (const orderId of ['1', '2', '3']) await store.place(orderId, anOrderBody());
  let pages = 0;
  const server = createServer((request, response) => {
    pages += 1;
    // Pages of two, so that there are several.
    const path = (request.url ?? '').replace('limit=100', 'limit=2');
    void store.webstore('GET', path).then(({ status, body: text }) => response.writeHead(status).end(text));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;

  const file = write('catch-up.mjs', blockOf('docs/webhooks.md', 'catch-up: node'));
  const { changesSince } = (await import(pathToFileURL(file).href)) as {
    changesSince: (
      origin: string,
      token: string,
      since: string,
      take: (order: unknown) => void,
    ) => Promise<string>;
  };
  const taken: unknown[] = [];
  const since = new Date(Date.now() - 60_000).toISOString();
  const next = await changesSince(origin, 'local-token', since, (order) => void taken.push(order));
  server.close();
  // A list tells no messages.
  const listed = ['1', '2', '3'].map(async (id) => ({ ...(await store.lookUp(id)), messages: undefined }));
  expect(taken).toEqual(await Promise.all(listed));
  expect({ next, pages }).toEqual({ next: since, pages: 2 });
});
