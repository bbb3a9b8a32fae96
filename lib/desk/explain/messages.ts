import { clock, count } from '../times.ts';
import type { ShownMessage } from '../messages.ts';
import { type Event, quoted } from './events.ts';

/** The messages about an order, delivered and undelivered. */
export function messageEvents(messages: readonly ShownMessage[], tell = clock): Event[] {
  return messages.map((message) => ({
    at: message.lastAttemptAt ?? message.at,
    text: `Message ${message.sequence} to the webstore, ${message.type}: ${outcome(message, tell)}`,
  }));
}

function outcome({ status, attempts, lastError, lastAttemptAt }: ShownMessage, tell: typeof clock): string {
  const tried = `${count(attempts, 'attempt')}${lastError === undefined ? '' : `. ${quoted(lastError)}`}`;
  switch (status) {
    case 'delivered':
      return attempts === 1 ? 'delivered.' : `delivered, with attempt ${attempts}.`;
    case 'failed':
      return `GIVEN UP after ${tried}`;
    case 'held':
      return `held, because its URL is off${attempts === 0 ? '.' : `, after ${tried}`}`;
    case 'pending':
      return lastAttemptAt === undefined
        ? 'not told yet.'
        : `not delivered yet, after ${tried} (last at ${tell(lastAttemptAt)})`;
  }
}
