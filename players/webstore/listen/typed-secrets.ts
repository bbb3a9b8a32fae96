import { createInterface, type Interface } from 'node:readline';
import { Writable } from 'node:stream';

/**
 * Hands over each line of standard input: the secret is known only after the URL, and this listens at the URL already.
 * A terminal does not show what is typed.
 */
export function typedLines(input: NodeJS.ReadStream, take: (line: string) => void): Interface {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = input.isTTY
    ? createInterface({ input, output: silent, terminal: true })
    : createInterface({ input, terminal: false });
  lines.on('line', (line) => {
    if (line.trim() !== '') take(line.trim());
  });
  // While it reads a terminal, readline gets the Ctrl-C.
  lines.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  return lines;
}
