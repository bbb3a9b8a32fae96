import type { Bench } from './bench.ts';
import { type Comparison, comparisonsOf, type Goals, type Pair } from './compare.ts';
import { sideBySide } from './exchanges.ts';
import { startPlayback, type Worker } from './processes.ts';
import { ACKNOWLEDGEMENT_OF_30, EMPTY_POLL, POLL_OF_30, type Recording } from './recordings.ts';

export interface Counts {
  /** How many times both start in new processes. */
  rounds: number;
  /** How many blocks each of them then does. */
  blocks: number;
  /** How many calls a block has. */
  calls: number;
  /** How many calls come first, uncounted. */
  warmUp: number;
  /** Absent: those of Lightspeed's calls. */
  goals?: Goals;
}

/** As far from us as DynamoDB answers a small read from within its region. */
export const DELAY_MS = 4;

/** How many times as long as the AWS SDK alone a call may take, and as much of a processor. */
const GOALS: Record<string, Goals> = {
  [EMPTY_POLL]: { time: 1.15, processor: 1.25 },
  [POLL_OF_30]: { time: 1.2, processor: 1.2 },
  [ACKNOWLEDGEMENT_OF_30]: { time: 1.2 },
};

/** One kind of call, again and again, in a process that has made it before. */
export async function measureWarm(bench: Bench, recording: Recording, counts: Counts): Promise<Comparison[]> {
  const playback = await startPlayback(recording.exchanges, { folder: bench.folder, delayMs: DELAY_MS });
  try {
    const pairs: Pair[] = [];
    for (let round = 0; round < counts.rounds; round += 1)
      pairs.push(...(await oneRound(bench, recording, { ...counts, endpoint: playback.endpoint })));
    return comparisonsOf(recording.title, pairs, counts.goals ?? GOALS[recording.title] ?? {});
  } finally {
    await playback.close();
  }
}

async function oneRound(
  bench: Bench,
  { name, call, exchanges, environment, stepsOf = sideBySide }: Recording,
  { endpoint, blocks, calls, warmUp }: Counts & { endpoint: string },
): Promise<Pair[]> {
  const ours = bench.startFunction(name, endpoint, environment);
  const sdkAlone = bench.startSdkAlone(stepsOf(exchanges), endpoint);
  const runs = [
    { of: 'ours', run: (times: number) => callRightly(ours, times, call) },
    { of: 'sdkAlone', run: (times: number) => sdkAlone.run(times) },
  ] as const;
  for (const { run } of runs) await run(warmUp);
  const pairs: Pair[] = [];
  for (let block = 0; block < blocks; block += 1) {
    // Each comes first equally often.
    const [first, second] = block % 2 === 0 ? runs : runs.toReversed();
    const done = { [first.of]: await first.run(calls), [second.of]: await second.run(calls) };
    pairs.push(done as unknown as Pair);
  }
  await Promise.all([ours.end(), sdkAlone.end()]);
  return pairs;
}

async function callRightly(worker: Worker, times: number, call: Recording['call']): Promise<Pair['ours']> {
  const done = await worker.run(times, call);
  if (done.answer?.status !== 200) throw new Error(`A call was answered ${done.answer?.status}.`);
  return done;
}
