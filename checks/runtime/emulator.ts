import { spawnSync } from 'node:child_process';
import { existsSync, renameSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { runTool } from '../python/run-tool.ts';

const MODULE = 'github.com/aws/aws-lambda-runtime-interface-emulator/cmd/aws-lambda-rie';
/** As it was tried. */
const VERSION = 'v0.0.0-20261030222936-bef5c4ba774d';
const FOLDER = '.packages/bin';

/** Why AWS's Runtime Interface Emulator cannot be built here, as a sentence; `undefined` if it can. */
export function whyNoEmulator(): string | undefined {
  if (process.platform === 'win32') return 'The Runtime Interface Emulator does not run on Windows.';
  if (existsSync(programOf(VERSION))) return undefined;
  const { status } = spawnSync('go', ['version']);
  return status === 0 ? undefined : 'There is no Go, in which the Runtime Interface Emulator is written.';
}

/** Builds AWS's Runtime Interface Emulator, unless it is there. Returns the program. */
export async function emulatorProgram(): Promise<string> {
  const program = programOf(VERSION);
  if (existsSync(program)) return program;
  console.log(`Building AWS's Runtime Interface Emulator into ${FOLDER} (once, up to two minutes) …`);
  const environment = ['env', `GOBIN=${resolve(FOLDER)}`, 'go', 'install', `${MODULE}@${VERSION}`];
  await runTool(environment[0] ?? '', environment.slice(1));
  // Last, so that another version is built anew.
  renameSync(join(FOLDER, 'aws-lambda-rie'), program);
  return program;
}

function programOf(version: string): string {
  return resolve(FOLDER, `aws-lambda-rie-${version}`);
}
