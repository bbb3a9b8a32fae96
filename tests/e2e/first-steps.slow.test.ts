import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from '@jest/globals';
import { freePort, npmStart } from './npm-start.ts';

// A newcomer's obstacles: each gives one sentence that says what to do.

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'first-'));
const small = join(folder, 'small');
mkdirSync(small);
const isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=500k', 'tmpfs', small]).status === 0;

afterAll(() => {
  if (isMounted) spawnSync('umount', [small]);
  rmSync(folder, { recursive: true, force: true });
});

interface Said {
  code: number | null;
  stdout: string;
  stderr: string;
}

interface Surroundings {
  cwd?: string;
  env?: object;
}

async function run(
  file: string,
  words: string[],
  { cwd = root, env = {} }: Surroundings = {},
): Promise<Said> {
  const child = spawn(file, words, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: child.exitCode, stdout, stderr };
}

const npm = (words: string[], surroundings?: Surroundings) => run('npm', words, surroundings);

/** Another clone of this project: its files, without what is installed and built. */
function aClone(name: string): string {
  const clone = join(folder, name);
  const { stdout } = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  });
  for (const file of stdout.split('\0').filter((path) => path !== '' && !path.startsWith('tests/')))
    cpSync(join(root, file), join(clone, file));
  return clone;
}

test.each(['start', 'orders', 'stores', 'status', 'test', 'types', 'jest', 'package', 'rehearse'])(
  'npm run %s before npm ci says that npm ci must run first',
  async (name) => {
    const clone = aClone(`fresh-${name}`);
    expect(await npm(['run', '-s', name], { cwd: clone })).toEqual({
      code: 1,
      stdout: '',
      stderr: 'Run npm ci first: it installs what the commands need.\n',
    });
  },
  60_000,
);

test('it runs in a folder whose name has blanks and letters of any script, with data in another one', async () => {
  const clone = aClone('Web Orders für 注文 (1)');
  symlinkSync(join(root, 'node_modules'), join(clone, 'node_modules'));
  const data = join(folder, 'Daten für "alle"');
  const server = await npmStart(data, clone);
  try {
    const options = { cwd: clone, env: { PORT: new URL(server.origin).port, DATA_DIR: data } };
    const headers = { Authorization: `Basic ${btoa('lightspeed:local-password')}` };
    const answer = await fetch(`${server.origin}/LightSpeed/TestConnection`, { headers });
    expect(answer.status).toBe(200);
    const status = await npm(['run', '-s', 'status', '--', '--stage', 'local'], options);
    expect(status).toMatchObject({ code: 0, stderr: '', stdout: expect.stringMatching(/^local /m) });
  } finally {
    await server.stop();
  }
}, 120_000);

test.each([
  ['/proc/x', 'nothing can be written there. Name another one: DATA_DIR=/some/folder'],
  ['/dev/null/x', 'it, or a folder above it, is a file. Name another one: DATA_DIR=/some/folder'],
])(
  'DATA_DIR=%s ends with a sentence, for npm start and for a command',
  async (data, reason) => {
    const env = { PORT: String(await freePort()), DATA_DIR: data };
    const sentence = `The folder ${data} cannot be used: ${reason}\n`;
    expect(await npm(['start', '-s'], { env })).toMatchObject({
      code: 1,
      stdout: expect.stringContaining(sentence),
    });
    expect(await npm(['run', '-s', 'status', '--', '--stage', 'local'], { env })).toEqual({
      code: 1,
      stdout: '',
      stderr: sentence,
    });
  },
  60_000,
);

// Only root may mount one.
const onSmallDisk = isMounted ? test : test.skip;
// oxlint-disable jest/no-standalone-expect -- onSmallDisk is a test block

onSmallDisk(
  'a disk that is full ends npm start with a sentence, and keeps what was answered',
  async () => {
    const data = join(small, 'data');
    writeFileSync(join(small, 'other'), 'x'.repeat(200 * 1024));
    const server = await npmStart(data);
    const headers = { Authorization: 'Bearer local-token', 'Content-Type': 'application/json' };
    const answered: string[] = [];
    const order = JSON.stringify({
      placedAt: '2026-11-23T18:04:05Z',
      currency: 'USD',
      billTo: { lastName: 'Reyes', address1: '12 Elm St', city: 'Boise', country: 'US' },
      lines: [{ sku: 'KA-1', quantity: 1, unitPrice: '1.00', description: 'x'.repeat(900) }],
      totals: { subtotal: '1.00', total: '1.00' },
      payments: [{ method: 'visa', amount: '1.00' }],
    });
    try {
      for (let id = 1; id <= 500; id += 1) {
        const url = `${server.origin}/orders/${id}`;
        const { status } = await fetch(url, { method: 'PUT', headers, body: order });
        if (status === 201) answered.push(String(id));
      }
      throw new Error('The disk is never full.');
    } catch (error) {
      expect(String(error)).toContain('fetch failed');
    }
    await server.stop();
    const sentence = `The folder ${data} cannot be used: the disk is full. Free some space, or name a folder elsewhere: DATA_DIR=/some/folder`;
    expect(server.output()).toContain(sentence);
    expect(server.output()).not.toContain('    at ');
    expect(
      await npm(['start', '-s'], { env: { PORT: String(await freePort()), DATA_DIR: join(small, 'more') } }),
    ).toEqual({
      code: 1,
      stderr: '',
      stdout: expect.stringContaining('the disk is full'),
    });

    rmSync(join(small, 'other'));
    const again = await npmStart(data);
    const found = await Promise.all(answered.map((id) => fetch(`${again.origin}/orders/${id}`, { headers })));
    await again.stop();
    expect(answered.length).toBeGreaterThan(0);
    expect(found.map(({ status }) => status)).toEqual(answered.map(() => 200));
  },
  180_000,
);

test('serverless package leaves nothing in the temporary folder, and touches nothing that others made there', async () => {
  const temporary = join(folder, 'tmp');
  const others = 'getOrder-99999999-1795686205666-0db201cc';
  mkdirSync(join(temporary, others), { recursive: true });
  // Without npm, which keeps its own compiled code there.
  const serverless = ['terminal/launch.cjs', 'node_modules/serverless/bin/serverless.js'];
  const words = [...serverless, 'package', '--stage', 'dev', '--package', join(folder, 'packaged')];
  expect(await run(process.execPath, words, { env: { TMPDIR: temporary } })).toMatchObject({ code: 0 });
  expect(readdirSync(join(folder, 'packaged'))).toContain('getOrder.zip');
  expect(readdirSync(temporary)).toEqual([others]);
}, 180_000);
