/** No complete answer arrived. The message is a sentence for a person; `cause` has the system's own words. */
export class NoAnswer extends Error {
  override name = 'NoAnswer';
  /** Whether repeating the request may help: not for an unknown host or a closed port. */
  readonly mayPass: boolean;

  constructor(url: string, cause: Error) {
    super(sentence(new URL(url), cause), { cause });
    this.mayPass = !['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ABORT_ERR'].includes(codeOf(cause));
  }
}

function sentence({ origin, hostname }: URL, cause: Error): string {
  switch (codeOf(cause)) {
    case 'ECONNREFUSED':
      return `Nothing listens at ${origin} (connection refused). Is the server running? Start it with: npm start`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `There is no host named ${hostname}. Is the URL spelled right?`;
    case 'ECONNRESET':
    case 'EPIPE':
      return `${origin} closed the connection without answering.`;
    case 'TIMEOUT':
      return `${origin} has not answered within 30 seconds.`;
    case 'ABORT_ERR':
      return 'Stopped before the answer arrived.';
    default:
      return `${origin} could not be called: ${cause.message}`;
  }
}

function codeOf(error: Error): string {
  // A timed-out signal arrives as an AbortError whose cause is the TimeoutError.
  if (error.cause instanceof Error && error.cause.name === 'TimeoutError') return 'TIMEOUT';
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}
