import { afterEach, beforeEach, jest } from '@jest/globals';
import { format } from 'node:util';

export type Line = Record<string, unknown>;

interface Output {
  /** All that has been written since the test, or the last `linesOf`, began. */
  text: () => string;
  /** The lines that are written while something runs, each parsed; with a message, those that carry it. */
  linesOf: (run: () => Promise<unknown>, message?: string) => Promise<Line[]>;
}

const CONSOLE = ['debug', 'error', 'info', 'log', 'trace', 'warn'] as const;

/** Catches everything that this process writes while the tests of a file run. */
export function catchOutput(): Output {
  let written = '';
  beforeEach(() => {
    written = '';
    for (const stream of [process.stdout, process.stderr]) {
      jest.spyOn(stream, 'write').mockImplementation((text: string | Uint8Array) => {
        written += Buffer.from(text).toString();
        return true;
      });
    }
    // jest's own, which writes when the test has ended.
    for (const method of CONSOLE) {
      jest.spyOn(console, method).mockImplementation((...said: unknown[]) => {
        written += `${format(...said)}\n`;
      });
    }
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });
  return {
    text: () => written,
    linesOf: async (run, message) => {
      written = '';
      await run();
      const lines: Line[] = written
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line));
      return message === undefined ? lines : lines.filter((line) => line['message'] === message);
    },
  };
}
