import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const COMMAND = fileURLToPath(new URL('../../operations/platforms.ts', import.meta.url));

/**
 * Types `npm run platforms -- --stage local …` as a person does, with the secrets on its standard input.
 * @returns what it printed. Throws it if the command failed.
 */
export async function platforms(words: string[], secrets: string[] = []): Promise<string> {
  const child = spawn(process.execPath, [COMMAND, '--stage', 'local', ...words], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.end(secrets.map((secret) => `${secret}\n`).join(''));
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  if (code !== 0) throw new Error(`npm run platforms -- ${words.join(' ')}\n${stderr}${stdout}`);
  return stdout.trimEnd();
}
