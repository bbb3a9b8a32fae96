import type { ComponentChildren } from 'preact';
import { waitingEntries } from '../database/inbox.ts';
import { findInStore, type FoundOrder } from '../database/finding.ts';
import { listOrders } from '../database/listing.ts';
import { firstUnfinished } from '../database/messages.ts';
import { leftOutReason, quoted, refusalsOf } from '../desk/explain/events.ts';
import { count } from '../desk/times.ts';
import type { Message } from '../domain/delivery.ts';
import type { InboxEntry } from '../domain/inbox.ts';
import { tellsAnybody } from '../domain/messages.ts';
import type { Order } from '../domain/order.ts';
import { platformTitles } from '../domain/platform.ts';
import type { Store } from '../domain/store.ts';
import { Ago, Empty, type Zone } from './parts.tsx';

/** At most this many of each kind are shown. */
const SHOWN = 5;

/** Something that a person must do about a store. */
export interface NeedsFacts {
  refused: Order[];
  moreRefused: boolean;
  leftOut: ({ orderId: string } & FoundOrder)[];
  notUnderstood: InboxEntry[];
  undelivered: Message[];
}

/** `leftOut` are the ids of the orders that are left out of the answers. */
export async function needsOf(store: Store, leftOut: Promise<string[]>): Promise<NeedsFacts> {
  const [refused, unwritten, notUnderstood, unfinished] = await Promise.all([
    listOrders(store.id, { status: 'Refused', limit: SHOWN }),
    leftOut.then((ids) => findInStore(store.id, ids.slice(0, SHOWN))),
    (store.connections ?? []).length > 0 ? waitingEntries(store.id, 'NotUnderstood', SHOWN) : [],
    tellsAnybody(store) ? firstUnfinished(store.id, SHOWN) : [],
  ]);
  return {
    refused: refused.orders,
    moreRefused: refused.nextCursor !== undefined,
    leftOut: unwritten,
    notUnderstood,
    // One that was not tried yet is on its way.
    undelivered: unfinished.map(({ message }) => message).filter(({ attempts }) => attempts > 0),
  };
}

export function needsAnything({ refused, leftOut, notUnderstood, undelivered }: NeedsFacts): boolean {
  return [refused, leftOut, notUnderstood, undelivered].some(({ length }) => length > 0);
}

interface NeedsProps {
  storeId: string;
  facts: NeedsFacts;
  zone: Zone;
}

/** What a person must do, each with its next step. */
export function Needs({ storeId, facts, zone }: NeedsProps) {
  const { refused, moreRefused, leftOut, notUnderstood, undelivered } = facts;
  const base = `/console/stores/${storeId}`;
  return (
    <section aria-labelledby="needs">
      <h2 id="needs">Needs a person</h2>
      {!needsAnything(facts) ? (
        <Empty>Nothing. No order is refused or left out, and everything was told.</Empty>
      ) : (
        <ul class="needs" data-rows>
          {refused.map((order) => (
            <Need
              key={`refused ${order.orderId}`}
              {...refusedNeed(order, zone)}
              link={orderLink(base, order)}
            />
          ))}
          {leftOut.map((one) => (
            <Need key={`left out ${one.orderId}`} {...leftOutNeed(one)} link={orderLink(base, one)} />
          ))}
          {notUnderstood.map((entry) => (
            <Need
              key={`not understood ${entry.platform} ${entry.platformId}`}
              {...entryNeed(entry)}
              link={<a href={`${base}/webstore#shops`}>{entry.number ?? entry.platformId}</a>}
            />
          ))}
          {undelivered.map((message) => (
            <Need
              key={`undelivered ${message.id} ${message.target}`}
              {...messageNeed(message, zone)}
              link={orderLink(base, message)}
            />
          ))}
        </ul>
      )}
      {[leftOut, notUnderstood, undelivered].some(({ length }) => length === SHOWN) && (
        <p class="quiet">These are the first {SHOWN} of each kind; there may be more.</p>
      )}
      {moreRefused && <a href={`${base}/orders?status=Refused`}>All refused orders</a>}
    </section>
  );
}

function orderLink(base: string, { orderId }: Pick<Order, 'orderId'>) {
  return <a href={`${base}/orders/${encodeURIComponent(orderId)}`}>{orderId}</a>;
}

interface NeedParts {
  what: ComponentChildren;
  /** Where there are words of somebody else's. */
  said?: string | undefined;
  next: string;
}

function Need({ link, what, said, next }: NeedParts & { link: ComponentChildren }) {
  return (
    <li class="text">
      {link} {what}
      {said && (
        <>
          : <q>{quoted(said)}</q>
        </>
      )}
      <br />
      <span class="quiet">{next}</span>
    </li>
  );
}

function refusedNeed(order: Order, zone: Zone): NeedParts {
  const [said] = refusalsOf(order);
  return {
    what: (
      <>
        refused {count(order.failedDownloads, 'time')}
        {said && (
          <>
            , last <Ago at={said.lastAt} zone={zone} />
          </>
        )}
      </>
    ),
    said: said?.text,
    next: 'Put that right in Lightspeed; the order is offered again by itself. Or requeue it on its page.',
  };
}

function leftOutNeed(found: FoundOrder): NeedParts {
  if ('damageNotes' in found)
    return {
      what: 'is damaged in the database and cannot be read',
      next: 'Tell whoever runs this service. It holds up no other order.',
    };
  const { order } = found;
  return {
    what: 'is left out of the answers, because it cannot be written',
    said: leftOutReason(order),
    next: 'Have the webstore send the order again with that corrected; the next poll offers it.',
  };
}

function entryNeed({ platform, concluded }: InboxEntry): NeedParts {
  return {
    what: `of ${platformTitles[platform]} was not understood`,
    said: concluded?.reason,
    next: 'Mend the order in the shop, then have it read again on the page Webstore.',
  };
}

const TOLD: Readonly<Record<Message['type'], string>> = {
  'order.downloaded': 'Lightspeed took it',
  'order.refused': 'Lightspeed refused it',
  'order.shipped': 'it shipped',
  'order.canceled': 'it was canceled',
  'order.requeued': 'it was requeued',
};

function messageNeed({ type, target, status, lastError, dueAt }: Message, zone: Zone): NeedParts {
  const who = target === 'shop' ? 'the shop' : 'the webstore';
  return {
    what: (
      <>
        : {who} was not told that {TOLD[type]}
        {status === 'pending' && dueAt !== undefined && (
          <>
            , next try <Ago at={dueAt} zone={zone} />
          </>
        )}
      </>
    ),
    said: lastError,
    next:
      status === 'pending'
        ? `See why ${who} does not take it; it is told again by itself.`
        : 'It was given up, or its URL is off. When that is mended, resend it on the order’s page.',
  };
}
