import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import { budget } from './budget.ts';

const seconds = budget(4, 600);

test(
  `${seconds} seconds of coverage-guided input find nothing that the XML reader cannot cope with`,
  async () => {
    const script = fileURLToPath(new URL('fuzz.ts', import.meta.url));
    const flags = ['--disable-warning=ExperimentalWarning', script, '--seconds', String(seconds)];
    const { stdout } = await promisify(execFile)(process.execPath, flags);
    expect(stdout).toMatch(/^\d{3,} inputs, \d{2,} kept, \d{3,} features, seed \d+\n$/);
  },
  60_000 + seconds * 1000,
);

test('the loop finds its way through conditions by what it covers, and tells the shortest input', async () => {
  const script = fileURLToPath(new URL('lock.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--disable-warning=ExperimentalWarning',
    script,
  ]);
  expect(stdout).toBe('"open" opens it\n');
}, 60_000);
