import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Provides the key of stage local's secrets (`lib/vault.ts`). It is in the data folder, readable by its owner only, and
 * is made when first needed: removing the folder removes the key and what it encrypts.
 */
export function setLocalSecretsKey(environment: NodeJS.ProcessEnv, folder: string): void {
  environment['LOCAL_SECRETS_KEY'] ||= keyIn(folder);
}

function keyIn(folder: string): string {
  const file = join(folder, 'secrets.key');
  mkdirSync(folder, { recursive: true });
  try {
    // Of two that start in parallel, one makes it.
    writeFileSync(file, `${randomBytes(32).toString('base64url')}\n`, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readFileSync(file, 'utf8').trim();
}
