/** `npm run demo`: the service with a month of history, so that every page of the console has something to show. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { openStage } from '../../operations/stage.ts';
import { send } from '../../terminal/http/send.ts';
import { serverOnThisMachine } from '../../terminal/http/running-server.ts';
import { runCommand } from '../../terminal/run-command.ts';
import { releaseClock } from './clock.ts';
import { fill } from './fill.ts';
import type { OpenStore } from './history/callers.ts';
import { lightspeedHeaders } from './history/dealership.ts';
import { DEALER, OPERATOR } from './history/people.ts';
import { type Receivers, startReceivers } from './history/receivers.ts';

const HELP = `Starts the service with a month of invented history: six stores, some well and some not, for the console.

  npm run demo [-- --running]

  --running   fills the npm start that runs on DATA_DIR (.data), and starts none
  PORT        of the server (3000)
  DATA_DIR    the folder of the demonstration, made anew at each start (.demo)

Ctrl-C stops it.

Example: PORT=3100 npm run demo
`;

/** Only a folder with this file is removed. */
const MARK = 'demo.txt';
const POLLS_EVERY_MS = 5 * 60_000;

/** What the history is made with must not reach the server that then runs. */
const asItWas: NodeJS.ProcessEnv = { ...process.env };

const { values } = parseArgs({
  options: { running: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
});

await runCommand('npm run demo -- --help', async (signal) => {
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const receivers = await startReceivers(Date.now());
  try {
    if (values.running) await fillTheRunningOne(receivers, signal);
    else await startAndFill(receivers, signal);
    return 0;
  } finally {
    receivers.close();
  }
});

async function fillTheRunningOne(receivers: Receivers, signal: AbortSignal): Promise<void> {
  const origin = await serverOnThisMachine(process.env);
  const stores = await filled(origin, receivers);
  console.log(whereToLook(origin));
  await live(stores, origin, signal);
}

async function startAndFill(receivers: Receivers, signal: AbortSignal): Promise<void> {
  process.env['DATA_DIR'] = freshFolder(process.env['DATA_DIR'] || '.demo');
  const origin = `http://localhost:${process.env['PORT'] || '3000'}`;
  const stores = await filled(origin, receivers);
  const server = spawn(process.execPath, ['local/start.ts'], { stdio: 'inherit', env: asItWas });
  signal.addEventListener('abort', () => server.kill('SIGINT'));
  const ended = once(server, 'exit');
  if (await answers(origin, server)) console.log(whereToLook(origin));
  await Promise.race([ended, live(stores, origin, signal)]);
  await ended;
}

function freshFolder(name: string): string {
  const folder = resolve(name);
  if (existsSync(folder) && !existsSync(join(folder, MARK)))
    throw new Error(`${folder} is not a folder of npm run demo: name another one, as in DATA_DIR=.demo`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, MARK), 'Made by npm run demo, which removes this folder at its next start.\n');
  asItWas['DATA_DIR'] = folder;
  return folder;
}

async function filled(origin: string, receivers: Receivers): Promise<OpenStore[]> {
  console.error('A month of history is being made …');
  const stage = await openStage('local');
  try {
    return await fill({ end: Date.now(), origin, receivers });
  } finally {
    releaseClock();
    await stage.close();
  }
}

/** Whether the server has come up. */
async function answers(origin: string, server: ChildProcess): Promise<boolean> {
  while (server.exitCode === null) {
    const answer = await send({ method: 'GET', url: `${origin}/console` }).catch(() => undefined);
    if (answer) return true;
    await sleep(200);
  }
  return false;
}

/** Lightspeeds that poll go on polling, until the end. */
async function live(stores: OpenStore[], origin: string, signal: AbortSignal): Promise<void> {
  const polling = stores.filter(
    ({ silent = [], neverPolls, offSince, wrongPasswordSince }) =>
      !silent.some(([, to]) => to === 0) &&
      !neverPolls &&
      offSince === undefined &&
      wrongPasswordSince === undefined,
  );
  while (!signal.aborted) {
    for (const store of polling) {
      const url = new URL('/LightSpeed/OutstandingActivity', origin);
      url.hostname = `${store.id}.localhost`;
      const headers = lightspeedHeaders(store);
      await send({ method: 'GET', url: url.href, headers }).catch(() => undefined);
    }
    await sleep(POLLS_EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
}

function whereToLook(origin: string): string {
  return `
  A demonstration: ${origin}/console

    ${OPERATOR}   sees all stores, people and the audit
    ${DEALER}     sees Cool Bike

  Cool Bike has refused orders, messages that failed, a shop whose orders wait, and a week without polls.
  Dusty Trails is silent, Lakeside has a wrong password, Harbor Cycle is off, Summit Sleds was just added.
  Nobody in it exists. Lightspeed goes on polling as long as this runs.
`;
}
