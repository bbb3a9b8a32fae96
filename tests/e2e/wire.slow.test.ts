import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { npmStart, type RunningServer } from './npm-start.ts';

// `npm run stores` and `npm run wire`, as an operator types them, beside a server that runs.

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'wire-'));

let server: RunningServer;

beforeAll(async () => {
  server = await npmStart(folder);
}, 120_000);

afterAll(async () => {
  await server?.kill();
  rmSync(folder, { recursive: true, force: true });
});

function start(command: string, args: string[]) {
  const flags = ['--disable-warning=ExperimentalWarning', `operations/${command}.ts`, '--stage', 'local'];
  return spawn(process.execPath, [...flags, ...args], {
    cwd: root,
    env: { ...process.env, DATA_DIR: folder, PORT: new URL(server.origin).port },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

interface Said {
  code: number | null;
  stdout: string;
  stderr: string;
}

async function run(command: string, args: string[]): Promise<Said> {
  const child = start(command, args);
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: child.exitCode, stdout, stderr };
}

const wire = (...args: string[]) => run('wire', ['--store', 'local', ...args]);
const basic = `Basic ${Buffer.from('lightspeed:local-password').toString('base64')}`;

test('what Lightspeed sends is recorded, shown, and played again', async () => {
  expect((await wire()).stdout).toBe(
    'Nothing is recorded, because local is not being recorded: --record 24h\n',
  );
  expect((await wire('--record', '169h')).code).toBe(2);
  expect((await wire('--record', '2h')).stdout).toMatch(/^local is recorded until 20.*Z\. /);

  const headers = { Authorization: basic };
  const body = '<A><Order Id="none"/></A>';
  // Not the function that was called already, which remembers the store for 15 seconds.
  const first = `${server.origin}/LightSpeed/OutstandingActivity`;
  expect((await fetch(first, { headers })).status).toBe(200);
  const path = `${server.origin}/LightSpeed/AcknowledgeRequest`;
  expect((await fetch(path, { method: 'POST', headers, body })).status).toBe(200);

  expect((await wire()).stdout).toMatch(
    /^Call .*\n1 {5}\S+ {2}200 {5}GET \/LightSpeed\/OutstandingActivity\b.*\n2 {5}\S+ {2}200 {5}POST \/LightSpeed\/AcknowledgeRequest\b.*\n/,
  );
  const shown = (await wire('--show', '2')).stdout;
  expect(shown).toContain(`\n${body}\n`);
  expect(shown).toContain('> authorization: Basic (masked, readable)\n');
  expect(shown).not.toContain(basic.slice(6));
  expect(await wire('--show', '3')).toMatchObject({
    code: 1,
    stderr: 'There is no call 3: 2 are recorded.\n',
  });

  const listed = JSON.parse((await wire('--json')).stdout);
  expect(listed).toEqual({
    store: 'local',
    recordUntil: expect.stringMatching(/^20.*Z$/),
    calls: [
      expect.objectContaining({ number: 1, method: 'GET', status: 200, bodyBytes: 0, isLetIn: true }),
      expect.objectContaining({ number: 2, path: '/LightSpeed/AcknowledgeRequest', bodyBytes: body.length }),
    ],
  });
  expect(JSON.parse((await wire('--show', '2', '--json')).stdout)).toEqual({
    ...listed.calls[1],
    headers: expect.objectContaining({ authorization: 'Basic (masked, readable)' }),
    body: { bytes: body.length, keptBytes: body.length, text: body, base64: btoa(body) },
    answerHeaders: expect.objectContaining({ 'Cache-Control': 'no-store' }),
    answerBody: expect.objectContaining({ text: expect.stringContaining('<Result>NotFound</Result>') }),
  });

  const again = await wire('--replay', '2');
  expect(again.stdout).toMatch(/^Recorded: 200\n[\s\S]*\nNow: 200\n[\s\S]*\nThe same answer\.\n$/);
  expect(again.code).toBe(0);
  const other = await wire('--replay', '1', '--password', 'wrong');
  expect(other.stdout).toMatch(/Now: 401[\s\S]*The answers differ\.\n$/);
  expect(other.code).toBe(1);
  expect(await wire('--replay', '1', '--url', 'https://example.com')).toMatchObject({ code: 2, stdout: '' });
}, 120_000);

test('calls are followed as they come, until Ctrl-C', async () => {
  const following = start('wire', ['--store', 'local', '--follow']);
  let seen = '';
  following.stdout.on('data', (chunk) => {
    seen += String(chunk);
  });
  const closed = once(following, 'close');
  const until = performance.now() + 60_000;
  while (!seen.includes('/LightSpeed/Followed') && performance.now() < until) {
    await fetch(`${server.origin}/LightSpeed/Followed`, { headers: { Authorization: basic } });
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  following.kill('SIGINT');
  await closed;
  expect(seen).toContain('> GET /LightSpeed/Followed\n');
  expect(following.exitCode).toBe(0);
}, 90_000);

test('a store that there is not is told in a sentence', async () => {
  expect(await run('wire', ['--store', 'nobody'])).toMatchObject({
    code: 1,
    stderr: 'There is no store nobody on this stage. All of them: npm run stores -- list\n',
  });
  expect(await run('wire', ['--store', 'nobody', '--record', '1h'])).toMatchObject({ code: 1 });
  expect(await wire('--stop')).toMatchObject({
    code: 0,
    stdout: 'local is no longer recorded. What was recorded is kept for seven days.\n',
  });
});

test('a store that is added is called at once, under its own host', async () => {
  const { stdout } = await run('stores', ['add', 'coolbike']);
  const [, password = ''] = /Password +(\S+)/.exec(stdout) ?? [];
  const { port } = new URL(server.origin);
  expect(stdout).toContain(`http://coolbike.localhost:${port}/LightSpeed`);
  const url = `http://coolbike.localhost:${port}/LightSpeed`;
  const player = spawn(
    process.execPath,
    ['players/lightspeed.ts', 'test', '--url', url, '--password', password],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  expect(await text(player.stdout)).toMatch(/The connection works\.[\s\S]*Store +coolbike/);
});
