import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { npmStart, type RunningServer } from './npm-start.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const dataDir = mkdtempSync(join(tmpdir(), 'lightspeed-player-'));
let server: RunningServer | undefined;

beforeAll(async () => {
  server = await npmStart(dataDir);
}, 120_000);

afterAll(async () => {
  await server?.kill();
  rmSync(dataDir, { recursive: true, force: true });
});

function origin(): string {
  if (server === undefined) throw new Error('The server is not running.');
  return server.origin;
}

type Ended = { code: number | null; stdout: string; stderr: string };

/** Runs `npm run orders` or `npm run lightspeed` as a person would, and presses Ctrl-C once `until` is printed. */
async function run(script: 'orders' | 'lightspeed', args: string[], until?: string): Promise<Ended> {
  const child = spawn(process.execPath, [`players/${script}.ts`, ...args], {
    cwd: root,
    // They find the server by its folder.
    env: { ...process.env, DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const code = new Promise<number | null>((resolve) => child.on('close', resolve));
  let seen = '';
  child.stdout.on('data', (chunk: Buffer) => {
    seen += chunk.toString();
    if (until === undefined || !seen.includes(until) || child.killed) return;
    child.kill('SIGINT');
    child.kill('SIGINT');
  });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await code, stdout, stderr };
}

async function order(orderId: string): Promise<unknown> {
  const headers = { Authorization: 'Bearer local-token' };
  const answer = await fetch(`${origin()}/orders/${orderId}`, { headers });
  expect(answer.status).toBe(200);
  return answer.json();
}

const anInstant = expect.stringMatching(/^2\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/);

describe('orders, played by hand', () => {
  test('pass Test Connection first, under the name of a store as well', async () => {
    const { port } = new URL(origin());
    const url = `http://local.localhost:${port}/LightSpeed`;
    const told = await run('lightspeed', ['test', '--url', url]);
    expect(told.stderr).toBe('');
    expect(told.stdout).toContain(`The connection works.\n  URL          ${url}\n`);
    expect(told.code).toBe(0);
  });

  test('are placed, and are the same orders when they are placed again', async () => {
    const first = await run('orders', ['--count', '3', '--seed', '7']);
    expect(first.stderr).toBe('');
    expect(first.stdout).toMatch(/3 orders in .* s: 3 created, 0 same, 0 replaced, 0 refused\./);
    const again = await run('orders', ['--count', '3', '--seed', '7']);
    expect(again.stdout).toMatch(/3 orders in .* s: 0 created, 3 same, 0 replaced, 0 refused\./);
    const other = await run('orders', ['--count', '1', '--seed', '8', '--start', '107002']);
    expect(other.stdout).toMatch(/1 order in .* s: 0 created, 0 same, 1 replaced, 0 refused\./);
    expect([first.code, again.code, other.code]).toEqual([0, 0, 0]);
  });

  test('are offered', async () => {
    const { code, stdout } = await run('lightspeed', ['poll']);
    // They were placed at once, so any of them may have come first.
    expect(stdout.match(/^107\d+ /gm)?.toSorted()).toEqual(['107000 ', '107001 ', '107002 ']);
    expect(stdout).toMatch(/3 orders offered\.\n$/);
    const told = JSON.parse((await run('lightspeed', ['poll', '--json'])).stdout);
    expect(told.orders).toHaveLength(3);
    expect(told.orders[0]).toMatchObject({ orderId: expect.stringMatching(/^10700\d$/), faults: [] });
    expect(code).toBe(0);
  });

  test('are taken, but for the one that is refused, which says why and is offered again', async () => {
    const refusal = '107001=Unknown part <KA-1> & no other';
    const { code, stdout } = await run('lightspeed', ['acknowledge', '--refuse', refusal]);
    expect(stdout).toMatch(/^107000 +imported +Downloaded$/m);
    expect(stdout).toMatch(/^107001 +refused: Unknown part <KA-1> & no other +ErrorsRecorded$/m);
    expect(stdout).toMatch(/^107002 +imported +Downloaded$/m);
    expect(code).toBe(0);
    expect((await run('lightspeed', ['poll'])).stdout).toMatch(/107001 [^]*1 order offered\.\n$/);
    expect(await order('107001')).toMatchObject({
      status: 'New',
      failedDownloads: 1,
      notes: [{ source: 'lightspeed', text: 'Unknown part <KA-1> & no other', count: 1 }],
    });
  });

  test('are shipped in two packages, and a repeat is no third', async () => {
    const packages = ['--tracking', '1Z999AA10123456784', '--tracking', '9400 1000 0000 0000 00'];
    const ship = ['ship', '107000', ...packages, '--carrier', 'UPS', '--service', 'Ground'];
    const first = await run('lightspeed', [...ship, '--date', '2026-11-24']);
    expect(first.stdout).toMatch(/^107000  1Z999AA10123456784, 9400 1000 0000 0000 00  Recorded  Shipped$/m);
    const again = await run('lightspeed', ['ship', '107000', '--tracking', '1z999aa10123456784']);
    expect(again.stdout).toMatch(/^107000  1z999aa10123456784  AlreadyRecorded  Shipped$/m);
    expect([first.code, again.code]).toEqual([0, 0]);
    expect(await order('107000')).toMatchObject({
      status: 'Shipped',
      shipments: [
        { trackingNumber: '1Z999AA10123456784', carrier: 'UPS', service: 'Ground', recordedAt: anInstant },
        {
          trackingNumber: '9400 1000 0000 0000 00',
          carrier: 'UPS',
          service: 'Ground',
          recordedAt: anInstant,
        },
      ],
    });
  });

  test('are voided, and then no longer offered', async () => {
    const { code, stdout } = await run('lightspeed', [
      'cancel',
      '107001',
      '--reason',
      'Voided: discontinued',
    ]);
    expect(stdout).toMatch(/^107001  Voided: discontinued  Canceled  Canceled$/m);
    expect(code).toBe(0);
    expect((await run('lightspeed', ['poll'])).stdout).toBe('No orders are outstanding.\n');
    expect(await order('107001')).toMatchObject({
      status: 'Canceled',
      canceledAt: anInstant,
      notes: [
        { source: 'lightspeed', text: 'Unknown part <KA-1> & no other', count: 1 },
        { source: 'lightspeed', text: 'Voided: discontinued', count: 1 },
      ],
    });
  });

  test('that have gone to Lightspeed are refused with the code when they change', async () => {
    const { code, stdout } = await run('orders', ['--count', '1', '--seed', '7', '--start', '107002']);
    expect(stdout).toContain('409 OrderAlreadyDownloaded');
    expect(code).toBe(1);
  });
});

describe('what goes wrong', () => {
  test.each([
    [['poll', '--password', 'wrong'], /^poll failed\. 401 Unauthorized: The user or the password is wrong\./],
    [['ship', 'none', '--tracking', 'A'], /^ship failed\. 404 OrderNotFound: The store has no such order\./],
    [
      ['poll', '--url', 'http://127.0.0.1:9/LightSpeed'],
      /^poll failed\. Nothing listens at http:\/\/127\.0\.0\.1:9 /,
    ],
  ])('%j is told in plain words', async (args, sentence) => {
    const { code, stdout, stderr } = await run('lightspeed', args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(sentence);
  });

  test('a wrong token stops the whole run at once', async () => {
    const { code, stderr } = await run('orders', ['--count', '500', '--token', 'wrong']);
    expect(code).toBe(1);
    const found = `http://localhost:${new URL(origin()).port}`;
    expect(stderr).toBe(`${found} does not know this API token (401). Pass the store's own: --token\n`);
  });

  test('a command that is typed wrongly ends with 2', async () => {
    expect((await run('lightspeed', ['ship'])).code).toBe(2);
    expect((await run('orders', ['--cuont', '3'])).code).toBe(2);
  });
});

describe('orders, played round after round', () => {
  test('are each taken once and shipped whole, though half of the answers get lost', async () => {
    expect((await run('orders', ['--count', '60', '--seed', '9'])).code).toBe(0);
    const shares = ['--ship', '0.9', '--refuse', '0.1', '--cancel', '0.05', '--lose', '0.5'];
    const rounds = ['--rounds', '9', '--interval', '0s', '--seed', '7'];
    const { code, stdout } = await run('lightspeed', ['run', ...rounds, ...shares]);
    expect(stdout).toMatch(/\n {2}all +\d+ +60 /);
    expect(stdout).toContain('No trouble.');
    expect(code).toBe(0);
    expect((await run('lightspeed', ['poll'])).stdout).toBe('No orders are outstanding.\n');
  }, 60_000);

  test('end with a summary on Ctrl-C, even if npm passes on what the terminal has sent already', async () => {
    const { code, stdout } = await run('lightspeed', ['run', '--interval', '1m'], '\n    1  ');
    expect(stdout).toMatch(/\n1 round in .* s, seed \d+\.\n/);
    // The second signal may find a process that has said all and is about to end: then it ends by the signal.
    expect([0, null]).toContain(code);
  });
});
