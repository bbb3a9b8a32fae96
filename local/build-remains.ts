import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Removes what serverless-esbuild leaves in a temporary folder: for each function a folder that it cannot remove,
 * because it is not empty. Only those of this process: another one may be packaging too.
 */
export function removeBuildRemains(folder: string, functions: string[], pid: number): void {
  const ours = new RegExp(`^(.+)-${pid}-\\d+-[0-9a-f]{8}$`);
  for (const name of readdirSync(folder)) {
    const [, of = ''] = ours.exec(name) ?? [];
    if (functions.includes(of)) rmSync(join(folder, name), { recursive: true, force: true });
  }
}
