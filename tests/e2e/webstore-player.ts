import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** `npm run webstore -- listen`, as a person types it. */
export interface RunningListener {
  url: string;
  /** What it has printed so far. */
  output: () => string;
  /** Waits until it has printed this. */
  sees: (text: string | RegExp, withinMs?: number) => Promise<void>;
  /** Types a line. */
  type: (line: string) => void;
  /** Presses Ctrl-C. */
  stop: () => Promise<{ code: number | null; output: string }>;
}

export async function webstoreListen(args: string[], env: NodeJS.ProcessEnv = {}): Promise<RunningListener> {
  const child = spawn(process.execPath, ['players/webstore.ts', 'listen', ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const printed: string[] = [];
  child.stdout.on('data', (chunk) => void printed.push(String(chunk)));
  child.stderr.on('data', (chunk) => void printed.push(String(chunk)));
  const output = () => printed.join('');
  const sees = async (text: string | RegExp, withinMs = 20_000): Promise<void> => {
    const until = performance.now() + withinMs;
    const isThere = () => (typeof text === 'string' ? output().includes(text) : text.test(output()));
    while (!isThere()) {
      const isOver = child.exitCode !== null || performance.now() > until;
      if (isOver && !isThere()) throw new Error(`Never printed ${String(text)}:\n${output()}`);
      await sleep(20);
    }
  };
  await sees(/listens at http:\S+\n/);
  return {
    url: /listens at (\S+)/.exec(output())?.[1] ?? '',
    output,
    sees,
    type: (line) => void child.stdin.write(`${line}\n`),
    stop: () => stop(child, output),
  };
}

async function stop(child: ChildProcess, output: () => string) {
  if (child.exitCode === null && child.signalCode === null) {
    const closed = once(child, 'close');
    child.kill('SIGINT');
    await closed;
  }
  return { code: child.exitCode, output: output() };
}
