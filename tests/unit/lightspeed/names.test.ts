import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { tags } from '../../../lib/lightspeed/names.ts';

const root = new URL('../../../', import.meta.url);
const names: string[] = Object.values(tags);

function sources(folder: string): string[] {
  return readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => `${folder}/${path}`);
}

/** The tag names that are quoted, and those of end tags, outside of comments. */
function tagNamesIn(path: string): string[] {
  const code = readFileSync(new URL(path, root), 'utf8')
    .replaceAll(/\/\*[\s\S]*?\*\//g, '')
    .replaceAll(/^\s*\/\/.*$/gm, '');
  return names.filter((name) => new RegExp(`['"\`]${name}['"\`]|</${name}>`).test(code));
}

test('a tag name of Lightspeed stands in lib/lightspeed/names.ts and nowhere else', () => {
  const elsewhere = [...sources('lib'), ...sources('functions')]
    .filter((path) => path !== 'lib/lightspeed/names.ts')
    .flatMap((path) => tagNamesIn(path).map((name) => `${path}: ${name}`));

  expect(elsewhere).toEqual([]);
});

test('the search for tag names finds them all where they are', () => {
  expect(tagNamesIn('lib/lightspeed/names.ts')).toEqual(names);
});

test('no two tags have names that differ in letter case only, for they are read in any', () => {
  expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length);
});
