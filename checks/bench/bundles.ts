import { statSync } from 'node:fs';
import type { Bench } from './bench.ts';

export interface BundleSize {
  name: string;
  kilobytes: number;
  /** In kilobytes; absent for the two that hold more than one endpoint. */
  goal?: number;
}

const GOAL = 450;
/** Every endpoint in one, and the watch, which nobody waits for. */
const WITHOUT_GOAL = ['anyOtherPath', 'watchStores'];

/** What each function's one file takes, the largest first, with that of the AWS SDK alone. */
export function bundleSizes({ stage, sdkAlone }: Bench): BundleSize[] {
  const functions = [...stage.functions.values()].map(({ name, bytes }) => ({
    name,
    kilobytes: bytes / 1000,
    ...(!WITHOUT_GOAL.includes(name) && { goal: GOAL }),
  }));
  const alone = { name: 'the AWS SDK alone', kilobytes: statSync(sdkAlone).size / 1000 };
  return [...functions, alone].toSorted((a, b) => b.kilobytes - a.kilobytes);
}
