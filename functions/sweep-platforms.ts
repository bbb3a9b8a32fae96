import type { Context } from 'aws-lambda';
import { toInstant } from '../lib/domain/instant.ts';
import { sweepAll } from '../lib/inbox/sweep.ts';
import { log } from '../lib/telemetry/log.ts';

/** Milliseconds before the function's own end at which it takes nothing more: asking a shop may take 15 seconds. */
const TIME_TO_END = 30_000;

/** Every five minutes: shops are asked for what changed, so that nothing is missed because a webhook was (contract 10). */
export async function handler(_event: unknown, context: Context): Promise<void> {
  const startedAt = performance.now();
  const total = await sweepAll({
    now: () => toInstant(new Date()),
    goesOn: () => context.getRemainingTimeInMillis() > TIME_TO_END,
  });
  if (total.swept + total.failures === 0) return;
  log.info('sweep', { ...total, durationMs: Math.round(performance.now() - startedAt) });
}
