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
import { messageWords } from './message-table.tsx';
import { Ago, Empty, type Zone } from './parts.tsx';

/** At most this many of each kind are shown. */
const SHOWN = 5;

/** Something that a person must do about a store. */
interface NeedsFacts {
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
  const needs = [
    ...refused.map((order) => refusedNeed(base, order, zone)),
    ...leftOut.map((found) => leftOutNeed(base, found)),
    ...notUnderstood.map((entry) => entryNeed(base, entry)),
    ...undelivered.map((message) => messageNeed(base, message, zone)),
  ];
  const isMore = moreRefused || [leftOut, notUnderstood, undelivered].some(({ length }) => length === SHOWN);
  return (
    <section aria-labelledby="needs">
      <h2 id="needs">Needs a person{needs.length > 0 && ` (${needs.length}${isMore ? ' or more' : ''})`}</h2>
      {needs.length === 0 ? (
        <Empty>Nothing. No order is refused or left out, and everything was told.</Empty>
      ) : (
        <ul class="needs" data-rows>
          {needs.map((need, n) => (
            <Need key={n} {...need} />
          ))}
        </ul>
      )}
      {isMore && <p class="quiet">These are the first {SHOWN} of each kind; there may be more.</p>}
      {moreRefused && <a href={`${base}/orders?status=Refused`}>All refused orders</a>}
    </section>
  );
}

interface NeedParts {
  /** The number of the order. */
  number: string;
  what: ComponentChildren;
  /** Where there are words of somebody else's. */
  said?: string | undefined;
  next: string;
  /** Where the next step is done, and its name. */
  href: string;
  go: string;
}

function Need({ number, what, said, next, href, go }: NeedParts) {
  return (
    <li class="text">
      <a href={href}>{number}</a> {what}
      {said && (
        <>
          : <q>{quoted(said)}</q>
        </>
      )}
      <br />
      <span class="quiet">{next}</span> <a href={href}>{go} →</a>
    </li>
  );
}

function orderPage(base: string, orderId: string): string {
  return `${base}/orders/${encodeURIComponent(orderId)}`;
}

function refusedNeed(base: string, order: Order, zone: Zone): NeedParts {
  const [said] = refusalsOf(order);
  return {
    number: order.orderId,
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
    next: 'Put that right in Lightspeed; the order is offered again by itself.',
    href: orderPage(base, order.orderId),
    go: 'Or requeue it',
  };
}

function leftOutNeed(base: string, found: { orderId: string } & FoundOrder): NeedParts {
  const page = { number: found.orderId, href: orderPage(base, found.orderId), go: 'See what happened' };
  if ('damageNotes' in found)
    return {
      ...page,
      what: 'is damaged in the database and cannot be read',
      next: 'Tell whoever runs this service. It holds up no other order.',
    };
  return {
    ...page,
    what: 'is left out of the answers, because it cannot be written',
    said: leftOutReason(found.order),
    next: 'Have the webstore send the order again with that corrected; the next poll offers it.',
  };
}

function entryNeed(base: string, { platform, platformId, number, concluded }: InboxEntry): NeedParts {
  return {
    number: number ?? platformId,
    what: `of ${platformTitles[platform]} was not understood`,
    said: concluded?.reason,
    next: 'Mend the order in the shop, then have it read again.',
    href: `${base}/webstore#shops`,
    go: 'Read it again',
  };
}

function messageNeed(base: string, message: Message, zone: Zone): NeedParts {
  const { orderId, type, target, status, lastError, dueAt } = message;
  const who = target === 'shop' ? 'the shop' : 'the webstore';
  const isPending = status === 'pending';
  return {
    number: orderId,
    what: (
      <>
        {who} was not told that {messageWords[type]}
        {isPending && dueAt !== undefined && (
          <>
            , next try <Ago at={dueAt} zone={zone} />
          </>
        )}
      </>
    ),
    said: lastError,
    next: isPending
      ? `See why ${who} does not take it; it is told again by itself.`
      : 'It was given up, or its URL is off. When that is mended, resend it.',
    href: `${orderPage(base, orderId)}#messages`,
    go: isPending ? 'See its attempts' : 'Resend it',
  };
}
