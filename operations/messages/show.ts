import type { MessageStatus } from '../../lib/domain/delivery.ts';
import { quoted } from '../../lib/desk/explain/events.ts';
import { clock, count } from '../../lib/desk/times.ts';
import type { Store } from '../../lib/domain/store.ts';
import { table } from '../../terminal/table.ts';
import type { Told } from '../../terminal/tell.ts';
import type { ListedMessage } from '../../lib/desk/messages.ts';

const HEAD = ['Happened', 'Order', 'No.', 'Type', 'Status', 'Attempts', 'Next or last', 'Last error'];
/** Columns that a narrow terminal omits. */
const SPARE = ['Last error', 'Next or last', 'No.'];

const STATUSES: Readonly<Record<MessageStatus, string>> = {
  pending: 'pending',
  delivered: 'delivered',
  failed: 'FAILED',
  held: 'held',
};

/** A store's messages, newest first. */
export function shownMessages(
  { id, webhook }: Pick<Store, 'id' | 'webhook'>,
  messages: ListedMessage[],
): Told {
  const json = { store: id, messages };
  if (messages.length === 0) {
    const why = webhook
      ? 'No message.'
      : `No message: store ${id} names no URL (npm run stores -- … webhook ${id} --url).`;
    return { text: why, json };
  }
  const untold = messages.filter(({ status }) => status !== 'delivered').length;
  const sum = `${count(messages.length, 'message')}, ${untold === 0 ? 'all delivered' : `${untold} not delivered`}.`;
  return { text: `${table(HEAD, messages.map(row), { spare: SPARE })}\n${sum}`, json };
}

/** The messages of one order, with every attempt. */
export function shownWithAttempts(store: Pick<Store, 'id' | 'webhook'>, messages: ListedMessage[]): Told {
  const { text, json } = shownMessages(store, messages);
  const lines = messages.flatMap(({ sequence, type, log }) =>
    log.map(({ at, told }) => `  ${sequence} ${type}  ${clock(at)}  ${quoted(told)}`),
  );
  return { text: lines.length === 0 ? text : `${text}\n\nAttempts:\n${lines.join('\n')}`, json };
}

/** One message in a line. */
export function messageLine(message: ListedMessage): string {
  const [at, order, number, type, status, attempts, , error] = row(message);
  const tried = attempts === '0' ? '' : `, attempt ${attempts}`;
  return `${at}  ${order}  ${number}  ${type}  ${status}${tried}${error === '' ? '' : `  ${error}`}`;
}

export function resentText(resent: number): string {
  return resent === 0
    ? 'Nothing to tell: everything was delivered, or is being told at this moment.'
    : `${count(resent, 'message')} will be told within a minute.`;
}

function row({
  at,
  orderId,
  sequence,
  type,
  status,
  attempts,
  dueAt,
  lastAttemptAt,
  lastError,
}: ListedMessage): string[] {
  const when = status === 'pending' ? dueAt : lastAttemptAt;
  return [
    clock(at),
    orderId,
    String(sequence),
    type,
    STATUSES[status],
    String(attempts),
    when === undefined ? '' : clock(when),
    lastError === undefined ? '' : quoted(lastError).slice(0, 80),
  ];
}
