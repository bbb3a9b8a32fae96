import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { anOrderBody } from '../support/an-order-body.ts';
import { freePort, npmStart, type RunningServer } from './npm-start.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'start-'));
const [oneFolder, otherFolder, thirdFolder] = ['one', 'other', 'third'].map((name) => join(folder, name)) as [
  string,
  string,
  string,
];
type Environment = Record<string, string>;

let one: RunningServer;
let other: RunningServer;

beforeAll(async () => {
  [one, other] = await Promise.all([npmStart(oneFolder), npmStart(otherFolder)]);
}, 120_000);

afterAll(async () => {
  await Promise.all([one?.kill(), other?.kill()]);
  rmSync(folder, { recursive: true, force: true });
});

test('when it is ready it prints what to enter in Lightspeed', () => {
  expect(one.output()).toContain(`
  Ready. Lightspeed: System > Preferences > Location > Web Orders

    URL            http://localhost:${portOf(one)}/LightSpeed
    User           lightspeed
    Password       local-password
    Content-Type   XML
`);
});

test('two servers in parallel have orders of their own', async () => {
  expect(await status(one, 'PUT', '/orders/100234', anOrderBody())).toBe(201);
  expect(await status(one, 'GET', '/orders/100234')).toBe(200);
  expect(await status(other, 'GET', '/orders/100234')).toBe(404);
});

test.each(['false', '0', 'null', '"x"', '[]'])(
  'the body %s is refused, on every endpoint that reads one',
  async (body) => {
    const call = async (method: string, path: string, authorization: string) => {
      const headers = { Authorization: authorization, 'Content-Type': 'application/json' };
      return (await fetch(`${one.origin}${path}`, { method, headers, body })).status;
    };
    const bearer = 'Bearer local-token';
    expect([400, 422]).toContain(await call('PUT', '/orders/bare-1', bearer));
    for (const action of ['notes', 'cancel', 'requeue', 'Notes/'])
      expect([400, 422]).toContain(await call('POST', `/orders/bare-1/${action}`, bearer));
    const basic = `Basic ${btoa('lightspeed:local-password')}`;
    expect(await call('POST', '/LightSpeed/AcknowledgeRequest', basic)).toBe(400);
    expect(await call('POST', '/LightSpeed/Order/bare-1/Shipment', basic)).toBe(400);
    expect(await call('POST', '/LightSpeed/Order/bare-1/Cancel', basic)).toBe(400);
  },
);

test('no other machine reaches it', async () => {
  const outside = Object.values(networkInterfaces()).flatMap((addresses = []) =>
    addresses.filter(({ family, internal }) => family === 'IPv4' && !internal).map(({ address }) => address),
  );
  for (const address of outside) {
    await expect(fetch(`http://${address}:${portOf(one)}/LightSpeed`)).rejects.toThrow('fetch failed');
  }
});

test.each<[string, () => Environment | Promise<Environment>, () => string]>([
  [
    'a folder that another server uses',
    async () => ({ PORT: String(await freePort()), DATA_DIR: oneFolder }),
    () =>
      `The folder ${oneFolder} cannot be used: another process is using it. Stop that one, or name another folder: DATA_DIR=/some/folder`,
  ],
  [
    'a port that is taken',
    () => ({ PORT: portOf(one), DATA_DIR: thirdFolder }),
    () => `Port ${portOf(one)} is taken: choose another one, as in PORT=3100 npm start.`,
  ],
  [
    'a port that is none',
    () => ({ PORT: 'http', DATA_DIR: thirdFolder }),
    () => 'PORT must be a number from 1 to 65535, not "http".',
  ],
])('%s is refused in one sentence', async (_, environment, sentence) => {
  expect(await refusal(await environment())).toBe(`Error:\n${sentence()}\n`);
});

test('a setting that is wrong is refused in one sentence', async () => {
  expect(await refusal({ DATA_DIR: thirdFolder }, ['--param', 'batchSize=31'])).toBe(
    'Error:\nThe setting BATCH_SIZE must be a whole number from 1 to 30, not "31".\n',
  );
});

test('Ctrl-C ends all of it and takes its build along; a second start finds the same orders', async () => {
  const build = join(root, '.esbuild', `offline-${portOf(one)}`);
  expect(existsSync(build)).toBe(true);
  expect(await status(one, 'PUT', '/orders/00123', anOrderBody())).toBe(201);
  await one.stop();
  await expect(fetch(one.origin)).rejects.toThrow('fetch failed');
  expect(existsSync(build)).toBe(false);
  one = await npmStart(oneFolder);
  expect(await status(one, 'GET', '/orders/00123')).toBe(200);
}, 120_000);

function portOf({ origin }: RunningServer): string {
  return new URL(origin).port;
}

async function status(
  { origin }: RunningServer,
  method: string,
  path: string,
  order?: unknown,
): Promise<number> {
  const headers = { Authorization: 'Bearer local-token', 'Content-Type': 'application/json' };
  const body = order === undefined ? null : JSON.stringify(order);
  return (await fetch(`${origin}${path}`, { method, headers, body })).status;
}

/** What `npm start` says when it does not start. */
async function refusal(environment: Environment, more: string[] = []): Promise<string> {
  const child = spawn('npm', ['start', '--silent', '--', ...more], {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  expect(child.exitCode).toBe(1);
  return said.trimStart();
}
