import type { Conclusion, InboxEntry } from '../../domain/inbox.ts';
import type { Instant } from '../../domain/instant.ts';
import type { Note } from '../../domain/note.ts';
import type { Order, Shipment } from '../../domain/order.ts';
import { leftOutNote } from '../../domain/offer.ts';
import { platformTitles } from '../../domain/platform.ts';
import { clock, count } from '../times.ts';

/** Something that happened to an order. */
export interface Event {
  at: Instant;
  text: string;
}

const LEFT_OUT = leftOutNote('').trim();
const SHIPMENTS_TOLD = 10;

/** How a time within a text is written. */
type Tell = (at: Instant) => string;

/** What happened to an order, earliest first. */
export function eventsOf(order: Order, tell: Tell = clock): Event[] {
  const { content, receivedAt, replacedAt, downloadedAt } = order;
  const canceler = cancelerOf(order);
  return [
    { at: content.placedAt, text: 'The customer placed it.' },
    { at: receivedAt, text: 'The webstore sent it here.' },
    ...offersOf(order),
    ...whenever(replacedAt, 'The webstore replaced it. Lightspeed was not offered the new content yet.'),
    ...whenever(downloadedAt, 'Lightspeed took it: downloaded.'),
    ...whenever(order.canceledAt, `Canceled${canceler === undefined ? '' : ` ${canceler}`}.`),
    ...order.notes.map((note) => noteEvent(order, note, tell)),
    ...shipmentsOf(order.shipments),
  ].toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

/** What the polls noted about an item that is not an order. */
export function damageEventsOf(notes: Note[], tell: Tell = clock): Event[] {
  return notes.map((note) => ({ at: note.firstAt, text: `${quoted(note.text)}${howOften(note, tell)}` }));
}

/** Where it was canceled, by the note that the cancellation wrote; `undefined` if that cannot be told. */
export function cancelerOf({
  canceledAt,
  notes,
}: Order): 'in Lightspeed' | 'on the webstore' | 'by staff' | undefined {
  if (canceledAt === undefined) return undefined;
  // The same reason may be there from before: then the cancellation wrote none.
  const sources = notes.filter((note) => isAt(note, canceledAt)).map(({ source }) => source);
  if (sources.includes('webstore')) return 'on the webstore';
  if (sources.includes('staff')) return 'by staff';
  return sources.includes('lightspeed') ? 'in Lightspeed' : undefined;
}

/** What Lightspeed said against the order since it last became outstanding, latest first. */
export function refusalsOf({ notes, outstandingSince }: Order): Note[] {
  const since = Date.parse(outstandingSince ?? '');
  return notes
    .filter(({ source, lastAt }) => source === 'lightspeed' && Date.parse(lastAt) >= since)
    .toSorted((a, b) => Date.parse(b.lastAt) - Date.parse(a.lastAt));
}

/** Why it was last left out of an answer. */
export function leftOutReason({ notes }: Order): string | undefined {
  const note = notes.findLast(({ source, text }) => source === 'system' && text.startsWith(LEFT_OUT));
  return note && quoted(note.text.slice(LEFT_OUT.length));
}

/** Written by others and shown in a terminal: one short line. */
export function quoted(text: string): string {
  const line = text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  return line.length <= 300 ? line : `${line.slice(0, 299)}…`;
}

function whenever(at: Instant | undefined, text: string): Event[] {
  return at === undefined ? [] : [{ at, text }];
}

function offersOf({ offers: { count: times, firstAt, lastAt } }: Order): Event[] {
  if (firstAt === undefined || lastAt === undefined) return [];
  if (times === 1) return [{ at: firstAt, text: 'Offered to Lightspeed, once so far.' }];
  return [
    { at: firstAt, text: 'First offered to Lightspeed.' },
    { at: lastAt, text: `Last offered to Lightspeed: ${times} times in all.` },
  ];
}

function shipmentsOf(shipments: Shipment[]): Event[] {
  const told = shipments.slice(0, SHIPMENTS_TOLD).map(({ recordedAt, carrier, trackingNumber, items }) => {
    const what = items === undefined ? '' : ', a part of it';
    return {
      at: recordedAt,
      text: `Shipped${what}: ${quoted([carrier, trackingNumber].filter(Boolean).join(' '))}.`,
    };
  });
  const [next] = shipments.slice(SHIPMENTS_TOLD);
  const more = shipments.length - SHIPMENTS_TOLD;
  return next ? [...told, { at: next.recordedAt, text: `… and ${count(more, 'more shipment')}.` }] : told;
}

function noteEvent(order: Order, note: Note, tell: Tell): Event {
  return { at: note.firstAt, text: `${meaning(order, note)}: ${quoted(note.text)}${howOften(note, tell)}` };
}

/** What a note reports. The webstore writes notes only when it cancels and requeues. */
function meaning({ canceledAt, downloadedAt, outstandingSince }: Order, note: Note): string {
  const afterCancel = canceledAt !== undefined && Date.parse(note.lastAt) >= Date.parse(canceledAt);
  const is = (at: Instant | undefined) => at !== undefined && isAt(note, at);
  const deed = is(canceledAt) ? 'canceled it' : is(outstandingSince) ? 'requeued it' : 'noted';
  switch (note.source) {
    case 'webstore':
      return afterCancel
        ? 'The webstore’s reason to cancel it'
        : 'The webstore had it offered again (requeue)';
    case 'lightspeed':
      if (afterCancel) return 'Lightspeed on the cancellation';
      return downloadedAt !== undefined && Date.parse(note.firstAt) > Date.parse(downloadedAt)
        ? 'Lightspeed said afterwards'
        : 'Lightspeed refused it';
    case 'staff':
      return `${note.by ?? 'Staff'} ${deed}`;
    case 'system':
      return 'Noted';
  }
}

function howOften({ count: times, lastAt }: Note, tell: Tell): string {
  return times === 1 ? '' : ` (${times} times, last at ${tell(lastAt)})`;
}

function isAt({ firstAt, lastAt }: Note, instant: Instant): boolean {
  return [firstAt, lastAt].some((at) => Date.parse(at) === Date.parse(instant));
}

const CAME_TO: Readonly<Record<Conclusion, string>> = {
  Placed: 'it became this order',
  Canceled: 'canceled',
  Held: 'held',
  Ignored: 'ignored',
  NotUnderstood: 'not understood',
};

/** What a platform told of the order, and what its newest version came to. */
export function deliveryEvents(delivery: InboxEntry | undefined): Event[] {
  if (!delivery) return [];
  const { platform, firstAt, concluded, todo, failure } = delivery;
  const shop = `The shop (${platformTitles[platform]})`;
  const came = concluded && {
    at: concluded.at,
    text: `${shop} sent it: ${CAME_TO[concluded.conclusion]}${concluded.reason === undefined ? '.' : `: ${quoted(concluded.reason)}`}`,
  };
  const waits = todo !== undefined && {
    at: delivery.lastAt,
    text: `${shop} told of it; what it sent is still to be ${todo === 'read' ? 'read' : 'asked for'}${failure === undefined ? '.' : `: ${quoted(failure)}`}`,
  };
  return [
    { at: firstAt, text: `${shop} told of it first.` },
    ...(came ? [came] : []),
    ...(waits ? [waits] : []),
  ];
}
