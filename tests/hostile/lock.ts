import { fuzz } from './coverage-guided.ts';

/** Four conditions: one in four billion by chance, some thousand runs if coverage guides each step. */
function lock(input: Uint8Array): void {
  if (input[0] !== 0x6f) return;
  if (input[1] !== 0x70) return;
  if (input[2] !== 0x65) return;
  if (input[3] !== 0x6e) return;
  throw new Error('opens it');
}

const { finding } = fuzz({
  target: lock,
  seeds: [Buffer.from('shut')],
  dictionary: ['o', 'p', 'e', 'n', 'x'],
  covers: (url) => url === import.meta.url,
  seconds: 40,
  seed: 1,
  maxBytes: 100,
});
const opened = Buffer.from(finding?.input ?? []).toString();
process.stdout.write(
  `${JSON.stringify(opened)} ${finding?.error instanceof Error ? finding.error.message : 'nothing'}\n`,
);
