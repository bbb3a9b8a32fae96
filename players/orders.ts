/** `npm run orders`: fills a store with realistic orders. */
import { send } from '../terminal/http/send.ts';
import { type Arguments, HELP, readArguments } from './webstore/arguments.ts';
import { inParallel } from '../terminal/in-parallel.ts';
import { type Placing, placeOrder } from './webstore/place-order.ts';
import { plannedOrders } from './webstore/planned-orders.ts';
import { startProgress } from '../terminal/progress.ts';
import { type Placed, summary } from './webstore/summary.ts';
import { serverOnThisMachine } from '../terminal/http/running-server.ts';
import { pause } from '../terminal/pause.ts';
import { runCommand } from '../terminal/run-command.ts';

/** The environment, with the URL of the server on this machine where it has none. */
async function withServer(env: NodeJS.ProcessEnv): Promise<NodeJS.ProcessEnv> {
  return { ORDERS_URL: await serverOnThisMachine(env), ...env };
}

await runCommand('npm run orders -- --help', async (signal) => {
  const options = readArguments(process.argv.slice(2), await withServer(process.env), new Date());
  if (options === undefined) {
    console.log(HELP);
    return 0;
  }
  const placed = await placeAll(options, signal);
  const allTaken = placed.every(({ outcome }) => outcome.result !== 'refused');
  return allTaken && placed.length === options.count ? 0 : 1;
});

async function placeAll(options: Arguments, signal: AbortSignal): Promise<Placed[]> {
  const startedAt = performance.now();
  const placed: Placed[] = [];
  const progress = startProgress(options.count, process.stdout);
  try {
    await inParallel(
      plannedOrders(options),
      { concurrency: options.concurrency, signal },
      async (planned) => {
        const outcome = await placeOrder(planned, placing(options, signal));
        placed.push({ outcome, order: planned.order });
        progress.step();
      },
    );
  } finally {
    progress.stop();
    if (placed.length > 0) console.log(summary(placed, performance.now() - startedAt));
  }
  return placed;
}

function placing({ url, token, mayExist }: Arguments, signal: AbortSignal): Placing {
  return {
    url,
    mayExist,
    send: (method, path, body) =>
      send({
        method,
        url: url + path,
        headers: {
          Authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body }),
        signal,
      }),
    wait: (milliseconds) => pause(milliseconds, signal),
  };
}
