import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type CallableHandler, call, type HttpAnswer, type HttpCall } from '../../tests/support/call.ts';
import type { CallInSteps, Request } from './sdk-alone.ts';
import { plain } from './plain.ts';

/*
 * The process of one function, or of the AWS SDK alone, bundled like a function: `node worker.cjs PLAN.json`. It does
 * what its parent asks, and reports how long that took.
 */

/** A function, or what the AWS SDK alone asks of the database. */
export interface Plan {
  file: string;
  steps?: Request[][];
}

/** A request to a worker: to make the same call a number of times, one after the other. */
export interface Task {
  times: number;
  /** What a function is called with. */
  call?: HttpCall | undefined;
}

/** Or to make the calls in turn, one after the other, for a number of seconds. */
export interface Load {
  seconds: number;
  calls: ExpectedCall[];
}

export interface ExpectedCall {
  call: HttpCall;
  /** How many orders a right answer holds. */
  orders: number;
}

export interface Done {
  /** Of each call. The very first one also loads the file. */
  milliseconds: number[];
  /** Of all of them together, on all threads of this process. */
  processorMs: number;
  residentMb: number;
  /** The last one. */
  answer: HttpAnswer | undefined;
}

/** Milliseconds. A store is polled minutes apart, so that a function has forgotten what it remembers for 15 seconds. */
const BETWEEN_CALLS = 20_000;

/** How a load went. */
export interface Loaded {
  /** Of each call with a right answer. */
  milliseconds: number[];
  /** Calls that were answered otherwise. */
  errors: number;
  processorMs: number;
  /** At the end of each tenth of the time. */
  memory: Memory[];
}

interface Memory {
  /** What objects hold once the garbage is collected. */
  heapMb: number;
  residentMb: number;
}

const plan: Plan = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'));
const requireFrom = createRequire(plan.file);
const steps = plan.steps?.map((step) =>
  step.map(({ operation, input }) => ({ operation, input: plain(input) })),
);

const clock = performance.now.bind(performance);
let later = 0;
performance.now = () => clock() + later;

const TENTHS = 10;

type Act = (task: Task) => Promise<HttpAnswer | undefined>;
let act: Act | undefined;

process.on('message', (task: Task | Load) => void ('seconds' in task ? bear(task) : perform(task)));

async function bear({ seconds, calls }: Load): Promise<void> {
  const milliseconds: number[] = [];
  const memory: Memory[] = [];
  let errors = 0;
  const before = process.cpuUsage();
  const startedAt = clock();
  for (let made = 0; clock() - startedAt < seconds * 1000; made += 1) {
    const { call: httpCall, orders } = calls[made % calls.length] as ExpectedCall;
    later += BETWEEN_CALLS;
    const calledAt = clock();
    act ??= load();
    const answer = await act({ times: 1, call: httpCall });
    if (answer?.status === 200 && ordersIn(answer) === orders) milliseconds.push(clock() - calledAt);
    else errors += 1;
    if (clock() - startedAt >= ((memory.length + 1) * seconds * 1000) / TENTHS) memory.push(memoryNow());
  }
  const { user, system } = process.cpuUsage(before);
  process.send?.({ milliseconds, errors, processorMs: (user + system) / 1000, memory } satisfies Loaded);
}

/** Uncollected garbage says nothing; the process is started so that it can collect. */
function memoryNow(): Memory {
  globalThis.gc?.();
  const { heapUsed, rss } = process.memoryUsage();
  return { heapMb: heapUsed / 1e6, residentMb: rss / 1e6 };
}

function ordersIn({ body }: HttpAnswer): number {
  return body.split('<OrderId>').length - 1;
}

async function perform(task: Task): Promise<void> {
  const milliseconds: number[] = [];
  let answer: HttpAnswer | undefined;
  const before = process.cpuUsage();
  for (let done = 0; done < task.times; done += 1) {
    later += BETWEEN_CALLS;
    const startedAt = clock();
    act ??= load();
    answer = await act(task);
    milliseconds.push(clock() - startedAt);
  }
  const { user, system } = process.cpuUsage(before);
  const residentMb = process.memoryUsage.rss() / 1e6;
  process.send?.({ milliseconds, processorMs: (user + system) / 1000, residentMb, answer } satisfies Done);
}

function load(): Act {
  if (!steps) {
    const { handler }: { handler: CallableHandler } = requireFrom(plan.file);
    // The scheduled one answers nothing.
    const answers: CallableHandler = async (...args) => (await handler(...args)) ?? {};
    return async ({ call: made }) => made && call(answers, made);
  }
  const { callInSteps }: { callInSteps: CallInSteps } = requireFrom(plan.file);
  return async () => {
    await callInSteps(steps);
    return undefined;
  };
}
