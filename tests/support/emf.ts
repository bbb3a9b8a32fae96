import type { Line } from './output.ts';

/** One value of a metric, as CloudWatch takes it out of a line. */
export interface Datum {
  namespace: string;
  name: string;
  unit: string;
  dimensions: Record<string, string>;
  value: number;
}

interface Directive {
  Namespace: string;
  Dimensions: string[][];
  Metrics: { Name: string; Unit: string }[];
}

/** Reads lines of the embedded metric format as Amazon specifies it: each metric once for each set of dimensions. */
export function metricData(lines: Line[]): Datum[] {
  return lines.flatMap((line) => {
    const { CloudWatchMetrics = [] } = (line['_aws'] ?? {}) as { CloudWatchMetrics?: Directive[] };
    return CloudWatchMetrics.flatMap(({ Namespace, Dimensions, Metrics }) =>
      Dimensions.flatMap((set) =>
        Metrics.map(({ Name, Unit }) => ({
          namespace: Namespace,
          name: Name,
          unit: Unit,
          dimensions: Object.fromEntries(set.map((name) => [name, String(line[name])])),
          value: Number(line[Name]),
        })),
      ),
    );
  });
}
