import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { makeFolder, whyNoFolder } from '../../../local/folder.ts';

const root = mkdtempSync(join(tmpdir(), 'folder-'));
afterAll(() => rmSync(root, { recursive: true }));

test('a folder is made with those above it, whatever its name', () => {
  const folder = join(root, 'Orders ü 注文', "it's", 'data');
  makeFolder(folder);
  makeFolder(folder);
  expect(readdirSync(folder)).toEqual([]);
});

test('what is a file, or lies below one, is refused', () => {
  const file = join(root, 'file');
  writeFileSync(file, '');
  for (const folder of [file, join(file, 'x'), join(file, 'x', 'y')])
    expect(() => makeFolder(folder)).toThrow(
      `The folder ${folder} cannot be used: it, or a folder above it, is a file. Name another one: DATA_DIR=/some/folder`,
    );
});

// Only Linux has it. Node's own `recursive` never comes back from there.
const onLinux = existsSync('/proc/self') ? test : test.skip;
// oxlint-disable jest/no-standalone-expect -- onLinux is a test block
onLinux('a folder that the system refuses is refused at once', () => {
  expect(() => makeFolder('/proc/x/y')).toThrow(
    'The folder /proc/x/y cannot be used: nothing can be written there. Name another one: DATA_DIR=/some/folder',
  );
});

test.each<[object, string]>([
  [{ code: 'EACCES', message: '' }, 'nothing can be written there. Name another one: DATA_DIR=/some/folder'],
  [{ code: 'EROFS', message: '' }, 'nothing can be written there. Name another one: DATA_DIR=/some/folder'],
  [
    { message: 'IO error: /data/LOCK: Permission denied' },
    'nothing can be written there. Name another one: DATA_DIR=/some/folder',
  ],
  [
    { code: 'ENOSPC', message: '' },
    'the disk is full. Free some space, or name a folder elsewhere: DATA_DIR=/some/folder',
  ],
  [
    { code: 'LEVEL_IO_ERROR', message: 'IO error: /data/1.log: No space left on device' },
    'the disk is full. Free some space, or name a folder elsewhere: DATA_DIR=/some/folder',
  ],
  [
    { code: 'LEVEL_LOCKED', message: '' },
    'another process is using it. Stop that one, or name another folder: DATA_DIR=/some/folder',
  ],
  [{ message: 'Corruption: bad record' }, 'Corruption: bad record. Name another one: DATA_DIR=/some/folder'],
])('%j is told in a sentence', (error, reason) => {
  expect(whyNoFolder('/data', error)).toBe(`The folder /data cannot be used: ${reason}`);
});
