import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { answers, answersWithoutOrder, damaged } from '../../../lib/desk/explain/answers.ts';

test('docs/support.md has a row for each answer, and for no other', () => {
  const page = readFileSync('docs/support.md', 'utf8');
  const [, tables = ''] = page.split('## The answers');
  const rows = [...(tables.split('\n## ')[0] ?? '').matchAll(/^\| ([^|]+) \| /gm)].map(
    ([, answer]) => answer,
  );
  const told = [...answersWithoutOrder, damaged, ...answers].map(({ answer }) => answer);
  const explained = rows.filter((answer) => answer !== 'Answer');
  expect(new Set(explained)).toEqual(new Set([...told, 'The store’s own item is damaged.']));
  expect(explained).toHaveLength(told.length + 1);
});
