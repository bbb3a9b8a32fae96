import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isHelpAsked } from '../terminal/help.ts';
import { noBrowser } from '../tests/support/browser.ts';

// `npm test`: types, lint, format, the OpenAPI document and all tests. Every step runs, so that one run shows all
// faults; the last line counts the tests that ran and failed.

const HELP = `Checks types, lint, format and the OpenAPI document, and runs all tests. What follows -- goes to jest.

Every step runs; the last line counts the tests. The exit code is 0 if nothing failed.

Example: npm test -- tests/unit`;

if (isHelpAsked(HELP)) process.exit(0);
const folder = mkdtempSync(join(tmpdir(), 'web-orders-test-'));
const results = join(folder, 'jest.json');

const steps: [name: string, args: string[]][] = [
  ['types', ['node_modules/typescript/bin/tsc', '--noEmit']],
  ['lint', ['node_modules/oxlint/bin/oxlint', '--type-aware']],
  ['format', ['node_modules/@biomejs/biome/bin/biome', 'format', '.']],
  ['OpenAPI', ['checks/lint-openapi.ts']],
  [
    'tests',
    [
      '--experimental-vm-modules',
      '--disable-warning=ExperimentalWarning',
      'node_modules/jest/bin/jest.js',
      '--reporters=summary',
      '--json',
      `--outputFile=${results}`,
      ...process.argv.slice(2),
    ],
  ],
];

const failed = steps.filter(([name, args]) => {
  const started = performance.now();
  process.stdout.write(`\n== ${name}\n`);
  const { status } = spawnSync(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  process.stdout.write(`== ${name}: ${status === 0 ? 'passed' : 'FAILED'} in ${seconds(started)} s\n`);
  return status !== 0;
});

const { passed, broken } = count();
rmSync(folder, { recursive: true });
const good = failed.length === 0 && passed > 0;
if (failed.length > 0) process.stdout.write(`\nFailed: ${failed.map(([name]) => name).join(', ')}.\n`);
if (passed === 0) process.stdout.write('\nNo test ran.\n');
if (noBrowser !== undefined)
  process.stdout.write(`\nSkipped: the console in a browser, because ${noBrowser}.\n`);
process.stdout.write(`\n${passed} passed, ${broken} failed\n`);
process.exitCode = good ? 0 : 1;

/** The tests of jest, each other step that failed counted as one, and each file that could not even be loaded. */
function count(): { passed: number; broken: number } {
  const stepsFailed = failed.filter(([name]) => name !== 'tests').length;
  try {
    const run: { numPassedTests: number; numFailedTests: number; numRuntimeErrorTestSuites: number } =
      JSON.parse(readFileSync(results, 'utf8'));
    return {
      passed: run.numPassedTests,
      broken: run.numFailedTests + run.numRuntimeErrorTestSuites + stepsFailed,
    };
  } catch {
    return { passed: 0, broken: stepsFailed + 1 };
  }
}

function seconds(started: number): string {
  return ((performance.now() - started) / 1000).toFixed(1);
}
