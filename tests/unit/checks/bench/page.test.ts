import { expect, test } from '@jest/globals';
import { markdown, withPart } from '../../../../checks/bench/page.ts';

test("a part's tables take the place of those that are there, and nothing else changes", () => {
  const page =
    'Before\n<!-- bench: warm -->\nold\n<!-- end -->\n<!-- bench: cold -->\nold\n<!-- end -->\nAfter';
  expect(withPart(page, 'cold', 'new')).toBe(
    'Before\n<!-- bench: warm -->\nold\n<!-- end -->\n<!-- bench: cold -->\nnew\n<!-- end -->\nAfter',
  );
});

test('a part without a place on the page is refused', () => {
  expect(() => withPart('nothing', 'warm', 'new')).toThrow('docs/performance.md has no place for "warm".');
});

test('a table is Markdown', () => {
  expect(markdown({ head: ['', 'ms'], rows: [['poll', '1.0']] })).toBe(
    '|  | ms |\n| --- | --- |\n| poll | 1.0 |',
  );
});
