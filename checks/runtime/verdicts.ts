import type { Trial } from './events.ts';
import type { Invocation, Packaged } from './lambda.ts';

// Sentences on what is wrong with how a function ran; none if nothing is.

/** It was called with a real event, on a database that answers. */
export function faultsOfAnswer(
  { name, timeout }: Packaged,
  trial: Trial,
  { answer, milliseconds }: Invocation,
): string[] {
  if (milliseconds > timeout * 1000) return [`${name} was not done within its ${timeout} seconds.`];
  const { errorMessage, statusCode, body } = Object(answer) as Answer;
  if (errorMessage !== undefined) return [`${name} threw: ${errorMessage}`];
  if (typeof answer === 'string') return [`${name}: ${answer}`];
  if (trial.status === undefined)
    return answer === null ? [] : [`${name} answered its event, which nobody reads.`];
  if (statusCode !== trial.status) return [`${name} answered ${String(statusCode)}, not ${trial.status}.`];
  return trial.holds === undefined || body?.includes(trial.holds)
    ? []
    : [`${name} answered without ${trial.holds}`];
}

/** Its database took every connection and never answered. It must end by itself, not be ended by Lambda. */
export function faultsOfSilence(
  { name, timeout }: Packaged,
  trial: Trial,
  { answer, milliseconds }: Invocation,
): string[] {
  if (milliseconds >= timeout * 1000 || typeof answer === 'string')
    return [`${name} did not end within its ${timeout} seconds while its database was silent.`];
  const { statusCode, errorMessage } = Object(answer) as Answer;
  const { status, silentStatus = 503 } = trial;
  if (status !== undefined && statusCode !== silentStatus) {
    const answered = String(statusCode ?? errorMessage);
    return [`${name} answered ${answered} while its database was silent, not ${silentStatus}.`];
  }
  return [];
}

/** A setting was missing. It must not start, and must say in one sentence which. */
export function faultsOfStart({ name }: Packaged, setting: string, { answer }: Invocation): string[] {
  const { errorMessage } = Object(answer) as Answer;
  const sentence = `The setting ${setting} is missing.`;
  if (errorMessage === sentence) return [];
  return [`${name} without ${setting} said ${JSON.stringify(errorMessage ?? answer)}, not "${sentence}"`];
}

interface Answer {
  statusCode?: number;
  body?: string;
  errorMessage?: string;
}
