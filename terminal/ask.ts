import { type Desk, prompt, standardDesk } from './prompt.ts';

/**
 * Asks for a line that may be seen, such as the id of what is to be removed. From a pipe it is the next line.
 * @throws UsageError when standard input has no more
 */
export async function ask(question: string, desk: Desk = standardDesk): Promise<string> {
  return (await prompt({ text: question, isSecret: false }, desk)).trim();
}
