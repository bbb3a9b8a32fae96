import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { budget } from './budget.ts';
import { fuzz } from './coverage-guided.ts';

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

describe('the loop', () => {
  /** Four nested conditions: one in four billion by chance, some thousand runs if each step is noticed. */
  function lock(input: Uint8Array): void {
    if (input[0] !== 0x6f) return;
    if (input[1] !== 0x70) return;
    if (input[2] !== 0x65) return;
    if (input[3] !== 0x6e) return;
    throw new Error('It is open.');
  }

  test('finds its way through conditions by what it covers, and tells the shortest input', () => {
    const report = fuzz({
      target: lock,
      seeds: [Buffer.from('shut')],
      dictionary: ['o', 'p', 'e', 'n', 'x'],
      covers: (url) => url.includes('fuzz.test'),
      seconds: 20,
      seed: 1,
      maxBytes: 100,
    });
    expect(Buffer.from(report.finding?.input ?? []).toString()).toBe('open');
    expect(report.finding?.error).toEqual(new Error('It is open.'));
  });
});
