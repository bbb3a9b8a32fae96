import { expect, test } from '@jest/globals';
import { readSettings } from '../../../lib/settings.ts';
import type { Resources } from '../../../local/tables.ts';
import { OTHER_TABLES, STORE_TABLES } from '../../../operations/store-tables.ts';

const { provider, resources } = JSON.parse(process.env['SERVERLESS_PRINT'] ?? '') as {
  provider: { environment: Record<string, string> };
  resources: { Resources: Resources };
};
const tables = Object.entries(resources.Resources).filter(([, { Type }]) => Type === 'AWS::DynamoDB::Table');

test('every table of resources/tables.yml is in operations/store-tables.ts: what leaves with a store, or why nothing does', () => {
  const known = [...STORE_TABLES.map(({ name }) => name), ...Object.keys(OTHER_TABLES)];
  expect(known.toSorted()).toEqual(tables.map(([id]) => id.replace(/Table$/, '')).toSorted());
  expect(new Set(known).size).toBe(known.length);
});

test('each has the name and the key that resources/tables.yml says', () => {
  const settings = readSettings(provider.environment);
  const listed = STORE_TABLES.map(({ name, setting, key }) => ({ name, table: settings[setting], key }));
  const made = STORE_TABLES.map(({ name }) => {
    const { Properties = {} } = resources.Resources[`${name}Table`] ?? { Type: '' };
    const keys = Properties['KeySchema'] as { AttributeName: string }[];
    return { name, table: Properties['TableName'], key: keys.map(({ AttributeName }) => AttributeName) };
  });
  expect(listed).toEqual(made);
});

test('the stores themselves are the last: an interrupted removal is found again', () => {
  expect(STORE_TABLES.at(-1)?.name).toBe('Stores');
});
