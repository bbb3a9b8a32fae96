import type { ListedMessage } from '../desk/messages.ts';
import { count } from '../desk/times.ts';
import type { MessageStatus } from '../domain/delivery.ts';
import { Ago, Time, type Zone } from './parts.tsx';
import { type Column, Table } from './table.tsx';

const STATUSES: Readonly<Record<MessageStatus, string>> = {
  pending: 'not told yet',
  delivered: 'delivered',
  failed: 'given up',
  held: 'held',
};

interface MessageTableProps {
  messages: readonly ListedMessage[];
  /** The store whose orders they link to; absent: all are of one order. */
  storeId?: string;
  zone: Zone;
}

const COLUMNS: readonly Column[] = [
  { name: 'What' },
  { name: 'Happened' },
  { name: 'Status', phone: 'aside' },
  { name: 'Attempts', kind: 'text' },
];

/** Messages to a webstore or a shop, each with every attempt (contract 9). */
export function MessageTable({ messages, storeId, zone }: MessageTableProps) {
  return (
    <Table
      caption="Messages, newest first"
      moves
      columns={storeId === undefined ? COLUMNS : [{ name: 'Order' }, ...COLUMNS]}
      rows={messages.map((message) => ({
        key: `${message.id} ${message.target}`,
        cells: [
          ...(storeId === undefined ? [] : [<OrderLink storeId={storeId} orderId={message.orderId} />]),
          <What message={message} />,
          <Ago at={message.at} zone={zone} />,
          statusOf(message, zone),
          <Attempts message={message} zone={zone} />,
        ],
      }))}
    />
  );
}

/** In people's words, with the type that programs see on hover. */
function What({ message: { type, target } }: { message: ListedMessage }) {
  return (
    <span title={type}>
      {capital(messageWords[type])}
      {target === 'shop' && ', to the shop'}
    </span>
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What a message tells, within a sentence. */
export const messageWords: Readonly<Record<ListedMessage['type'], string>> = {
  'order.downloaded': 'Lightspeed took it',
  'order.refused': 'Lightspeed refused it',
  'order.shipped': 'it shipped',
  'order.canceled': 'it was canceled',
  'order.requeued': 'it was requeued',
};

function OrderLink({ storeId, orderId }: { storeId: string; orderId: string }) {
  return <a href={`/console/stores/${storeId}/orders/${encodeURIComponent(orderId)}`}>{orderId}</a>;
}

function statusOf({ status, dueAt }: ListedMessage, zone: Zone) {
  if (status !== 'pending' || dueAt === undefined) return STATUSES[status];
  return (
    <>
      {STATUSES.pending}, next try <Ago at={dueAt} zone={zone} />
    </>
  );
}

/** Every kept attempt: when, and what came back. */
function Attempts({ message: { attempts, log }, zone }: { message: ListedMessage; zone: Zone }) {
  if (log.length === 0) return <>{attempts === 0 ? 'none yet' : count(attempts, 'attempt')}</>;
  return (
    <details>
      <summary>{count(attempts, 'attempt')}</summary>
      <ol class="timeline">
        {log.toReversed().map(({ at, told }, n) => (
          <li key={n}>
            <Time at={at} zone={zone} />: {told}
          </li>
        ))}
      </ol>
      {attempts > log.length && <p class="quiet">The newest {log.length} are kept one by one.</p>}
    </details>
  );
}
