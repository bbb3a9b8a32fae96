import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { UsageError } from './usage-error.ts';

/** Where answers come from: a terminal, or a pipe or file with an answer on each line. */
export interface Desk {
  input: NodeJS.ReadableStream & { isTTY?: boolean };
  /** Questions go here: to standard error, so that standard output holds only the result. */
  output: NodeJS.WritableStream;
}

export const standardDesk: Desk = { input: process.stdin, output: process.stderr };

interface Question {
  text: string;
  /** Whether what is typed must not be seen. */
  isSecret: boolean;
}

/**
 * One line: from a terminal after a question, from anything else the next line, silently. Throws `UsageError` where
 * there is none, and an error on Ctrl-C.
 */
export function prompt(question: Question, desk: Desk): Promise<string> {
  return desk.input.isTTY ? typed(question, desk) : nextLine(question, desk);
}

async function typed({ text, isSecret }: Question, { input, output }: Desk): Promise<string> {
  const seen = isSecret ? nowhere() : output;
  // First of all, so that the terminal shows nothing of a secret that is pasted as soon as it is asked for.
  const lines = createInterface({ input, output: seen, terminal: true, historySize: 0 });
  output.write(`${text}: `);
  try {
    return await new Promise<string>((resolve, reject) => {
      lines.once('line', resolve);
      lines.once('SIGINT', () => reject(new Error('Stopped.')));
      lines.once('close', () => reject(nothingGiven(text)));
    });
  } finally {
    lines.close();
    // The Enter that ended it was not shown either.
    if (isSecret) output.write('\n');
  }
}

/** The lines of an input; some may have been read already. */
const linesOf = new WeakMap<object, AsyncIterator<string>>();

async function nextLine({ text }: Question, { input }: Desk): Promise<string> {
  const lines =
    linesOf.get(input) ??
    createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })[Symbol.asyncIterator]();
  linesOf.set(input, lines);
  keepsProcess(input, true);
  const { done, value } = await lines.next();
  keepsProcess(input, false);
  if (done) throw nothingGiven(text);
  return value;
}

/** A pipe that its writer leaves open must not keep the process alive. */
function keepsProcess(input: Desk['input'] & { ref?: () => void; unref?: () => void }, keeps: boolean): void {
  if (keeps) input.ref?.();
  else input.unref?.();
}

function nothingGiven(text: string): UsageError {
  return new UsageError(
    `${text}: nothing was given. Type it on a terminal, or pass it on standard input, one line for each.`,
  );
}

function nowhere(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() });
}
