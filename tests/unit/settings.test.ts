import { describe, expect, test } from '@jest/globals';
import { readSettings } from '../../lib/settings.ts';

function anEnvironment(differs: Record<string, string | undefined> = {}): Record<string, string | undefined> {
  return {
    STAGE: 'dev',
    LOG_LEVEL: 'info',
    ORDERS_TABLE: 'orders-dev',
    ACTIVITY_TABLE: 'activity-dev',
    ATTEMPTS_TABLE: 'attempts-dev',
    BATCH_SIZE: '30',
    STORES_TABLE: 'stores-dev',
    WIRE_TABLE: 'wire-dev',
    MESSAGES_TABLE: 'messages-dev',
    TELL_SECONDS: '40',
    REMEMBER_STORES_SECONDS: '0',
    PEOPLE_TABLE: 'people-dev',
    AUDIT_TABLE: 'audit-dev',
    SECRETS_KEY: 'alias/secrets-dev',
    INBOX_TABLE: 'inbox-dev',
    DEFAULT_STORE: 'coolbike',
    METRICS: 'by-store',
    SETTLED_DAYS: '730',
    WAITING_TOO_LONG_SECONDS: '14400',
    ...differs,
  };
}

test('the settings of a stage are read, and white space around them is nothing', () => {
  expect(readSettings(anEnvironment({ STAGE: ' dev ', PATH: '/bin' }))).toEqual({
    stage: 'dev',
    logLevel: 'INFO',
    ordersTable: 'orders-dev',
    activityTable: 'activity-dev',
    attemptsTable: 'attempts-dev',
    batchSize: 30,
    storesTable: 'stores-dev',
    wireTable: 'wire-dev',
    messagesTable: 'messages-dev',
    tellSeconds: 40,
    rememberStoresSeconds: 0,
    peopleTable: 'people-dev',
    auditTable: 'audit-dev',
    secretsKey: 'alias/secrets-dev',
    inboxTable: 'inbox-dev',
    defaultStore: 'coolbike',
    metrics: 'by-store',
    settledDays: 730,
    waitingTooLongSeconds: 14_400,
  });
});

test('a stage may have no default store', () => {
  expect(readSettings(anEnvironment({ DEFAULT_STORE: '' })).defaultStore).toBe('');
  expect(readSettings(anEnvironment({ DEFAULT_STORE: undefined })).defaultStore).toBe('');
});

test('a stage may keep its orders forever', () => {
  expect(readSettings(anEnvironment({ SETTLED_DAYS: ' ' })).settledDays).toBeUndefined();
  expect(readSettings(anEnvironment({ SETTLED_DAYS: undefined })).settledDays).toBeUndefined();
});

describe('a setting that is missing is named', () => {
  test.each([
    'STAGE',
    'LOG_LEVEL',
    'ORDERS_TABLE',
    'ACTIVITY_TABLE',
    'ATTEMPTS_TABLE',
    'STORES_TABLE',
    'PEOPLE_TABLE',
    'AUDIT_TABLE',
    'WIRE_TABLE',
    'MESSAGES_TABLE',
    'TELL_SECONDS',
    'REMEMBER_STORES_SECONDS',
    'SECRETS_KEY',
    'INBOX_TABLE',
    'BATCH_SIZE',
    'METRICS',
    'WAITING_TOO_LONG_SECONDS',
  ])('%s', (name) => {
    const message = `The setting ${name} is missing.`;

    expect(() => readSettings(anEnvironment({ [name]: undefined }))).toThrow(new Error(message));
    expect(() => readSettings(anEnvironment({ [name]: '  ' }))).toThrow(new Error(message));
  });
});

describe('a setting that is wrong is named in one sentence', () => {
  test.each([
    [
      'LOG_LEVEL',
      'LOUD',
      'The setting LOG_LEVEL must be one of DEBUG, INFO, WARN, ERROR, SILENT, not "LOUD".',
    ],
    ['BATCH_SIZE', '0', 'The setting BATCH_SIZE must be a whole number from 1 to 30, not "0".'],
    ['BATCH_SIZE', '31', 'The setting BATCH_SIZE must be a whole number from 1 to 30, not "31".'],
    ['BATCH_SIZE', '2.5', 'The setting BATCH_SIZE must be a whole number from 1 to 30, not "2.5".'],
    ['BATCH_SIZE', 'many', 'The setting BATCH_SIZE must be a whole number from 1 to 30, not "many".'],
    [
      'DEFAULT_STORE',
      'cool bike',
      'The setting DEFAULT_STORE must be the id of a store, or empty, not "cool bike".',
    ],
    [
      'SETTLED_DAYS',
      '0',
      'The setting SETTLED_DAYS must be a whole number of days from 1 to 36500, not "0".',
    ],
    [
      'SETTLED_DAYS',
      '36501',
      'The setting SETTLED_DAYS must be a whole number of days from 1 to 36500, not "36501".',
    ],
    [
      'SETTLED_DAYS',
      'two years',
      'The setting SETTLED_DAYS must be a whole number of days from 1 to 36500, not "two years".',
    ],
    ['METRICS', 'on', 'The setting METRICS must be one of off, totals, by-store, not "on".'],
  ])('%s=%s', (name, value, message) => {
    expect(() => readSettings(anEnvironment({ [name]: value }))).toThrow(new Error(message));
  });
});
