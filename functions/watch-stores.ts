import type { Context } from 'aws-lambda';
import { toInstant } from '../lib/domain/instant.ts';
import { log } from '../lib/telemetry/log.ts';
import { watchStores } from '../lib/watch-stores.ts';

/** Every five minutes: reports what no call can show, such as that there was none (docs/operations.md, "The watch"). */
export async function handler(_event: unknown, context: Context): Promise<void> {
  const startedAt = performance.now();
  const seen = await watchStores({
    now: toInstant(new Date()),
    timeLeft: () => context.getRemainingTimeInMillis(),
  });
  log.info('watch', { ...seen, durationMs: Math.round(performance.now() - startedAt) });
}
