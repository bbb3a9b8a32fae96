import { quantile, type Spread, spreadOf } from './statistics.ts';
import type { Done } from './worker.ts';

/** One figure of ours beside the one of the AWS SDK alone. */
export interface Comparison {
  what: string;
  unit: 'ms' | 'processor ms' | 'MB';
  ours: Spread;
  sdkAlone: Spread;
  /** Of the medians. */
  ratio: number;
  /** Of each of our blocks to the one beside it: the quartiles, by which the ratio can be trusted. */
  ratios: Spread;
  goal?: number;
}

/** What both did, block after block: each block of ours ran next to one of the AWS SDK alone. */
export interface Pair {
  ours: Done;
  sdkAlone: Done;
}

export interface Goals {
  time?: number;
  processor?: number;
}

export function comparisonsOf(what: string, pairs: Pair[], { time, processor }: Goals): Comparison[] {
  return [
    {
      ...comparison(pairs, ({ milliseconds }) => quantile(milliseconds, 0.5)),
      what,
      unit: 'ms',
      ...(time !== undefined && { goal: time }),
    },
    {
      ...comparison(pairs, ({ processorMs, milliseconds }) => processorMs / milliseconds.length),
      what,
      unit: 'processor ms',
      ...(processor !== undefined && { goal: processor }),
    },
    { ...comparison(pairs, ({ residentMb }) => residentMb), what, unit: 'MB' },
  ];
}

function comparison(
  pairs: Pair[],
  figureOf: (block: Done) => number,
): Pick<Comparison, 'ours' | 'sdkAlone' | 'ratio' | 'ratios'> {
  const ours = spreadOf(pairs.map((pair) => figureOf(pair.ours)));
  const sdkAlone = spreadOf(pairs.map((pair) => figureOf(pair.sdkAlone)));
  const ratios = spreadOf(pairs.map((pair) => figureOf(pair.ours) / figureOf(pair.sdkAlone)));
  return { ours, sdkAlone, ratio: ours.median / sdkAlone.median, ratios };
}
