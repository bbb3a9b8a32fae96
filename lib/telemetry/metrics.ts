import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { settings } from '../current-settings.ts';
import { log } from './log.ts';

/** What is counted, and the unit of each. docs/operations.md explains them. */
const units = {
  // By the calls.
  OrdersPlaced: MetricUnit.Count,
  OrdersOffered: MetricUnit.Count,
  OrdersLeftOut: MetricUnit.Count,
  OrdersDownloaded: MetricUnit.Count,
  OrdersRefused: MetricUnit.Count,
  OrdersShipped: MetricUnit.Count,
  OrdersCanceled: MetricUnit.Count,
  OrdersRequeued: MetricUnit.Count,
  AuthenticationFailed: MetricUnit.Count,
  TooManyAttempts: MetricUnit.Count,
  DeliveriesReceived: MetricUnit.Count,
  DeliveriesRejected: MetricUnit.Count,
  OrdersNotUnderstood: MetricUnit.Count,
  // By the teller.
  MessagesDelivered: MetricUnit.Count,
  MessagesFailed: MetricUnit.Count,
  OldestMessageSeconds: MetricUnit.Seconds,
  SweepsFailed: MetricUnit.Count,
  // By the watch: what no call can see.
  SilentStores: MetricUnit.Count,
  DeafWebstores: MetricUnit.Count,
  OldestOutstandingSeconds: MetricUnit.Seconds,
  OutstandingOrders: MetricUnit.Count,
  RefusedOrders: MetricUnit.Count,
  WatchedStores: MetricUnit.Count,
  WatchFailures: MetricUnit.Count,
} as const;

export type MetricName = keyof typeof units;
export type Counts = Partial<Record<MetricName, number>>;

export const metricNames = Object.keys(units).filter((name): name is MetricName => name in units);

const metrics = new Metrics({ namespace: 'WebOrders', serviceName: `web-orders-${settings.stage}` });

/**
 * Writes the counts of one call, or of one look at a store, as a line that CloudWatch reads as metrics (EMF): for all
 * stores together, unless `total` is off, and for the store itself where the stage wants that. Never throws, so that
 * counting does not fail what is counted.
 */
export function emitMetrics(counts: Counts, storeId: string | undefined, { total = true } = {}): void {
  const some = metricNames.filter((name) => counts[name] !== undefined);
  const byStore = settings.metrics === 'by-store' && storeId !== undefined;
  if (settings.metrics === 'off' || some.length === 0 || !(total || byStore)) return;
  try {
    // Each adds a set of dimensions beside `service`, which is in all of them.
    if (total) metrics.addDimensions({});
    if (byStore) metrics.addDimensions({ store: storeId });
    for (const name of some) metrics.addMetric(name, units[name], counts[name] ?? 0);
    metrics.publishStoredMetrics();
  } catch (error) {
    // Otherwise the next line would carry the rest of this one.
    metrics.clearMetrics();
    metrics.clearDimensions();
    log.warn('metrics', { error });
  }
}
