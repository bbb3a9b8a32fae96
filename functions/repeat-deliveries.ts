import type { Context } from 'aws-lambda';
import { toInstant } from '../lib/domain/instant.ts';
import { repeatDue } from '../lib/inbox/repeat.ts';
import { log } from '../lib/telemetry/log.ts';

/** Starts nothing new in the last milliseconds before its timeout: asking a shop may take 15 seconds. */
const TIME_TO_END = 20_000;

/** Every minute: processes what a shop sent and could not be processed at once (contract 10). */
export async function handler(_event: unknown, context: Context): Promise<void> {
  const startedAt = performance.now();
  const repeated = await repeatDue({
    now: () => toInstant(new Date()),
    goesOn: () => context.getRemainingTimeInMillis() > TIME_TO_END,
  });
  if (repeated.done + repeated.failures === 0) return;
  log.info('repeat', { ...repeated, durationMs: Math.round(performance.now() - startedAt) });
}
