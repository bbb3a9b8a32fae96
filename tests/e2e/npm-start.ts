import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';

/** `npm start` in a process group of its own. */
export interface RunningServer {
  origin: string;
  /** What it has printed so far. */
  output: () => string;
  /** Asks the whole group to end, as Ctrl-C does. */
  stop: () => Promise<void>;
  /** Kills the whole group at once, like a loss of power. */
  kill: () => Promise<void>;
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const STARTS_WITHIN = 90_000;

/** Starts the service of a clone, this one unless it is named, on a free port, and waits until it answers. */
export async function npmStart(
  dataDir: string,
  cwd: string = root,
  env: NodeJS.ProcessEnv = {},
): Promise<RunningServer> {
  const port = await freePort();
  const child = spawn('npm', ['start'], {
    cwd,
    env: { ...process.env, PORT: String(port), DATA_DIR: dataDir, ...env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: string[] = [];
  child.stdout.on('data', (chunk) => void output.push(String(chunk)));
  child.stderr.on('data', (chunk) => void output.push(String(chunk)));
  const origin = `http://127.0.0.1:${port}`;
  const stop = () => endGroup(child, 'SIGINT');
  const kill = async () => {
    await endGroup(child, 'SIGKILL');
    // It would have removed its build, had it been asked to end.
    rmSync(join(cwd, '.esbuild', `offline-${port}`), { recursive: true, force: true });
  };
  const until = performance.now() + STARTS_WITHIN;
  while (!(await answers(origin))) {
    if (child.exitCode !== null || performance.now() > until) {
      await kill();
      throw new Error(`npm start did not come up:\n${output.join('').slice(-4000)}`);
    }
    await sleep(50);
  }
  return { origin, output: () => output.join(''), stop, kill };
}

async function answers(origin: string): Promise<boolean> {
  try {
    const { status } = await fetch(`${origin}/LightSpeed`, { signal: AbortSignal.timeout(10_000) });
    return status === 401;
  } catch {
    return false;
  }
}

async function endGroup(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.pid === undefined) return;
  const gone = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // All of it has ended already.
  }
  await gone;
  // The rest of the group may take a moment longer than its first process.
  while (isThere(child.pid)) await sleep(10);
}

function isThere(group: number): boolean {
  try {
    process.kill(-group, 0);
    return true;
  } catch {
    return false;
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || !address) throw new Error('No port is free.');
  return address.port;
}
