import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import ready from '../../../terminal/ready.cjs';

const root = fileURLToPath(new URL('../../..', import.meta.url));

test.each<[string, boolean, string | undefined]>([
  [
    'v18.20.8',
    false,
    'Node v18.20.8 is too old: install Node 20 or newer from https://nodejs.org, then run: npm ci',
  ],
  ['v20.20.2', false, 'Run npm ci first: it installs what the commands need.'],
  ['v24.21.0', false, 'Run npm ci first: it installs what the commands need.'],
  [
    'v20.20.2',
    true,
    'The commands run on the Node 24 that npm ci installs, and this is v20.20.2. Start them with npm run; if you did, run npm ci again, without --ignore-scripts.',
  ],
  ['v24.21.0', true, undefined],
  ['v26.0.0', true, undefined],
])('Node %s, npm ci has run: %s', (version, isInstalled, sentence) => {
  expect(ready.whyNotReady(version, isInstalled)).toBe(sentence);
});

test.each([
  [
    "Cannot find package 'yaml' imported from /x/operations/stage.ts",
    'The package yaml is not installed. Run npm ci.',
  ],
  [
    "Cannot find package '@aws-sdk/client-kms' imported from /x.ts",
    'The package @aws-sdk/client-kms is not installed. Run npm ci.',
  ],
  ["Cannot find module '/x/operations/none.ts' imported from /x", undefined],
  ['Something else', undefined],
])('the error %j', (message, sentence) => {
  expect(ready.whyNotLoaded(new Error(message))).toBe(sentence);
});

test('without npm ci a command says so, and nothing else', () => {
  const folder = mkdtempSync(join(tmpdir(), 'fresh-'));
  cpSync(join(root, 'terminal'), join(folder, 'terminal'), { recursive: true });
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['terminal/launch.cjs', 'operations/stores.ts'],
    {
      cwd: folder,
      encoding: 'utf8',
    },
  );
  rmSync(folder, { recursive: true });
  expect({ status, stdout, stderr }).toEqual({
    status: 1,
    stdout: '',
    stderr: 'Run npm ci first: it installs what the commands need.\n',
  });
});

test('every npm run begins with that look', () => {
  const { scripts }: { scripts: Record<string, string> } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  );
  const others = Object.entries(scripts).filter(([, line]) => !line.startsWith('node terminal/launch.cjs'));
  expect(others).toEqual([]);
});
