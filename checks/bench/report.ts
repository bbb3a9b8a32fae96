import { table } from '../../terminal/table.ts';
import type { BundleSize } from './bundles.ts';
import type { Comparison } from './compare.ts';
import { sideBySide } from './exchanges.ts';
import type { Recording } from './recordings.ts';
import type { Spread } from './statistics.ts';

/** Ours, the AWS SDK alone, the ratio, and the quartiles of each. */
export function comparisonTable(comparisons: Comparison[]): string {
  return table(
    ['', 'ours', 'SDK alone', 'ratio', 'goal'],
    comparisons.map(({ what, unit, ours, sdkAlone, ratio, ratios, goal }) => [
      `${what}, ${unit}`,
      spread(ours, unit === 'MB' ? 0 : 2),
      spread(sdkAlone, unit === 'MB' ? 0 : 2),
      `${ratio.toFixed(2)} (${ratios.low.toFixed(2)}–${ratios.high.toFixed(2)})`,
      goal === undefined ? '' : `≤ ${goal.toFixed(2)} ${ratio <= goal ? 'met' : 'not met'}`,
    ]),
  );
}

function spread({ median, low, high }: Spread, digits: number): string {
  return `${median.toFixed(digits)} (${low.toFixed(digits)}–${high.toFixed(digits)})`;
}

export interface RoundTrips {
  what: string;
  calls: number;
  roundTrips: number;
  /** What the AWS SDK alone makes. */
  fewest: number;
}

export function roundTripsOf({ title, exchanges }: Recording): RoundTrips {
  return {
    what: title,
    calls: exchanges.length,
    roundTrips: Math.max(...exchanges.map(({ roundTrip }) => roundTrip)),
    fewest: sideBySide(exchanges).length,
  };
}

export function roundTripTable(all: RoundTrips[]): string {
  return table(
    ['', 'calls of the database', 'one after the other', 'the fewest'],
    all.map(({ what, calls, roundTrips, fewest }) => [what, ...[calls, roundTrips, fewest].map(String)]),
  );
}

export function bundleTable(sizes: BundleSize[]): string {
  return table(
    ['bundle', 'kB', 'goal'],
    sizes.map(({ name, kilobytes, goal }) => [
      name,
      kilobytes.toFixed(0),
      goal === undefined ? '' : `≤ ${goal} ${kilobytes <= goal ? 'met' : 'not met'}`,
    ]),
  );
}
