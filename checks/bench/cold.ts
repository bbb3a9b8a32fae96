import type { Bench } from './bench.ts';
import { type Comparison, comparisonsOf, type Goals, type Pair } from './compare.ts';
import { sideBySide } from './exchanges.ts';
import { startPlayback } from './processes.ts';
import { EMPTY_POLL, type Recording } from './recordings.ts';

/** The first call of a new function may take this many times as long as that of the AWS SDK alone. */
const GOAL = { time: 1.25 };

/**
 * The first call of a new process: it loads the bundle, checks the credentials and answers. The database does not delay
 * it.
 */
export async function measureCold(
  bench: Bench,
  { name, call, exchanges, environment, stepsOf = sideBySide, title }: Recording,
  { starts, goals = GOAL }: { starts: number; goals?: Goals },
): Promise<Comparison[]> {
  const playback = await startPlayback(exchanges, { folder: bench.folder, delayMs: 0 });
  const { endpoint } = playback;
  const steps = stepsOf(exchanges);
  const pairs: Pair[] = [];
  try {
    for (let start = 0; start < starts; start += 1) {
      const ours = bench.startFunction(name, endpoint, environment);
      const sdkAlone = bench.startSdkAlone(steps, endpoint);
      // Both have started before either is measured.
      const measured = { ours: () => ours.run(1, call), sdkAlone: () => sdkAlone.run(1) };
      await Promise.all([ours.run(0, call), sdkAlone.run(0)]);
      const pair =
        start % 2 === 0
          ? { ours: await measured.ours(), sdkAlone: await measured.sdkAlone() }
          : { sdkAlone: await measured.sdkAlone(), ours: await measured.ours() };
      if (pair.ours.answer?.status !== 200)
        throw new Error(`A call was answered ${pair.ours.answer?.status}.`);
      pairs.push(pair);
      await Promise.all([ours.end(), sdkAlone.end()]);
    }
  } finally {
    await playback.close();
  }
  return comparisonsOf(title === EMPTY_POLL ? 'first call' : title, pairs, goals);
}
