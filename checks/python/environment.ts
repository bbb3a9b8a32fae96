import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runTool } from './run-tool.ts';

const FOLDER = '.python';
const PINS = ['requirements.txt', 'constraints.txt'].map((name) => join('checks/python', name));

/** Why the Python tools cannot run here, as a sentence; `undefined` if they can. */
export function whyNoPython(): string | undefined {
  const ask = 'import sys, venv, ensurepip; print(*sys.version_info[:2])';
  const { status, stdout } = spawnSync('python3', ['-c', ask], { encoding: 'utf8' });
  if (status !== 0) return 'There is no Python 3 with venv.';
  const [major = 0, minor = 0] = stdout.split(' ').map(Number);
  return major === 3 && minor >= 11 ? undefined : 'Python is older than 3.11.';
}

/** Installs the pinned tools into an environment of their own, unless it has them. Returns the folder of its programs. */
export async function pythonPrograms(): Promise<string> {
  const installed = join(FOLDER, 'installed.txt');
  const pins = PINS.map((file) => readFileSync(file, 'utf8')).join('');
  const programs = join(FOLDER, process.platform === 'win32' ? 'Scripts' : 'bin');
  if (existsSync(installed) && readFileSync(installed, 'utf8') === pins) return programs;

  console.log(`Installing the pinned Python tools into ${FOLDER} (once, about a minute) …`);
  rmSync(FOLDER, { recursive: true, force: true });
  await runTool('python3', ['-m', 'venv', FOLDER]);
  const [requirements = '', constraints = ''] = PINS;
  const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'];
  await runTool(join(programs, 'python'), [...install, '-r', requirements, '-c', constraints]);
  // Last, so that an installation that was interrupted is begun again.
  writeFileSync(installed, pins);
  return programs;
}
