/** The command was typed wrongly. The message is a sentence for the person who typed it; the exit code is 2. */
export class UsageError extends Error {
  override name = 'UsageError';
}
