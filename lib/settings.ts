import { MAX_BATCH } from './domain/offer.ts';

/** The settings of a stage, as `serverless.yml` hands them to every function. */
export interface Settings {
  stage: string;
  logLevel: LogLevel;
  ordersTable: string;
  activityTable: string;
  attemptsTable: string;
  /** How many orders go into one answer, at most. */
  batchSize: number;
  secrets: SecretsSource;
}

const LOG_LEVELS = ['DEBUG', 'INFO', 'WARN', 'ERROR', 'SILENT'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Where the store's credentials are: in the stage's defaults, or in a parameter of AWS Systems Manager. */
export type SecretsSource = { kind: 'local'; json: string } | { kind: 'ssm'; parameter: string };

type Environment = Record<string, string | undefined>;

/** Reads and checks them all. Throws one sentence that names the setting at fault. */
export function readSettings(environment: Environment): Settings {
  return {
    stage: required(environment, 'STAGE'),
    logLevel: logLevel(required(environment, 'LOG_LEVEL')),
    ordersTable: required(environment, 'ORDERS_TABLE'),
    activityTable: required(environment, 'ACTIVITY_TABLE'),
    attemptsTable: required(environment, 'ATTEMPTS_TABLE'),
    batchSize: batchSize(required(environment, 'BATCH_SIZE')),
    secrets: secretsSource(required(environment, 'SECRETS')),
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

function secretsSource(text: string): SecretsSource {
  const [, kind, rest] = /^(local|ssm):(.+)$/s.exec(text) ?? [];
  if (kind === 'local' && rest) return { kind, json: rest };
  if (kind === 'ssm' && rest?.startsWith('/')) return { kind, parameter: rest };
  throw new Error('The setting SECRETS must be "ssm:/a/parameter" or "local:{…}".');
}
