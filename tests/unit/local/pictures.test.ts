import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';

test.each(['README.md', 'docs/console.md'])('%s shows every picture of the console', (page) => {
  const text = readFileSync(page, 'utf8');
  const hidden = readdirSync('docs/console').filter((name) => !text.includes(`console/${name}`));
  expect(hidden).toEqual([]);
});
