import { UsageError } from './usage-error.ts';

/**
 * Runs a command to its end and sets the exit code: what it returns, 2 for wrong usage, 1 for a failure. Ctrl-C aborts
 * `signal`, so that the command can finish its current step and sum up; a second one ends it.
 */
export async function runCommand(
  help: string,
  command: (signal: AbortSignal) => Promise<number>,
): Promise<void> {
  try {
    process.exitCode = await command(untilInterrupted());
  } catch (error) {
    if (isUsageError(error)) {
      console.error(`${error.message}\nHelp: ${help}`);
      process.exitCode = 2;
    } else {
      console.error(error instanceof Error ? error.message : error);
      process.exitCode = 1;
    }
  }
}

// npm forwards the Ctrl-C that the terminal has sent us already, so one key press may arrive twice.
const ONE_PRESS_MS = 500;

function untilInterrupted(): AbortSignal {
  const stop = new AbortController();
  let stoppedAt = Number.POSITIVE_INFINITY;
  const interrupt = (): void => {
    if (performance.now() - stoppedAt > ONE_PRESS_MS) process.exit(130);
    stoppedAt = Math.min(stoppedAt, performance.now());
    stop.abort();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  return stop.signal;
}

// `parseArgs` says what is wrong in a sentence too, but has no class of its own for it.
function isUsageError(error: unknown): error is Error {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return error instanceof UsageError || code.startsWith('ERR_PARSE_ARGS');
}
