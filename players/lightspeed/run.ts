import { seededRandom } from '../seeded-random.ts';
import type { Client } from './client.ts';
import type { Shares } from './plan.ts';
import { addRounds, emptyRound, newMemory, playRound } from './round.ts';
import { heading, roundLine, summary } from './run-report.ts';

export type RunOptions = {
  intervalMs: number;
  /** Infinity: until it is stopped. */
  rounds: number;
  seed: number | undefined;
  shares: Shares;
};

type World = {
  client: Client;
  print(line: string): void;
  pause(milliseconds: number): Promise<void>;
  now(): Date;
};

/**
 * Plays Lightspeed for a number of rounds, or until `signal` says stop.
 * @returns whether everything went as it should
 */
export async function run(options: RunOptions, world: World, signal: AbortSignal): Promise<boolean> {
  const { client, print, pause, now } = world;
  const { shares } = options;
  const seed = options.seed ?? now().getTime() % 1_000_000;
  const random = seededRandom(seed);
  const memory = newMemory();
  const startedAt = now().getTime();
  let total = emptyRound();
  let rounds = 0;

  print(heading());
  while (rounds < options.rounds && !signal.aborted) {
    if (rounds > 0) await pause(options.intervalMs);
    if (signal.aborted) break;
    rounds += 1;
    const at = now();
    const round = await playRound({ client, memory, shares, random, signal });
    print(roundLine(String(rounds), round, at));
    for (const trouble of round.trouble) print(`   ! ${trouble}`);
    total = addRounds(total, round);
  }
  print(roundLine('all', total));
  const tookMs = now().getTime() - startedAt;
  print(
    summary({ rounds, total, open: memory.open.size, unfinished: memory.unfinished.length, seed, tookMs }),
  );
  return total.trouble.length === 0;
}
