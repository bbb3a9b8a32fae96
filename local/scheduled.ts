import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds from the end of a run to the next one. On AWS a minute lies between two beginnings. */
const PAUSE_MS = 1000;

interface ScheduledFunction {
  name: string;
  /** As in serverless.yml: a file without its ending, a dot, and the name of its export. */
  handler: string;
}

type Handler = (event: unknown, context: { getRemainingTimeInMillis: () => number }) => Promise<void>;

/** Runs scheduled functions in this process until they are stopped: AWS's schedule, only faster. */
export class Scheduled {
  #running: Promise<void>[] = [];
  readonly #stop = new AbortController();

  /** The environment must be set: each function's file is loaded now. */
  start(functions: ScheduledFunction[]): void {
    this.#running = functions.map((one) => this.#run(one));
  }

  /** Ends once current work is done. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#running);
  }

  async #run({ name, handler }: ScheduledFunction): Promise<void> {
    const { signal } = this.#stop;
    const dot = handler.lastIndexOf('.');
    const file = pathToFileURL(resolve(`${handler.slice(0, dot)}.ts`)).href;
    const run = ((await import(file)) as Record<string, Handler>)[handler.slice(dot + 1)];
    // A long run checks this between two steps.
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
