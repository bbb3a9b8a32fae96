import type { Context } from 'aws-lambda';
import { toInstant } from '../lib/domain/instant.ts';
import { sweepAll } from '../lib/inbox/sweep.ts';
import { log } from '../lib/telemetry/log.ts';

/** Starts nothing new in the last milliseconds before its timeout: asking a shop may take 15 seconds. */
const TIME_TO_END = 30_000;

/** Every five minutes: asks shops what changed, so that a missed webhook is not a missed order (contract 10). */
export async function handler(_event: unknown, context: Context): Promise<void> {
  const startedAt = performance.now();
  const total = await sweepAll({
    now: () => toInstant(new Date()),
    goesOn: () => context.getRemainingTimeInMillis() > TIME_TO_END,
  });
  if (total.swept + total.failures === 0) return;
  log.info('sweep', { ...total, durationMs: Math.round(performance.now() - startedAt) });
}
