import { isRefused, type ListedStatus, type Order } from '../../domain/order.ts';

/** The console's words for a status. Lightspeed calls *taken* downloaded. */
const words: Readonly<Record<ListedStatus, string>> = {
  New: 'Waiting',
  Refused: 'Refused',
  Downloaded: 'Taken',
  PartiallyShipped: 'Partly shipped',
  Shipped: 'Shipped',
  Canceled: 'Canceled',
};

export function statusWord(status: ListedStatus): string {
  return words[status];
}

/** The word for an order's status; a refused one waits, but not without somebody. */
export function wordOf(order: Order): string {
  return statusWord(isRefused(order) ? 'Refused' : order.status);
}

/** That word, with Lightspeed's own one on hover. */
export function Status({ order }: { order: Order }) {
  const word = wordOf(order);
  return order.status === 'Downloaded' ? (
    <span title="Lightspeed calls it downloaded">{word}</span>
  ) : (
    <>{word}</>
  );
}

const TRACKING: readonly [carrier: RegExp, url: string][] = [
  [/^ups/i, 'https://www.ups.com/track?tracknum='],
  [/^(usps|u\.?s\.? ?postal)/i, 'https://tools.usps.com/go/TrackConfirmAction?tLabels='],
  [/^fed ?ex/i, 'https://www.fedex.com/fedextrack/?trknbr='],
  [/^dhl/i, 'https://www.dhl.com/us-en/home/tracking.html?tracking-id='],
  [/^canada ?post/i, 'https://www.canadapost-postescanada.ca/track-reperage/en#/search?searchFor='],
];

/** A carrier's tracking page; `undefined` for an unknown carrier. */
export function trackingUrl(carrier: string | undefined, trackingNumber: string): string | undefined {
  const found = TRACKING.find(([pattern]) => pattern.test(carrier ?? ''));
  return found && `${found[1]}${encodeURIComponent(trackingNumber)}`;
}
