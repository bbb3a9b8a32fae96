import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runTool } from './run-tool.ts';

/** What is installed together: the folder, the files with the pins, and the message meanwhile. */
const SETS = {
  tools: {
    folder: '.python',
    pins: ['requirements.txt', 'constraints.txt'],
    told: 'tools',
    takes: 'a minute',
  },
  receivers: { folder: '.python/receivers', pins: ['receivers.txt'], told: 'receivers', takes: '10 s' },
} as const;

/** Why the Python tools cannot run here, as a sentence; `undefined` if they can. */
export function whyNoPython(): string | undefined {
  const ask = 'import sys, venv, ensurepip; print(*sys.version_info[:2])';
  const { status, stdout } = spawnSync('python3', ['-c', ask], { encoding: 'utf8' });
  if (status !== 0) return 'There is no Python 3 with venv.';
  const [major = 0, minor = 0] = stdout.split(' ').map(Number);
  return major === 3 && minor >= 11 ? undefined : 'Python is older than 3.11.';
}

/**
 * Installs the pinned packages of a set into an environment of their own, unless it has them. Returns the folder of its
 * programs.
 */
export async function pythonPrograms(set: keyof typeof SETS = 'tools'): Promise<string> {
  const { folder, told, takes } = SETS[set];
  const [requirements, constraints] = SETS[set].pins.map((name) => join('checks/python', name));
  const installed = join(folder, 'installed.txt');
  const pins = [requirements, constraints].map((file) => (file ? readFileSync(file, 'utf8') : '')).join('');
  const programs = join(folder, process.platform === 'win32' ? 'Scripts' : 'bin');
  if (existsSync(installed) && readFileSync(installed, 'utf8') === pins) return programs;

  console.log(`Installing the pinned Python ${told} into ${folder} (once, about ${takes}) …`);
  rmSync(folder, { recursive: true, force: true });
  await runTool('python3', ['-m', 'venv', folder]);
  const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'];
  const pinned = ['-r', requirements ?? '', ...(constraints ? ['-c', constraints] : [])];
  await runTool(join(programs, 'python'), [...install, ...pinned]);
  // Last, so that an interrupted installation starts again.
  writeFileSync(installed, pins);
  return programs;
}
