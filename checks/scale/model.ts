import { type Assumptions, prices } from './assumptions.ts';
import { type Operation, operationsOf, wrongPassword } from './operations.ts';

const DAY = 86_400;
const DAYS = 30;
const MONTH = DAY * DAYS;
const GB = 1e9;
const MILLION = 1e6;

/** What a number of dealers takes, per month unless the name says otherwise. */
export interface Load {
  dealers: number;
  requests: number;
  requestsPerSecond: number;
  /** The most in a second with independent clocks: four deviations above the mean. */
  peakPerSecond: number;
  readUnits: number;
  writeUnits: number;
  gbSeconds: number;
  /** The part of it for hashing chosen passwords. */
  hashGbSeconds: number;
  /** Milliseconds of a call on average, the hash included. */
  meanMilliseconds: number;
  /** Of a poll that finds nothing, on average of all dealers if no chosen password is remembered. */
  idlePollMilliseconds: number;
  watchSeconds: number;
  logGb: number;
  metrics: number;
  traces: number;
  transferGb: number;
  storedGb: number;
}

export function loadOf(dealers: number, assumed: Assumptions): Load {
  const operations = operationsOf(assumed);
  const monthly = (of: (operation: Operation) => number) =>
    operations.reduce((sum, operation) => sum + operation.perDay * of(operation), 0) * DAYS * dealers;
  const requests = monthly(() => 1);
  const requestsPerSecond = requests / MONTH;
  const watch = watchOf(dealers, assumed);
  const hashGbSeconds =
    (monthly((operation) => hashedShare(operation, dealers, assumed)) *
      slowHashMilliseconds(assumed) *
      assumed.memoryGb) /
    1000;
  const workGbSeconds =
    (monthly(
      (operation) =>
        operation.milliseconds + coldShare(operation, dealers, assumed) * assumed.coldStartMilliseconds,
    ) *
      assumed.memoryGb) /
    1000;
  const watchGbSeconds = watch.runs * watch.seconds * assumed.watchMemoryGb;
  const lineBytes = assumed.logLineBytes + assumed.lambdaLinesBytes + assumed.accessLogBytes;
  return {
    dealers,
    requests,
    requestsPerSecond,
    peakPerSecond: requestsPerSecond + 4 * Math.sqrt(requestsPerSecond),
    readUnits: monthly(({ readUnits }) => readUnits) + watch.runs * watch.readUnits,
    writeUnits: monthly(({ writeUnits }) => writeUnits),
    gbSeconds: workGbSeconds + hashGbSeconds + watchGbSeconds,
    hashGbSeconds,
    meanMilliseconds: ((workGbSeconds + hashGbSeconds) / assumed.memoryGb / requests) * 1000,
    idlePollMilliseconds:
      (operations[0]?.milliseconds ?? 0) + assumed.chosenPasswords * slowHashMilliseconds(assumed),
    watchSeconds: watch.seconds,
    logGb:
      (monthly(({ emitsMetrics }) => lineBytes + (emitsMetrics ? assumed.metricsLineBytes : 0)) +
        watch.runs * (lineBytes + dealers * assumed.metricsByStore * assumed.metricsLineBytes)) /
      GB,
    metrics: assumed.totalMetrics + assumed.metricsByStore * assumed.metricsPerStore * dealers,
    // Lambda traces the first call of each second, and a twentieth of the others.
    traces: (Math.min(requestsPerSecond, 1) + 0.05 * Math.max(0, requestsPerSecond - 1)) * MONTH + watch.runs,
    transferGb: monthly(({ answerBytes }) => answerBytes) / GB,
    storedGb:
      (((assumed.ordersPerDay * 365) / 12) * assumed.storedMonths * assumed.orderBytes * dealers) / GB,
  };
}

function watchOf(
  dealers: number,
  assumed: Assumptions,
): { runs: number; seconds: number; readUnits: number } {
  const { watchCallsPerStore, watchCallMilliseconds, watchProcessorShare } = assumed;
  return {
    runs: MONTH / assumed.watchIntervalSeconds,
    seconds: 0.1 + (dealers * watchCallsPerStore * watchCallMilliseconds) / watchProcessorShare / 1000,
    readUnits: Math.ceil((dealers * assumed.storeBytes) / 4096) + dealers * assumed.watchReadUnitsPerStore,
  };
}

/** Milliseconds that checking one chosen password takes in a function that does not remember it. */
export function slowHashMilliseconds(assumed: Assumptions): number {
  return assumed.slowHashMilliseconds / assumed.processorShare;
}

/**
 * The share of an operation's calls for which a chosen password is hashed: the others have one that we made, or find it
 * remembered.
 */
function hashedShare(operation: Operation, dealers: number, assumed: Assumptions): number {
  if (operation.passwordInterval === undefined) return 0;
  // If more stores call in turn than are remembered, each is forgotten before it calls again.
  const { chosenPasswords, rememberedCredentials, rememberedSeconds } = assumed;
  const forgotten =
    dealers * chosenPasswords > rememberedCredentials ? 1 : operation.passwordInterval / rememberedSeconds;
  return chosenPasswords * Math.min(1, forgotten);
}

/** The share of an operation's calls that find no warm function, if all dealers' calls come at random. */
function coldShare({ perDay }: Operation, dealers: number, assumed: Assumptions): number {
  const meanInterval = DAY / (perDay * dealers);
  return Math.max(assumed.leastColdShare, Math.exp(-assumed.warmSeconds / meanInterval));
}

/** US dollars a month, by what they are paid for. */
export type Cost = Record<
  | 'API Gateway'
  | 'Lambda'
  | 'DynamoDB reads'
  | 'DynamoDB writes'
  | 'DynamoDB storage and recovery'
  | 'CloudWatch logs'
  | 'CloudWatch metrics'
  | 'alarms, their key, dashboard'
  | 'X-Ray'
  | 'data transfer',
  number
>;

export function costOf(load: Load, assumed: Assumptions): Cost {
  const invocations = load.requests + MONTH / assumed.watchIntervalSeconds;
  return {
    'API Gateway': (load.requests / MILLION) * prices.apiMillionRequests,
    Lambda: (invocations / MILLION) * prices.lambdaMillionRequests + load.gbSeconds * prices.lambdaGbSecond,
    'DynamoDB reads': (load.readUnits / MILLION) * prices.readMillionUnits,
    'DynamoDB writes': (load.writeUnits / MILLION) * prices.writeMillionUnits,
    'DynamoDB storage and recovery': load.storedGb * (prices.storageGb + prices.recoveryGb),
    'CloudWatch logs': load.logGb * prices.logsGb,
    'CloudWatch metrics': metricsCost(load.metrics),
    'alarms, their key, dashboard':
      assumed.alarmMetrics * prices.alarmMetric +
      assumed.keys * prices.key +
      assumed.dashboards * prices.dashboard,
    'X-Ray': (load.traces / MILLION) * prices.tracesMillion,
    'data transfer': load.transferGb * prices.transferGb,
  };
}

/** US dollars a month for a number of custom metrics; further ones cost less each. */
export function metricsCost(metrics: number): number {
  let below = 0;
  return prices.metrics.reduce((sum, { upTo, each }) => {
    const here = Math.max(0, Math.min(metrics, upTo) - below);
    below = upTo;
    return sum + here * each;
  }, 0);
}

export function totalOf(cost: Cost): number {
  return Object.values(cost).reduce((sum, one) => sum + one, 0);
}

/**
 * US dollars a day that an attacker can cost us with different wrong passwords, at stores with a chosen one, as fast as
 * the stage allows.
 */
export function attackCostPerDay(assumed: Assumptions): number {
  const calls = assumed.rateLimit * DAY;
  const seconds = (wrongPassword.milliseconds + slowHashMilliseconds(assumed)) / 1000;
  const logBytes =
    assumed.logLineBytes + assumed.lambdaLinesBytes + assumed.accessLogBytes + assumed.metricsLineBytes;
  return (
    (calls / MILLION) *
      (prices.apiMillionRequests +
        prices.lambdaMillionRequests +
        wrongPassword.readUnits * prices.readMillionUnits +
        wrongPassword.writeUnits * prices.writeMillionUnits) +
    calls * seconds * assumed.memoryGb * prices.lambdaGbSecond +
    ((calls * logBytes) / GB) * prices.logsGb
  );
}
