import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, test } from '@jest/globals';
import { anOrderBody } from '../support/an-order-body.ts';
import { freePort, npmStart, type RunningServer } from './npm-start.ts';
import { type RunningListener, webstoreListen } from './webstore-player.ts';

// A dealer's day: the webstore listens, Lightspeed ships; the webstore is away for an hour, and meanwhile the service
// dies.

const root = fileURLToPath(new URL('../..', import.meta.url));
const dataDir = mkdtempSync(join(tmpdir(), 'messages-'));
const HOUR = 3_600_000;
/** The environment of a process that runs an hour later. */
const later = {
  NODE_OPTIONS: `--require=${fileURLToPath(new URL('clock-ahead.cjs', import.meta.url))}`,
  CLOCK_AHEAD_MS: String(HOUR),
};

let server: RunningServer | undefined;
let listener: RunningListener | undefined;

afterAll(async () => {
  await listener?.stop();
  await server?.kill();
  rmSync(dataDir, { recursive: true, force: true });
});

const origin = () => server?.origin ?? '';

/** Runs a program of the project as a person types it, and gives what it prints. */
async function run(program: string, ...args: string[]): Promise<string> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program, ...args], {
    cwd: root,
    env: {
      ...process.env,
      DATA_DIR: dataDir,
      PORT: new URL(origin()).port,
      LIGHTSPEED_URL: `${origin()}/LightSpeed`,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  expect({ stderr, code: child.exitCode }).toEqual({ stderr: '', code: 0 });
  return stdout;
}

async function webstore(method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
  const answer = await fetch(`${origin()}${path}`, {
    method,
    headers: { authorization: 'Bearer local-token', 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  expect(answer.ok).toBe(true);
  return (await answer.json()) as Record<string, unknown>;
}

const ship = (orderId: string, tracking: string) =>
  run('players/lightspeed.ts', 'ship', orderId, '--tracking', tracking, '--carrier', 'UPS');

async function messagesOf(orderId: string): Promise<{ status: string; attempts: number }[]> {
  return (await webstore('GET', `/orders/${orderId}`))['messages'] as { status: string; attempts: number }[];
}

test('a tracking number is shown a moment after it was shipped, also to a webstore that was away for an hour, by a service that was killed', async () => {
  server = await npmStart(dataDir);
  const port = String(await freePort());
  listener = await webstoreListen(['--port', port]);
  const shown = await run(
    'operations/stores.ts',
    '--stage',
    'local',
    'webhook',
    'local',
    '--url',
    listener.url,
  );
  const [secret = ''] = /whsec_\S+/.exec(shown) ?? [];
  listener.type(secret);
  await listener.sees('The secret is taken.');

  await webstore('PUT', '/orders/100234', anOrderBody());
  await ship('100234', '1Z999AA10123456784');
  await listener.sees(/ 100234 +1 +order\.downloaded +verified +204\n/);
  await listener.sees(/ 100234 +2 +order\.shipped +UPS 1Z999AA10123456784 +verified +204\n/);
  expect((await listener.stop()).output).toContain('2 messages of 1 order in 2 deliveries.\nAll verified.\n');

  // Nobody listens any more.
  await webstore('PUT', '/orders/100235', anOrderBody());
  await ship('100235', '1Z999AA10999999999');
  const until = performance.now() + 60_000;
  while (!(await messagesOf('100235')).some(({ attempts }) => attempts >= 1)) {
    if (performance.now() > until) throw new Error('It was never tried.');
    await sleep(200);
  }
  await server.kill();

  listener = await webstoreListen(['--port', port, '--secret', secret], later);
  server = await npmStart(dataDir, root, later);
  await listener.sees(/ 100235 +1 +order\.downloaded +verified +204/, 60_000);
  await listener.sees(/ 100235 +2 +order\.shipped +UPS 1Z999AA10999999999 +verified +204/, 60_000);
  const { code, output } = await listener.stop();
  expect(output).toContain('2 messages of 1 order in');
  expect(output).toContain('All verified.');
  expect(code).toBe(0);
  expect((await messagesOf('100235')).map(({ status }) => status)).toEqual(['delivered', 'delivered']);
}, 300_000);
