/** Wrong usage of a command. The message is a sentence for the user; the exit code is 2. */
export class UsageError extends Error {
  override name = 'UsageError';
}
