import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HttpCall } from '../../tests/support/call.ts';
import type { Exchange } from './exchanges.ts';
import type { Done, Load, Loaded, Plan } from './worker.ts';

/** A process that takes requests. */
export interface Worker {
  pid: number | undefined;
  /** Makes a number of calls, one after the other. */
  run: (times: number, call?: HttpCall) => Promise<Done>;
  /** Makes the calls in turn for a number of seconds. */
  bear: (load: Load) => Promise<Loaded>;
  end: () => Promise<void>;
}

let files = 0;

/** The name of a new file in the folder. */
function fileIn(folder: string): string {
  files += 1;
  return join(folder, String(files));
}

/** Writes what a process is to read into a file of the folder. */
function write(folder: string, content: unknown): string {
  const file = fileIn(folder);
  writeFileSync(file, JSON.stringify(content));
  return file;
}

/** @param program the bundled worker.ts */
export function startWorker(
  program: string,
  plan: Plan,
  { folder, environment }: { folder: string; environment: Record<string, string> },
): Worker {
  // A function's log goes nowhere, as fast as it can; its warnings go into a file, for the case that it ends.
  const warnings = fileIn(folder);
  const descriptor = openSync(warnings, 'w');
  const stdio = ['ignore', 'ignore', descriptor, 'ipc'] as const;
  const child = fork(program, [write(folder, plan)], {
    stdio: [...stdio],
    env: environment,
    execArgv: ['--expose-gc'],
  });
  closeSync(descriptor);
  const ask = async (task: object): Promise<unknown> => {
    child.send(task);
    return message(child, () => readFileSync(warnings, 'utf8').slice(-2000));
  };
  return {
    pid: child.pid,
    run: async (times, call) => (await ask({ times, call })) as Done,
    bear: async (load) => (await ask(load)) as Loaded,
    end: () => end(child),
  };
}

/** A database that plays back recorded answers, each after a number of milliseconds. */
export async function startPlayback(
  exchanges: Exchange[],
  { folder, delayMs }: { folder: string; delayMs: number },
): Promise<{ endpoint: string; close: () => Promise<void> }> {
  const child = fork('checks/bench/playback.ts', [write(folder, exchanges), String(delayMs)]);
  return { endpoint: `http://127.0.0.1:${String(await message(child))}`, close: () => end(child) };
}

/** An embedded DynamoDB that keeps its data in a folder. */
export async function startEmbedded(
  folder: string,
): Promise<{ endpoint: string; pid: number | undefined; close: () => Promise<void> }> {
  const child = fork('checks/bench/embedded.ts', [folder]);
  return { endpoint: String(await message(child)), pid: child.pid, close: () => end(child) };
}

/** A process's next message. If it ends instead, throws with what it wrote. */
async function message(child: ChildProcess, written = () => ''): Promise<unknown> {
  const stop = new AbortController();
  const ended = ([code]: unknown[]): never => {
    throw new Error(`A process of the benchmark ended with ${String(code)}.\n${written()}`);
  };
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

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.kill('SIGKILL')) await once(child, 'exit');
}
