import { Session } from 'node:inspector';
import type { Profiler } from 'node:inspector';

/** A loop that keeps every input which makes the code do something new, and changes those further. */
export interface Fuzzing {
  /** Throws the fault of an input. */
  target: (input: Uint8Array) => void;
  seeds: Uint8Array[];
  dictionary: readonly string[];
  /** The files whose code counts, by URL. */
  covers: (url: string) => boolean;
  seconds: number;
  seed: number;
  maxBytes: number;
}

export interface Finding {
  input: Uint8Array;
  error: unknown;
}

export interface FuzzingReport {
  runs: number;
  /** Inputs kept, and different things that they made the code do. */
  kept: number;
  features: number;
  finding?: Finding;
}

/** Runs until it finds an input that the target refuses, or until its time is over. */
export function fuzz({ target, seeds, dictionary, covers, seconds, seed, maxBytes }: Fuzzing): FuzzingReport {
  const coverage = openCoverage(covers);
  const random = randomOf(seed);
  const words = dictionary.map((word) => Buffer.from(word));
  const features = new Set<string>();
  const kept: Uint8Array[] = [];
  let runs = 0;
  const run = (input: Uint8Array): Finding | undefined => {
    runs += 1;
    try {
      target(input);
    } catch (error) {
      return { input, error };
    }
    const before = features.size;
    for (const feature of coverage.take()) features.add(feature);
    if (features.size > before) kept.push(input);
    return undefined;
  };
  const until = performance.now() + seconds * 1000;
  let finding: Finding | undefined;
  for (const input of seeds) finding ??= run(input);
  while (!finding && performance.now() < until) {
    // Half of the time one of the latest, which nobody has looked around yet.
    const from = random(2) === 0 ? kept.length - 1 - random(Math.min(kept.length, 20)) : random(kept.length);
    finding = run(mutate(kept[from] ?? new Uint8Array(), { random, words, kept, maxBytes }));
  }
  coverage.close();
  return {
    runs,
    kept: kept.length,
    features: features.size,
    ...(finding && { finding: shrink(finding, target) }),
  };
}

/** The coverage since the last call: which blocks ran, and about how often. */
function openCoverage(covers: (url: string) => boolean): { take: () => string[]; close: () => void } {
  const session = new Session();
  session.connect();
  session.post('Profiler.enable');
  session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  const take = () => {
    let scripts: Profiler.ScriptCoverage[] = [];
    session.post('Profiler.takePreciseCoverage', (_error, { result }) => {
      scripts = result;
    });
    return scripts.flatMap(({ url, scriptId, functions }) =>
      covers(url)
        ? functions.flatMap(({ ranges }) =>
            // A block that did not run is reported only if the one around it did, so that is news as well.
            ranges.map(({ startOffset, endOffset, count }) =>
              [scriptId, startOffset, endOffset, Math.min(8, Math.ceil(Math.log2(count + 1)))].join(':'),
            ),
          )
        : [],
    );
  };
  return { take, close: () => session.disconnect() };
}

interface Mutation {
  random: (below: number) => number;
  words: Buffer[];
  kept: Uint8Array[];
  maxBytes: number;
}

function mutate(input: Uint8Array, mutation: Mutation): Uint8Array {
  let bytes = Buffer.from(input);
  const times = 1 + mutation.random(4);
  for (let i = 0; i < times; i += 1) bytes = mutateOnce(bytes, mutation);
  return bytes.subarray(0, mutation.maxBytes);
}

function mutateOnce(bytes: Buffer<ArrayBuffer>, { random, words, kept }: Mutation): Buffer<ArrayBuffer> {
  const at = random(bytes.length + 1);
  const to = Math.min(bytes.length, at + 1 + random(16));
  const [before, middle, after] = [bytes.subarray(0, at), bytes.subarray(at, to), bytes.subarray(to)];
  const word = words[random(words.length)] ?? Buffer.alloc(0);
  const other = kept[random(kept.length)] ?? bytes;
  const cut = random(other.length + 1);
  const piece = Buffer.from(other.subarray(cut, cut + 1 + random(40)));
  const kinds = [
    () => Buffer.concat([before, word, middle, after]),
    () => Buffer.concat([before, word, after]),
    () => Buffer.concat([before, after]),
    () => Buffer.concat([before, Buffer.from([random(256)]), middle, after]),
    () => Buffer.concat([before, middle.map((byte) => byte ^ (1 << random(8))), after]),
    () => Buffer.concat([before, middle, middle, after]),
    () => Buffer.concat([before, ...Array<Buffer>(1 + random(80)).fill(middle), after]),
    () => Buffer.concat([before, piece, middle, after]),
    () => Buffer.concat([before, piece]),
  ];
  return Buffer.from(kinds[random(kinds.length)]?.() ?? bytes);
}

/** A shorter input that the target refuses too. */
function shrink(finding: Finding, target: Fuzzing['target']): Finding {
  let best = finding;
  for (
    let size = Math.ceil(finding.input.length / 2);
    size >= 1;
    size = size === 1 ? 0 : Math.ceil(size / 2)
  ) {
    for (let at = 0; at < best.input.length; ) {
      const shorter = Buffer.concat([best.input.subarray(0, at), best.input.subarray(at + size)]);
      try {
        target(shorter);
        at += size;
      } catch (error) {
        best = { input: shorter, error };
      }
    }
  }
  return best;
}

/** Whole numbers below a limit, the same ones for the same seed (mulberry32). */
function randomOf(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}
