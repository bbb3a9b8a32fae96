/**
 * What docs/scale.md assumes about a dealer and a deployment. `npm run scale -- --set name=value` changes any of them.
 */
export const assumptions = {
  // A dealer.
  pollIntervalSeconds: 300,
  ordersPerDay: 20,
  /** Refused orders that wait for staff to mend them: each is offered, and refused again, by every poll. */
  refusedWaiting: 0.1,
  shipmentsPerOrder: 1.1,
  canceledShare: 0.02,
  placedAgainShare: 0.1,
  lookUpsPerOrder: 2,
  listsPerDay: 4,
  statusesPerDay: 12,
  /** An order of three lines after its shipment, with its entries in the indexes: 1.8 KB were measured, and 0.5. */
  orderBytes: 2300,
  storeBytes: 700,

  // A function: 512 MB are 0.29 of a processor.
  memoryGb: 0.5,
  processorShare: 0.29,
  /** The share of dealers who chose their password; one that we made is a fast hash, of microseconds. */
  chosenPasswords: 0.05,
  /** Of one processor, for one scrypt of 32 MiB, which a check of a chosen password takes. Measured on a server. */
  slowHashMilliseconds: 90,
  /** lib/door/slow-hash.ts: for how long a function remembers a chosen password that was checked, and how many. */
  rememberedSeconds: 600,
  rememberedCredentials: 1000,
  coldStartMilliseconds: 600,
  /** How long an idle function stays warm: Amazon does not say; some minutes are usual. */
  warmSeconds: 600,
  /** The least share of cold starts: Amazon replaces functions that are in use, too. */
  leastColdShare: 0.005,

  // Logs and metrics. Bytes of one request, uncompressed.
  logLineBytes: 400,
  lambdaLinesBytes: 350,
  accessLogBytes: 420,
  metricsLineBytes: 245,
  /** Each name of lib/telemetry/metrics.ts once. */
  totalMetrics: 24,
  /** Of one store: five each hour, four more in the hours in which something happens. */
  metricsPerStore: 7,
  /** 1: the stage's `metrics` is `by-store`; 0: `totals`. */
  metricsByStore: 1,
  /** Of all alarms together: one that adds up eight metrics is billed as eight. */
  alarmMetrics: 73,
  /** Of our own, for what alarms say. */
  keys: 1,
  dashboards: 1,

  // The function that watches all stores: 1 GB is 0.58 of a processor, and it stops looking after 210 s.
  watchIntervalSeconds: 300,
  watchMemoryGb: 1,
  watchProcessorShare: 0.58,
  watchTimeSeconds: 210,
  /** A query each, and the activity of ten at a time. */
  watchCallsPerStore: 1.1,
  watchReadUnitsPerStore: 2,
  /** Of one processor, for one call of the database, many at once: measured 0.44. */
  watchCallMilliseconds: 0.5,

  // The stage, and the account as it is without asking Amazon.
  rateLimit: 100,
  burst: 200,
  accountRate: 10_000,
  accountBurst: 5000,
  concurrency: 1000,
  newAccountConcurrency: 10,
  tableReadUnits: 12_000,
  tableWriteUnits: 4000,
  storeWriteUnits: 1000,
  storeGb: 10,
  storedMonths: 12,
};

export type Assumptions = typeof assumptions;

/**
 * Lists in US dollars for us-east-1, without the free tiers. Looked up in November 2026 at third parties, not at
 * Amazon.
 */
export const prices = {
  apiMillionRequests: 1,
  lambdaMillionRequests: 0.2,
  lambdaGbSecond: 0.000_013_333_4,
  readMillionUnits: 0.125,
  writeMillionUnits: 0.625,
  storageGb: 0.25,
  recoveryGb: 0.2,
  logsGb: 0.5,
  /** A number of metrics at this price each, then the next ones. */
  metrics: [
    { upTo: 10_000, each: 0.3 },
    { upTo: 250_000, each: 0.1 },
    { upTo: 1_000_000, each: 0.05 },
    { upTo: Number.POSITIVE_INFINITY, each: 0.02 },
  ],
  alarmMetric: 0.1,
  key: 1,
  dashboard: 3,
  tracesMillion: 5,
  transferGb: 0.09,
};
