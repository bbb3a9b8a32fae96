import { type Desk, prompt, standardDesk } from './prompt.ts';
import { UsageError } from './usage-error.ts';

/*
 * Secrets are never options of a command: the shell's history and the list of processes show those. On a terminal a
 * secret is typed unseen. If standard input is not a terminal, each secret is its next line, and nothing is asked:
 * `printf '%s\n' "$KEY" "$SECRET" | npm run …` (contract 10).
 */

/**
 * Asks for a secret that somebody else made. White space around it, from copying, is dropped.
 * @param what what it is, as in `Consumer secret`
 * @throws UsageError when nothing is given
 */
export async function askSecret(what: string, desk: Desk = standardDesk): Promise<string> {
  return given(what, (await prompt({ text: what, isSecret: true }, desk)).trim());
}

/**
 * Asks for a secret that the person chooses: on a terminal twice, until both are the same; from standard input it is
 * one line. Its spaces are kept.
 * @throws UsageError when nothing is given, or when the two differ three times
 */
export async function askSecretTwice(what: string, desk: Desk = standardDesk): Promise<string> {
  const ask = (text: string) => prompt({ text, isSecret: true }, desk);
  if (!desk.input.isTTY) return given(what, await ask(what));
  for (let tries = 0; tries < 3; tries += 1) {
    const first = given(what, await ask(what));
    if ((await ask(`${what}, once more`)) === first) return first;
    desk.output.write('The two differ.\n');
  }
  throw new UsageError(`${what}: it was not typed twice the same. Nothing was changed.`);
}

function given(what: string, secret: string): string {
  if (secret.trim() === '') throw new UsageError(`${what}: nothing was given.`);
  return secret;
}
