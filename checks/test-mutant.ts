import { spawnSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';

/*
 * What Stryker runs for each mutant (stryker.config.json), in a copy of the project that holds all mutants, one of them
 * switched on by an environment variable. The tests named after the mutant's file run first: they catch nearly every
 * mutant, in half a second. The others run only if those pass. Without a mutant all tests run.
 */

const mutant = process.env['__STRYKER_ACTIVE_MUTANT__'];
const own = mutant === undefined ? undefined : ownTests(mutant);
process.exitCode = (own && run(own)) || run();

function ownTests(id: string): string | undefined {
  const file = globSync('lib/{domain,lightspeed}/*.ts').find((path) =>
    readFileSync(path, 'utf8').includes(`stryMutAct_9fa48("${id}")`),
  );
  const tests = file?.replace(/^lib\/(.*)\.ts$/, 'tests/unit/$1.test.ts');
  return tests !== undefined && existsSync(tests) ? tests : undefined;
}

/** The exit code of jest: 0 if the tests pass. */
function run(...tests: string[]): number {
  const jest = 'node_modules/jest/bin/jest.js';
  const flags = [
    '--config',
    'jest.unit.config.js',
    '--runInBand',
    '--bail',
    '--silent',
    '--reporters=summary',
  ];
  const node = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  // Far from UTC, so that a time mistaken for local time is noticed.
  const env = { ...process.env, TZ: 'America/Boise' };
  const { status } = spawnSync(process.execPath, [...node, jest, ...flags, '--', ...tests], {
    stdio: 'inherit',
    env,
  });
  return status ?? 1;
}
