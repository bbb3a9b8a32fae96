import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Spread, spreadOf } from './statistics.ts';

const GIVE_UP_SECONDS = 120;
const AUTHORIZATION = `Basic ${Buffer.from('lightspeed:local-password').toString('base64')}`;

export interface StartFigures {
  /** Until Test Connection succeeds. */
  seconds: Spread;
  /** What all its processes hold when they have been idle for two seconds. */
  megabytes: Spread;
  /** For `seconds`. */
  goal: number;
}

/** How long `npm start` takes, and what memory it needs. Each run is on a fresh folder and a free port. */
export async function measureStart({ runs }: { runs: number }): Promise<StartFigures> {
  const all: { seconds: number; megabytes: number }[] = [];
  for (let run = 1; run <= runs; run += 1) all.push(await measure());
  return {
    seconds: spreadOf(all.map(({ seconds }) => seconds)),
    megabytes: spreadOf(all.map(({ megabytes }) => megabytes)),
    goal: 8,
  };
}

async function measure(): Promise<{ seconds: number; megabytes: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'web-orders-bench-'));
  const port = await freePort();
  const started = performance.now();
  const server = spawn('npm', ['start'], {
    env: { ...process.env, PORT: String(port), DATA_DIR: folder },
    stdio: 'ignore',
    detached: true,
  });
  const group = server.pid ?? 0;
  try {
    while (!(await answers(port))) {
      if (performance.now() - started > GIVE_UP_SECONDS * 1000)
        throw new Error('npm start does not get ready.');
      await sleep(50);
    }
    const elapsed = (performance.now() - started) / 1000;
    await sleep(2000);
    return { seconds: elapsed, megabytes: residentMegabytes(group) };
  } finally {
    process.kill(-group, 'SIGINT');
    await Promise.race([new Promise((resolve) => server.once('exit', resolve)), sleep(10_000)]);
    rmSync(folder, { recursive: true, force: true });
  }
}

async function answers(port: number): Promise<boolean> {
  try {
    const url = `http://127.0.0.1:${port}/LightSpeed`;
    return (await fetch(url, { headers: { authorization: AUTHORIZATION } })).status === 200;
  } catch {
    return false;
  }
}

/** What the processes of a group hold in memory, as Linux counts it (pages of 4 KB). */
function residentMegabytes(group: number): number {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const pages = pids.map((pid) => {
    try {
      const processGroup = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[2];
      if (processGroup !== String(group)) return 0;
      return Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]);
    } catch {
      return 0; // It has ended meanwhile.
    }
  });
  return (pages.reduce((sum, some) => sum + some, 0) * 4096) / 1e6;
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
