import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HttpCall } from '../../tests/support/call.ts';
import type { Exchange } from './exchanges.ts';
import type { Done, Plan } from './worker.ts';

/** A process that does what it is asked to. */
export interface Worker {
  /** Does it so many times, one after the other. */
  run: (times: number, call?: HttpCall) => Promise<Done>;
  end: () => Promise<void>;
}

let files = 0;

/** Writes what a process is to read into a file of the folder. */
function write(folder: string, content: unknown): string {
  files += 1;
  const file = join(folder, `${files}.json`);
  writeFileSync(file, JSON.stringify(content));
  return file;
}

/** @param program the bundled worker.ts */
export function startWorker(
  program: string,
  plan: Plan,
  { folder, environment }: { folder: string; environment: Record<string, string> },
): Worker {
  // What a function writes is its log. It goes nowhere, as fast as it can.
  const stdio = ['ignore', 'ignore', 'inherit', 'ipc'] as const;
  const child = fork(program, [write(folder, plan)], { stdio: [...stdio], env: environment, execArgv: [] });
  return {
    run: async (times, call) => {
      child.send({ times, call });
      return (await message(child)) as Done;
    },
    end: () => end(child),
  };
}

/** A database that plays back what was recorded, each answer so many milliseconds after its question. */
export async function startPlayback(
  exchanges: Exchange[],
  { folder, delayMs }: { folder: string; delayMs: number },
): Promise<{ endpoint: string; close: () => Promise<void> }> {
  const child = fork('checks/bench/playback.ts', [write(folder, exchanges), String(delayMs)]);
  return { endpoint: `http://127.0.0.1:${String(await message(child))}`, close: () => end(child) };
}

/** The next thing that a process tells. Throws if it ends instead. */
async function message(child: ChildProcess): Promise<unknown> {
  const stop = new AbortController();
  try {
    const [first] = await Promise.race([
      once(child, 'message', { signal: stop.signal }),
      once(child, 'exit', { signal: stop.signal }).then(ended),
    ]);
    return first;
  } finally {
    stop.abort();
  }
}

function ended([code]: unknown[]): never {
  throw new Error(`A process of the benchmark ended with ${String(code)}.`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.kill('SIGKILL')) await once(child, 'exit');
}
