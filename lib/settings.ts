import { MAX_BATCH } from './domain/offer.ts';
import { isStoreId } from './domain/store.ts';

/** The settings of a stage, as `serverless.yml` passes them to every function. */
export interface Settings {
  stage: string;
  logLevel: LogLevel;
  ordersTable: string;
  activityTable: string;
  attemptsTable: string;
  storesTable: string;
  wireTable: string;
  messagesTable: string;
  peopleTable: string;
  auditTable: string;
  /** The alias of the KMS key for secrets that must be read again; `local`: this machine's key (`lib/vault.ts`). */
  secretsKey: string;
  inboxTable: string;
  /** Seconds for which a run of the teller looks for messages that are due. */
  tellSeconds: number;
  /** For how long a change of a store may go unseen, in seconds. */
  rememberStoresSeconds: number;
  /** How many orders go into one answer, at most. */
  batchSize: number;
  /** The store of a host that names none; '' if there is none. */
  defaultStore: string;
  metrics: MetricsKind;
  /** How many days an order is kept after it was shipped or canceled; absent: forever. */
  settledDays: number | undefined;
  /** The age of an outstanding order, in seconds, from which the watch logs its store. */
  waitingTooLongSeconds: number;
}

const LOG_LEVELS = ['DEBUG', 'INFO', 'WARN', 'ERROR', 'SILENT'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** `totals`: for all stores together. `by-store`: for each one as well, which CloudWatch charges by the metric. */
const METRICS_KINDS = ['off', 'totals', 'by-store'] as const;
export type MetricsKind = (typeof METRICS_KINDS)[number];

/** A hundred years. */
const MOST_DAYS = 36_500;

type Environment = Record<string, string | undefined>;

/** Reads and checks all settings. Throws one sentence that names the wrong one. */
export function readSettings(environment: Environment): Settings {
  return {
    stage: required(environment, 'STAGE'),
    logLevel: logLevel(required(environment, 'LOG_LEVEL')),
    ordersTable: required(environment, 'ORDERS_TABLE'),
    activityTable: required(environment, 'ACTIVITY_TABLE'),
    attemptsTable: required(environment, 'ATTEMPTS_TABLE'),
    storesTable: required(environment, 'STORES_TABLE'),
    wireTable: required(environment, 'WIRE_TABLE'),
    messagesTable: required(environment, 'MESSAGES_TABLE'),
    tellSeconds: seconds('TELL_SECONDS', environment),
    rememberStoresSeconds: seconds('REMEMBER_STORES_SECONDS', environment, { least: 0 }),
    peopleTable: required(environment, 'PEOPLE_TABLE'),
    auditTable: required(environment, 'AUDIT_TABLE'),
    secretsKey: required(environment, 'SECRETS_KEY'),
    inboxTable: required(environment, 'INBOX_TABLE'),
    batchSize: batchSize(required(environment, 'BATCH_SIZE')),
    defaultStore: defaultStore(environment['DEFAULT_STORE']?.trim() ?? ''),
    metrics: metricsKind(required(environment, 'METRICS')),
    settledDays: days('SETTLED_DAYS', environment),
    waitingTooLongSeconds: seconds('WAITING_TOO_LONG_SECONDS', environment),
  };
}

function required(environment: Environment, name: string): string {
  const value = environment[name]?.trim();
  if (!value) throw new Error(`The setting ${name} is missing.`);
  return value;
}

function logLevel(text: string): LogLevel {
  const level = LOG_LEVELS.find((one) => one === text.toUpperCase());
  if (level) return level;
  throw new Error(`The setting LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}, not "${text}".`);
}

function batchSize(text: string): number {
  const size = Number(text);
  if (Number.isInteger(size) && size >= 1 && size <= MAX_BATCH) return size;
  throw new Error(`The setting BATCH_SIZE must be a whole number from 1 to ${MAX_BATCH}, not "${text}".`);
}

function seconds(name: string, environment: Environment, { least = 1 } = {}): number {
  const text = required(environment, name);
  const value = Number(text);
  if (Number.isInteger(value) && value >= least) return value;
  throw new Error(`The setting ${name} must be a whole number of seconds, not "${text}".`);
}

/** Absent or empty: none. */
function days(name: string, environment: Environment): number | undefined {
  const text = environment[name]?.trim() ?? '';
  if (text === '') return undefined;
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= MOST_DAYS) return value;
  throw new Error(
    `The setting ${name} must be a whole number of days from 1 to ${MOST_DAYS}, not "${text}".`,
  );
}

function defaultStore(text: string): string {
  if (text === '' || isStoreId(text)) return text;
  throw new Error(`The setting DEFAULT_STORE must be the id of a store, or empty, not "${text}".`);
}

function metricsKind(text: string): MetricsKind {
  const kind = METRICS_KINDS.find((one) => one === text);
  if (kind) return kind;
  throw new Error(`The setting METRICS must be one of ${METRICS_KINDS.join(', ')}, not "${text}".`);
}
