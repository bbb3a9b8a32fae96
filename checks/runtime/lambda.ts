import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A function as the template has it. */
export interface Packaged {
  name: string;
  /** Its code, unpacked. */
  folder: string;
  handler: string;
  /** In seconds. */
  timeout: number;
  memorySize: number;
  environment: Record<string, string>;
}

export interface Invocation {
  /** The function's result, or Lambda's report of its failure. */
  answer: unknown;
  /** From the call to the answer, including the function's start. */
  milliseconds: number;
  /** What the function and the emulator wrote. */
  output: string;
}

const CLIENT = resolve('node_modules/aws-lambda-ric/index.mjs');
const COMPILED = resolve('node_modules/aws-lambda-ric/rapid-client.node');

/** Whether the compiled part of AWS's client must be replaced. */
export const isStoodInFor = !existsSync(COMPILED);

/** Calls a function once, in AWS's Runtime Interface Emulator under its Runtime Interface Client, on loopback only. */
export async function invoke(program: string, packaged: Packaged, event: unknown): Promise<Invocation> {
  const [port, apiPort] = [await freePort(), await freePort()];
  const emulator = spawn(
    program,
    [...emulatorOptions(port, apiPort), process.execPath, CLIENT, packaged.handler],
    { cwd: packaged.folder, env: environmentOf(packaged), stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  for (const stream of [emulator.stdout, emulator.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  try {
    await listening(emulator, port);
    const startedAt = performance.now();
    const url = `http://127.0.0.1:${port}/2015-03-31/functions/function/invocations`;
    const answered = await fetch(url, { method: 'POST', body: JSON.stringify(event) });
    const answer = parsed(await answered.text());
    return { answer, milliseconds: performance.now() - startedAt, output };
  } finally {
    await stop(emulator);
  }
}

function emulatorOptions(port: number, apiPort: number): string[] {
  const address = ['--runtime-interface-emulator-address', `127.0.0.1:${port}`];
  return [...address, '--runtime-api-address', `127.0.0.1:${apiPort}`, '--log-level', 'error'];
}

/** What Lambda would give it, and nothing from this machine. */
function environmentOf({
  name,
  folder,
  handler,
  timeout,
  memorySize,
  environment,
}: Packaged): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'],
    HOME: process.env['HOME'],
    ...environment,
    _HANDLER: handler,
    LAMBDA_TASK_ROOT: folder,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_TIMEOUT: String(timeout),
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memorySize),
    ...(isStoodInFor && {
      NODE_OPTIONS: `--require=${resolve('checks/runtime/preload.cjs')}`,
      AWS_LAMBDA_NODEJS_USE_ALTERNATIVE_CLIENT_1: 'true',
    }),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function listening(emulator: ChildProcess, port: number): Promise<void> {
  for (let attempt = 1; attempt <= 200; attempt += 1) {
    if (emulator.exitCode !== null) throw new Error('The Runtime Interface Emulator has ended.');
    // It has no path of its own that would not start the function.
    const answered = await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined);
    if (answered) return;
    await sleep(50);
  }
  throw new Error('The Runtime Interface Emulator does not listen.');
}

/** It takes its function with it. */
async function stop(emulator: ChildProcess): Promise<void> {
  if (emulator.exitCode !== null || emulator.signalCode !== null) return;
  const ended = once(emulator, 'close');
  emulator.kill('SIGTERM');
  const isLate = await Promise.race([ended.then(() => false), sleep(5000, true)]);
  if (isLate) emulator.kill('SIGKILL');
}
