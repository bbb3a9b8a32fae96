/*
 * The contract as a small program: orders are plain data, every rule is written once more, differently from the
 * product. A call consists of steps, one for each order; a step takes an order, or none, to the next one and gives the
 * caller's answer.
 */

export type Status = 'New' | 'Downloaded' | 'PartiallyShipped' | 'Shipped' | 'Canceled';

export interface ModelNote {
  source: 'lightspeed' | 'webstore' | 'staff' | 'system';
  text: string;
  firstAt: string;
  lastAt: string;
  count: number;
}

export interface Parcel {
  trackingNumber: string;
  /** Absent: the whole order. */
  items?: { sku: string; quantity: number }[];
}

export interface ModelOrder {
  orderId: string;
  version: number;
  status: Status;
  shipments: (Parcel & { shippedAt: string; recordedAt: string })[];
  notes: ModelNote[];
  failedDownloads: number;
  offers: { count: number; firstAt?: string; lastAt?: string };
  receivedAt: string;
  updatedAt: string;
  outstandingSince?: string;
  downloadedAt?: string;
  shippedAt?: string;
  canceledAt?: string;
  /** Whether it was replaced after Lightspeed was last offered it. Not part of the stored order. */
  changedSinceOffer: boolean;
}

/** What each version of each order holds: versions differ in the description of their lines. */
export const LINES = [
  { sku: 'KA-49006-1234', quantity: 2 },
  { sku: '00123', quantity: 1 },
];

export type Step =
  | { kind: 'place'; version: number }
  | { kind: 'offer' }
  | { kind: 'acknowledge'; failed: boolean; errors: string[] }
  | { kind: 'ship'; parcels: Parcel[] }
  | { kind: 'cancelInLightspeed'; reason: string | undefined }
  | { kind: 'cancelInWebstore'; reason: string }
  | { kind: 'requeue'; reason: string }
  | { kind: 'note'; text: string }
  | { kind: 'look' };

export interface After {
  order: ModelOrder | undefined;
  said: string;
}

/** What a webstore is told of one change of an order (contract 9). */
export interface ModelMessage {
  type: 'downloaded' | 'refused' | 'shipped' | 'canceled';
  at: string;
  status: Status;
  errors?: string[];
  parcels?: Parcel[];
  reason?: string;
}

/** The messages of a step. The webstore's own acts give none. */
export function told(
  before: ModelOrder | undefined,
  step: Step,
  { orderId, now }: { orderId: string; now: string },
): ModelMessage[] {
  if (!before) return [];
  const { order } = after(before, step, { orderId, now });
  if (!order) return [];
  const message = { at: now, status: order.status };
  const downloaded: ModelMessage = { type: 'downloaded', ...message };
  if (step.kind === 'acknowledge' && before.status === 'New') {
    if (!step.failed) return [downloaded];
    const said = step.errors.length > 0 ? [...new Set(step.errors)] : ['Refused without a reason.'];
    const since = before.outstandingSince ?? '';
    const isKnown = (text: string) =>
      before.notes.some((one) => one.source === 'lightspeed' && one.text === text && one.lastAt >= since);
    return said.every(isKnown) ? [] : [{ type: 'refused', ...message, errors: said }];
  }
  if (step.kind === 'ship' && order.shipments.length > before.shipments.length) {
    const parcels = order.shipments
      .slice(before.shipments.length)
      .map(({ trackingNumber, items }) => ({ trackingNumber, ...(items && { items }) }));
    const proved = before.status === 'New' ? [downloaded] : [];
    return [...proved, { type: 'shipped', ...message, parcels }];
  }
  if (step.kind === 'cancelInLightspeed' && before.status !== 'Canceled' && order.status === 'Canceled') {
    return [
      { type: 'canceled', ...message, reason: step.reason ?? 'Canceled in Lightspeed without a reason.' },
    ];
  }
  return [];
}

const NO_ORDER: Partial<Record<Step['kind'], string>> = { offer: 'not offered', acknowledge: 'NotFound' };

/** One step of the contract; `before` stays as it is. */
export function after(
  before: ModelOrder | undefined,
  step: Step,
  { orderId, now }: { orderId: string; now: string },
): After {
  if (!before) {
    return step.kind === 'place'
      ? { order: placed(orderId, step.version, now), said: '201 New' }
      : { order: undefined, said: NO_ORDER[step.kind] ?? '404 OrderNotFound' };
  }
  const order = structuredClone(before);
  const said = change(order, step, now);
  return { order, said };
}

function placed(orderId: string, version: number, now: string): ModelOrder {
  return {
    orderId,
    version,
    status: 'New',
    shipments: [],
    notes: [],
    failedDownloads: 0,
    offers: { count: 0 },
    receivedAt: now,
    updatedAt: now,
    outstandingSince: now,
    changedSinceOffer: false,
  };
}

function change(order: ModelOrder, step: Step, now: string): string {
  switch (step.kind) {
    case 'place':
      return replace(order, step.version, now);
    case 'offer':
      return offer(order, now);
    case 'acknowledge':
      return acknowledge(order, step, now);
    case 'ship':
      return ship(order, step.parcels, now);
    case 'cancelInLightspeed':
      return cancelInLightspeed(order, step.reason, now);
    case 'cancelInWebstore':
      return cancelInWebstore(order, step.reason, now);
    case 'requeue':
      return requeue(order, step.reason, now);
    case 'note':
      note(order, 'staff', step.text, now);
      return '201 ' + order.status;
    case 'look':
      return `200 ${order.status}`;
  }
}

const hasShipped = ({ status }: ModelOrder) => status === 'Shipped' || status === 'PartiallyShipped';

function replace(order: ModelOrder, version: number, now: string): string {
  if (version === order.version) return `200 ${order.status}`;
  if (order.status === 'Downloaded') return '409 OrderAlreadyDownloaded';
  if (order.status === 'Canceled') return '409 OrderCanceled';
  if (hasShipped(order)) return '409 OrderShipped';
  Object.assign(order, { version, updatedAt: now, changedSinceOffer: order.offers.count > 0 });
  return '200 New';
}

function offer(order: ModelOrder, now: string): string {
  if (order.status !== 'New') return 'not offered';
  order.offers = { count: order.offers.count + 1, firstAt: order.offers.firstAt ?? now, lastAt: now };
  order.changedSinceOffer = false;
  return `offered ${order.version}`;
}

function acknowledge(
  order: ModelOrder,
  { failed, errors }: Step & { kind: 'acknowledge' },
  now: string,
): string {
  const wasNew = order.status === 'New';
  if (failed) {
    const texts = errors.length > 0 ? [...new Set(errors)] : ['Refused without a reason.'];
    for (const text of texts) note(order, 'lightspeed', text, now);
    if (wasNew) order.failedDownloads += 1;
  } else if (wasNew) {
    Object.assign(order, { status: 'Downloaded', downloadedAt: now, updatedAt: now });
    delete order.outstandingSince;
    if (order.changedSinceOffer) {
      const what = 'Downloaded in an older version: it was replaced after Lightspeed had been offered it.';
      note(order, 'system', `${what} Compare, or requeue.`, now);
    }
  }
  if (wasNew) return failed ? 'ErrorsRecorded' : 'Downloaded';
  return order.status === 'Canceled' ? 'Canceled' : 'AlreadyDownloaded';
}

function ship(order: ModelOrder, parcels: Parcel[], now: string): string {
  const key = ({ trackingNumber }: Parcel) => trackingNumber.replaceAll(' ', '').toUpperCase();
  const fresh: Parcel[] = [];
  for (const parcel of parcels) {
    if (![...order.shipments, ...fresh].some((known) => key(known) === key(parcel))) fresh.push(parcel);
  }
  if (fresh.length === 0) return `200 ${order.status} AlreadyRecorded`;
  order.shipments.push(...fresh.map((parcel) => ({ ...parcel, shippedAt: now, recordedAt: now })));
  order.updatedAt = now;

  const sent = (sku: string) =>
    order.shipments
      .flatMap(({ items = [] }) => items)
      .reduce((sum, item) => sum + (item.sku === sku ? item.quantity : 0), 0);
  const numbers = fresh.map(({ trackingNumber }) => trackingNumber).join(', ');
  if (order.status === 'Canceled') {
    note(order, 'system', `Shipped after it was canceled: ${numbers}.`, now);
  } else {
    const whole = order.shipments.some(({ items }) => items === undefined);
    const covered = LINES.every(({ sku, quantity }) => sent(sku) >= quantity);
    order.status = whole || covered || order.status === 'Shipped' ? 'Shipped' : 'PartiallyShipped';
    order.downloadedAt ??= now;
    delete order.outstandingSince;
    if (order.status === 'Shipped') order.shippedAt ??= now;
  }
  for (const sku of new Set(fresh.flatMap(({ items = [] }) => items.map((item) => item.sku)))) {
    const ordered = LINES.find((line) => line.sku === sku)?.quantity;
    const total = sent(sku);
    if (ordered === undefined) {
      note(order, 'system', `Shipment ${numbers} names ${sku}, which is not on the order.`, now);
    } else if (total > ordered) {
      note(order, 'system', `Shipment ${numbers} makes ${total} of ${sku}; the order has ${ordered}.`, now);
    }
  }
  return `200 ${order.status} Recorded`;
}

function cancelInLightspeed(order: ModelOrder, reason: string | undefined, now: string): string {
  const text = reason ?? 'Canceled in Lightspeed without a reason.';
  if (hasShipped(order)) {
    noteOnce(order, 'lightspeed', `Cancellation after shipping: ${text}`, now);
    return `200 ${order.status} AlreadyShipped`;
  }
  if (order.status === 'Canceled') {
    if (reason !== undefined) noteOnce(order, 'lightspeed', text, now);
    return '200 Canceled AlreadyCanceled';
  }
  noteOnce(order, 'lightspeed', text, now);
  settle(order, now);
  return '200 Canceled Canceled';
}

function cancelInWebstore(order: ModelOrder, reason: string, now: string): string {
  if (hasShipped(order)) return '409 OrderShipped';
  const wasDownloaded = order.status === 'Downloaded';
  noteOnce(order, 'webstore', reason, now);
  if (wasDownloaded) noteOnce(order, 'system', 'Canceled on the webstore: void it in Lightspeed too.', now);
  if (order.status !== 'Canceled') settle(order, now);
  return '200 Canceled';
}

function settle(order: ModelOrder, now: string): void {
  Object.assign(order, { status: 'Canceled', canceledAt: now, updatedAt: now });
  delete order.outstandingSince;
}

function requeue(order: ModelOrder, reason: string, now: string): string {
  if (hasShipped(order)) return '409 OrderShipped';
  if (order.status === 'Canceled') return '409 OrderCanceled';
  if (order.status === 'Downloaded') {
    Object.assign(order, { status: 'New', outstandingSince: now, failedDownloads: 0 });
    delete order.downloadedAt;
    note(order, 'webstore', reason, now);
  }
  return '200 New';
}

function note(order: ModelOrder, source: ModelNote['source'], text: string, now: string): void {
  const same = order.notes.find((one) => one.source === source && one.text === text);
  order.notes = order.notes.filter((one) => one !== same);
  order.notes.push({
    source,
    text,
    firstAt: same?.firstAt ?? now,
    lastAt: now,
    count: (same?.count ?? 0) + 1,
  });
  order.updatedAt = now;
}

function noteOnce(order: ModelOrder, source: ModelNote['source'], text: string, now: string): void {
  if (!order.notes.some((one) => one.source === source && one.text === text)) note(order, source, text, now);
}
