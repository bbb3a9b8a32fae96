import type { Context } from 'aws-lambda';
import { settings } from '../lib/current-settings.ts';
import { toInstant } from '../lib/domain/instant.ts';
import { tellAll } from '../lib/outgoing/tell.ts';
import { log } from '../lib/telemetry/log.ts';

/** Starts nothing new in the last milliseconds before its timeout: an attempt may take 15 seconds. */
const TIME_TO_END = 18_000;

/** Runs every minute, for most of the minute: sends webstores what happened to their orders (contract 9). */
export async function handler(_event: unknown, context: Context): Promise<void> {
  const startedAt = performance.now();
  const until = startedAt + settings.tellSeconds * 1000;
  const told = await tellAll({
    now: () => toInstant(new Date()),
    random: Math.random,
    goesOn: () => performance.now() < until && context.getRemainingTimeInMillis() > TIME_TO_END,
    restMs: 500,
  });
  log.info('tell', { ...told, durationMs: Math.round(performance.now() - startedAt) });
}
