import { toContext } from './call.ts';

/** Runs the scheduled function once, as the clock of AWS does. */
export async function runWatch(remainingMs?: number): Promise<void> {
  const { handler } = await import('../../functions/watch-stores.ts');
  await handler({}, toContext({ remainingMs }));
}
