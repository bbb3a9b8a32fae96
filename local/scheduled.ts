import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds from the end of a run to the next one. On AWS a minute lies between two beginnings. */
const PAUSE_MS = 1000;

interface ScheduledFunction {
  name: string;
  /** As serverless.yml has it: a file without its ending, a dot, and what the file exports. */
  handler: string;
}

type Handler = (event: unknown, context: { getRemainingTimeInMillis: () => number }) => Promise<void>;

/** Runs scheduled functions in this process, again and again, until they are stopped: the clock of AWS, only faster. */
export class Scheduled {
  #running: Promise<void>[] = [];
  readonly #stop = new AbortController();

  /** The environment must be set: each function's file is loaded now. */
  start(functions: ScheduledFunction[]): void {
    this.#running = functions.map((one) => this.#run(one));
  }

  /** Ends once what was under way is done. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#running);
  }

  async #run({ name, handler }: ScheduledFunction): Promise<void> {
    const { signal } = this.#stop;
    const dot = handler.lastIndexOf('.');
    const file = pathToFileURL(resolve(`${handler.slice(0, dot)}.ts`)).href;
    const run = ((await import(file)) as Record<string, Handler>)[handler.slice(dot + 1)];
    // One that goes on for long looks at this between two steps.
    const context = { getRemainingTimeInMillis: () => (signal.aborted ? 0 : Number.POSITIVE_INFINITY) };
    while (!signal.aborted) {
      try {
        await run?.({}, context);
      } catch (error) {
        console.error(`${name}:`, error);
      }
      await sleep(PAUSE_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}
