import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

const ANOTHER = 'Name another one: DATA_DIR=/some/folder';

/**
 * Makes a folder, with its parents, and checks that files can be written there. Throws a sentence if not. One by one:
 * Node's own `recursive` never ends where a folder refuses with ENOENT, as in /proc.
 */
export function makeFolder(folder: string): void {
  try {
    make(folder);
    if (!statSync(folder).isDirectory()) throw Object.assign(new Error(), { code: 'ENOTDIR' });
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new Error(whyNoFolder(folder, error), { cause: error });
  }
}

function make(folder: string): void {
  if (existsSync(folder)) return;
  const parent = dirname(folder);
  if (parent !== folder) make(parent);
  mkdirSync(folder);
}

/** Why a folder cannot hold the data, and what to do. */
export function whyNoFolder(folder: string, error: unknown): string {
  return `The folder ${folder} cannot be used: ${reason(error)}`;
}

/** Node says it by a code, LevelDB in words. */
export function isDiskFull(error: unknown): boolean {
  const { code, message } = error as { code?: string; message: string };
  return code === 'ENOSPC' || /no space left/i.test(message);
}

function reason(error: unknown): string {
  const { code, message } = error as { code?: string; message: string };
  if (code === 'LEVEL_LOCKED')
    return 'another process is using it. Stop that one, or name another folder: DATA_DIR=/some/folder';
  if (code === 'ENOTDIR' || code === 'EEXIST') return `it, or a folder above it, is a file. ${ANOTHER}`;
  if (isDiskFull(error))
    return 'the disk is full. Free some space, or name a folder elsewhere: DATA_DIR=/some/folder';
  if (['EACCES', 'EPERM', 'EROFS', 'ENOENT'].includes(code ?? '') || /permission denied/i.test(message))
    return `nothing can be written there. ${ANOTHER}`;
  return `${message}. ${ANOTHER}`;
}
